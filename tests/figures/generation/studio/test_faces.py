"""What of a person's face is carried into the solid and the paint, and what is not."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.features import (
    BARE_LIPS,
    HEAVIEST_LASHES,
    LIP_RANGE,
    PAINTED_LIPS,
    PLAIN_LASHES,
    lash_weight,
    lip_colour,
    lip_contrast,
    make_up,
)
from figures.generation.studio.analysis.neutral import PIXELS, WINDOW, Neutral
from figures.generation.studio.colour import RGB, lab_of
from figures.generation.studio.curves import about
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.layout import (
    CHILD_SHORTER,
    PUSHED_FURTHER,
    SHUT_SURE,
    eye_outline,
    from_toy,
    lay_out,
    layout_of,
    mean_face,
    to_toy,
    younger,
)
from figures.generation.studio.mouth_shape import FRIENDLY, FULLEST_LIPS, NARROWEST
from figures.generation.studio.paint.complexion import beard_cover, even_shading
from figures.generation.studio.paint.eyes import (
    BROW_BREADTH,
    BROW_CONTRAST,
    LID_OVER_IRIS,
    brow_breadth,
    brow_paint,
    iris_center,
)
from figures.generation.studio.paint.mouth import (
    DEEPEST_FOLD,
    FOLDS,
    TALLEST_TEETH,
    TEETH_SHARE,
    smile_lines,
    teeth_row,
)
from figures.generation.studio.recipe import (
    DENSITY_RANGE,
    SHADING_RANGE,
    Attribute,
    ByteMap,
    Landmarks,
    Recipe,
)
from figures.generation.studio.sculpt.head import JAW_ROOM, add_head, shape_head
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import FACE_MAP, SILHOUETTE, Doubles, face_texture
from figures.generation.studio.styles import STYLES

VINYL = STYLES["vinyl"]
PLAIN = replace(VINYL, exaggeration=1.0)
WINGS = (lm.NOSE_WING_RIGHT, lm.NOSE_WING_LEFT)


def bald() -> Recipe:
    return invented_recipe("otto").edited(glasses="none", hairstyle="bald")


def with_jaw(factor: float) -> Recipe:
    """The mean face, scaled in width from the cheeks down to the chin by ever more."""
    face = mean_face().copy()
    face[:, 0] *= 1 + (factor - 1) * np.clip(-face[:, 1] - 0.1, 0, 1) * 2
    return bald().replaced(landmarks=Landmarks.of(face))


def jaw(factor: float) -> tuple[float, float]:
    """Half width of the jaw at the mouth's corners: of the layout's outline, and of the solid."""
    recipe = with_jaw(factor)
    layout = layout_of(recipe)
    oval = layout.points[list(lm.JAW)]
    y = float(layout.points[lm.MOUTH_RIGHT, 1])
    left = oval[10:]
    drawn = float(np.interp(y, left[:, 1], left[:, 0]))
    row = shape_head(recipe, layout).mask[SILHOUETTE.row_of(y)]
    return drawn, float(row.sum()) / 2 / SILHOUETTE.scale


@pytest.mark.parametrize("factor", [0.92, 1.0, 1.08])
def test_the_solid_s_jaw_is_as_wide_as_the_face_s(factor: float) -> None:
    drawn, solid = jaw(factor)
    assert solid == pytest.approx(drawn * JAW_ROOM[0], abs=1.0 / SILHOUETTE.scale)


def test_a_wider_jaw_gives_a_wider_solid_by_as_much() -> None:
    (narrow_drawn, narrow), (wide_drawn, wide) = jaw(0.92), jaw(1.08)
    assert wide_drawn - narrow_drawn > 0.1
    assert wide - narrow == pytest.approx(
        (wide_drawn - narrow_drawn) * JAW_ROOM[0], abs=1.0 / SILHOUETTE.scale
    )


def nose_width(factor: float) -> tuple[float, float]:
    """Width at the wings: of the layout, and of what stands out of the head there; face units."""
    face = mean_face().copy()
    nose = [*WINGS, lm.NOSTRIL_RIGHT, lm.NOSTRIL_LEFT]
    face[nose, 0] *= factor
    recipe = bald().replaced(landmarks=Landmarks.of(face))
    layout = lay_out(recipe.landmarks.points(), PLAIN)
    head = shape_head(recipe, layout)
    carved = add_head(Sculpture(1.2), recipe, layout, head, np.zeros((64, 64), np.float32))
    x, y, z = carved.grid.face_axes()
    wings = layout.points[list(WINGS)]
    row = int(np.argmin(np.abs(y - wings[:, 1].mean())))
    out = head.depth_at(0.0, float(wings[:, 1].mean())) + 0.05
    inside = carved.distances[:, row, int(np.argmin(np.abs(z - out)))] < 0
    return float(np.ptp(wings[:, 0])), float(inside.sum() * (x[1] - x[0]))


def test_a_wider_nose_is_a_wider_solid() -> None:
    (narrow_drawn, narrow), (wide_drawn, wide) = nose_width(0.85), nose_width(1.2)
    assert wide / narrow == pytest.approx(wide_drawn / narrow_drawn, rel=0.12)


def test_faces_taper_to_the_chin_and_back_again() -> None:
    points = np.array([[0.5, 0.3], [0.5, -0.2], [0.5, -0.6], [0.5, -0.95], [0.5, -1.4]])
    toy = to_toy(points, VINYL)
    widths = toy[:, 0] / (points[:, 0] * VINYL.widen)
    assert widths.tolist() == pytest.approx(
        [1, 1, 1 - VINYL.taper / 2, 1 - VINYL.taper, 1 - VINYL.taper]
    )
    assert from_toy(toy, VINYL) == pytest.approx(points)


def ringed(upper: float, lower: float) -> Doubles:
    """The mean face with inner lips as two arcs, so far above and below the line of the corners."""
    points = to_toy(mean_face()[:, :2], VINYL)
    x = np.cos(np.linspace(np.pi, 0, 11)) * 0.25
    arc = 1 - (x / 0.25) ** 2
    points[list(lm.LIPS_INNER[:11])] = np.stack([x, -0.55 + upper * arc], 1)
    under = [lm.LIPS_INNER[0], *lm.LIPS_INNER[:9:-1]]
    points[under[1:-1], 1] = -0.55 - lower * arc[1:-1]
    points[under[1:-1], 0] = x[1:-1]
    return points


@pytest.mark.parametrize(("upper", "lower"), [(0.01, 0.09), (0.04, 0.12), (0.1, 0.3)])
def test_teeth_hang_from_the_upper_lip_and_follow_the_lower(upper: float, lower: float) -> None:
    row = teeth_row(ringed(upper, lower))
    top, edge = row[:40], row[40:][::-1]
    x = top[:, 0]
    gap = (upper + lower) * (1 - (x / 0.25) ** 2)
    middle = slice(15, 25)
    share = min(TEETH_SHARE, TALLEST_TEETH * 0.5 / (upper + lower))
    hang = (top[:, 1] - 0.01 - edge[:, 1]) / gap
    # Between its knots the outline of the lips is straight.
    assert hang[middle] == pytest.approx(share, rel=0.05)
    assert np.abs(x).max() < 0.25
    assert edge[20, 1] < edge[5, 1] < edge[0, 1]


def test_the_upper_lid_covers_the_top_of_the_iris() -> None:
    wide_open = mean_face().copy()
    for part in (lm.EYE_RIGHT, lm.EYE_LEFT):
        wide_open[list(part), 1] *= 1.6
    layout = lay_out(wide_open, PLAIN)
    for eye in layout.eyes:
        lid = eye_outline(layout, eye)[:9, 1].max()
        top = iris_center(layout, eye)[1] + eye.iris_radius
        assert top >= lid + LID_OVER_IRIS * eye.iris_radius - 1e-9


@pytest.mark.parametrize(("value", "sure", "shut"), [
    ("closed", SHUT_SURE, True), ("none", 0.9, True), ("none", SHUT_SURE - 0.01, False),
    ("teeth", 0.9, False),
])  # fmt: skip
def test_lips_known_to_be_together_are_not_drawn_open(value: str, sure: float, shut: bool) -> None:
    parted = mean_face().copy()
    parted[lm.LIP_BOTTOM_INNER, 1] -= 0.1
    recipe = bald().replaced(
        landmarks=Landmarks.of(parted), attributes=(Attribute("smile", value, sure),)
    )
    points = layout_of(recipe).points
    gap = points[lm.LIP_TOP_INNER, 1] - points[lm.LIP_BOTTOM_INNER, 1]
    assert (gap < 1e-9) == shut


def test_small_features_are_pushed_further_than_the_rest() -> None:
    face = mean_face().copy()
    moved = 0.01
    face[lm.NOSE_WING_LEFT, 0] += moved
    face[lm.NOSE_WING_RIGHT, 0] -= moved
    face[[lm.BLUSH_LEFT, lm.BLUSH_RIGHT], 0] += [moved, -moved]
    style = replace(VINYL, exaggeration=1.5, widen=1.0, taper=0.0)
    pushed = lay_out(face, style).points - lay_out(mean_face(), style).points
    gains = dict(PUSHED_FURTHER)
    assert pushed[lm.BLUSH_LEFT, 0] == pytest.approx(1.5 * moved, rel=0.01)
    assert pushed[lm.NOSE_WING_LEFT, 0] == pytest.approx(
        (1 + 0.5 * gains[lm.NOSE][0]) * moved, rel=0.01
    )


def test_a_beard_grows_up_to_the_lips_but_not_on_them() -> None:
    recipe = bald().replaced(landmarks=Landmarks.of(mean_face()))
    points = recipe.landmarks.points()
    density = np.zeros((FACE_MAP.height, FACE_MAP.width), np.float32)
    cheeks = FACE_MAP.to_pixels(points[list(lm.JAW), :2]).astype(np.int32)
    cv2.fillPoly(density, [cheeks[3:-3]], 1.0)
    # A photo leaves this hole around the mouth.
    rim = FACE_MAP.to_pixels(about(points[list(lm.LIPS_OUTER), :2], (0, -0.58), [1.0, 1.5]))
    cv2.fillPoly(density, [rim.astype(np.int32)], 0.0)
    hair = replace(recipe.facial_hair, kind="full", density=ByteMap.of(density, *DENSITY_RANGE))
    layout = layout_of(recipe)
    cover = beard_cover(recipe.replaced(facial_hair=hair), layout, 256)
    window = face_texture(256)

    def at(x: float, y: float) -> float:
        column, row = window.to_pixels([x, y])
        return float(cover[int(row), int(column)])

    low = float(layout.points[lm.LIP_BOTTOM, 1])
    assert at(0.0, low - 0.05) > 0.95
    assert at(0.0, (low + float(layout.points[lm.LIP_BOTTOM_INNER, 1])) / 2) < 0.1


def shaded(points: Doubles, depth: float) -> Recipe:
    """A face darkened by `depth` around points."""
    shade = np.ones((FACE_MAP.height, FACE_MAP.width), np.float32)
    for column, row in FACE_MAP.to_pixels(points[:, :2]):
        cv2.circle(shade, (int(column), int(row)), 5, 1 - depth, -1)
    return bald().replaced(
        landmarks=Landmarks.of(mean_face()), shading=ByteMap.of(shade, *SHADING_RANGE)
    )


def test_light_from_one_side_is_left_out_and_shade_on_both_stays() -> None:
    right, left = np.array([[-0.4, -0.3]]), np.array([[0.4, -0.3]])
    assert np.abs(even_shading(shaded(right, 0.2))).max() < 0.01
    both = even_shading(shaded(np.vstack([right, left]), 0.2))
    assert both.min() == pytest.approx(-0.2, abs=0.005)


def test_smile_lines_are_as_deep_as_the_photo_s_and_never_a_child_s() -> None:
    folds = mean_face()[np.array(FOLDS).ravel()]
    depths = [smile_lines(shaded(folds, depth)) for depth in (0.0, 0.06, 0.09, 0.3)]
    assert depths[0] == 0 < depths[1] < depths[2] < depths[3] == DEEPEST_FOLD
    assert smile_lines(shaded(folds, 0.3).edited(body="child")) == 0


def test_a_child_s_face_has_larger_eyes_a_smaller_nose_and_is_shorter() -> None:
    face = mean_face()
    young = younger(face)

    def size(points: Doubles, part: tuple[int, ...]) -> Doubles:
        return np.asarray(np.ptp(points[list(part), :2], axis=0))

    assert (size(young, lm.EYE_LEFT) > size(face, lm.EYE_LEFT) * [1.05, 1.1]).all()
    assert size(young, WINGS)[0] < 0.92 * size(face, WINGS)[0]
    assert young[lm.CHIN, 1] == pytest.approx(CHILD_SHORTER * face[lm.CHIN, 1], rel=0.01)
    child = layout_of(bald().edited(body="child"))
    assert child.eyes[0].height > layout_of(bald()).eyes[0].height


@pytest.mark.parametrize("skin", [(246, 224, 204), (86, 52, 38)])
def test_brows_are_never_lost_on_the_skin(skin: RGB) -> None:
    light = bald().replaced(skin=skin, brows=skin)
    assert lab_of(brow_paint(light))[0] == pytest.approx(BROW_CONTRAST * lab_of(skin)[0], abs=2.0)
    dark = (20, 14, 12)
    assert brow_paint(light.replaced(brows=dark)) == dark


def test_fair_brows_are_slighter_than_dark_ones() -> None:
    skin = (236, 190, 165)
    widths = [
        brow_breadth(bald().replaced(skin=skin, brows=brows))
        for brows in ((12, 9, 8), (96, 66, 52), skin)
    ]
    assert [widths[0], widths[2]] == list(BROW_BREADTH)
    assert widths[2] < widths[1] < widths[0]


def test_closed_lips_smile_a_little_more_than_the_photo_s() -> None:
    points = lay_out(mean_face(), replace(PLAIN, widen=1.0, taper=0.0), shut=True).points
    corners = points[[lm.MOUTH_INNER_RIGHT, lm.MOUTH_INNER_LEFT]]
    lift = corners[:, 1].mean() - points[lm.LIP_TOP_INNER, 1]
    seen = to_toy(mean_face()[:, :2], PLAIN)
    ends = seen[[lm.MOUTH_INNER_RIGHT, lm.MOUTH_INNER_LEFT], 1].mean()
    own = ends - seen[[lm.LIP_TOP_INNER, lm.LIP_BOTTOM_INNER], 1].mean()
    half = np.ptp(points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 0]) / 2
    reach = np.ptp(corners[:, 0]) / 2 / half
    assert lift - own == pytest.approx(FRIENDLY * half * reach**2, rel=0.05)


@pytest.mark.parametrize(("narrow", "fuller"), [(0.5, 2.5), (1.0, 1.0)])
def test_closed_lips_never_purse(narrow: float, fuller: float) -> None:
    face = mean_face().copy()
    lips = [*lm.LIPS_OUTER, *lm.LIPS_INNER]
    middle = face[lips, :2].mean(0)
    face[lips, :2] = about(face[lips, :2], middle, [narrow, fuller])
    points = lay_out(face, PLAIN, shut=True).points
    wide = points[lm.MOUTH_LEFT, 0] - points[lm.MOUTH_RIGHT, 0]
    ring = points[list(lm.LIPS_OUTER), 1]
    tall = max(ring[i] - ring[-i] for i in range(1, 10))
    own = face[lm.MOUTH_LEFT, 0] - face[lm.MOUTH_RIGHT, 0]
    if narrow == 1:
        untouched = to_toy(face[:, :2], PLAIN)[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 0]
        assert wide == pytest.approx(np.ptp(untouched), rel=0.01)
        assert tall < FULLEST_LIPS * wide
    else:
        assert own < NARROWEST
        assert wide == pytest.approx(NARROWEST)
        assert tall == pytest.approx(FULLEST_LIPS * NARROWEST, rel=1e-3)


def pictured(lips: tuple[float, float, float], lid: float) -> Neutral:
    """A flat face, Lab (150, 140, 145), with lips of another colour and a lid line so light."""
    lab = np.empty((PIXELS, PIXELS, 3), np.float32)
    lab[:] = (150, 140, 145)
    units = mean_face()[:, :2]
    points = WINDOW.to_pixels(units)
    cv2.fillPoly(lab, [points[list(lm.LIPS_OUTER)].astype(np.int32)], lips)
    for part in (lm.EYE_RIGHT, lm.EYE_LEFT):
        line = [points[list(part)][:9].astype(np.int32)]
        cv2.polylines(lab, line, False, (lid, 128, 128), 9)
    picture = np.zeros((PIXELS, PIXELS, 3), np.uint8)
    return Neutral(picture, lab, np.ones((PIXELS, PIXELS), bool), points, units)


def test_lips_keep_their_distance_from_the_skin_in_any_light() -> None:
    contrast = lip_contrast(pictured((120, 160, 140), 150))
    assert contrast.tolist() == [-30, 20, -5]
    skin = (200, 150, 120)
    assert np.abs(lab_of(lip_colour(contrast, skin)) - lab_of(skin) - contrast).max() <= 2
    least = np.array(LIP_RANGE[0])
    dark = lab_of(lip_colour(np.array([-120.0, 0.0, -40.0]), skin))
    assert np.abs(dark - lab_of(skin) - least).max() <= 2


def test_lashes_are_heavy_only_where_lid_and_lips_are_painted() -> None:
    assert make_up(np.array([0, BARE_LIPS, 0])) == 0
    assert make_up(np.array([0, PAINTED_LIPS - 5, -10])) == 1
    line, bare = pictured((120, 160, 140), 20), pictured((120, 160, 140), 150)
    assert lash_weight(line, 0.0) == pytest.approx(PLAIN_LASHES)
    assert PLAIN_LASHES < lash_weight(bare, 1.0) < lash_weight(line, 1.0) <= HEAVIEST_LASHES
