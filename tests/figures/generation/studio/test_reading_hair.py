"""Hats, glasses, beards and strands: drawn on portraits, or made of lines."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from figures.faces import FaceBox, detect_faces, face_mesh
from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.beard import (
    _colour,
    _pale_colour,
    is_thin,
    read_facial_hair,
)
from figures.generation.studio.analysis.covering import Crown, _brimmed
from figures.generation.studio.analysis.frame import read_frame
from figures.generation.studio.analysis.hair import (
    AROUND_PX,
    AROUND_TENSOR_PX,
    COILS_COUNT,
    COILS_FROM,
    CURLS_COUNT,
    CURLS_FROM,
    DETAIL_PX,
    FINEST_PX,
    TENSOR_PX,
    HairMask,
    _order,
    strand_detail,
    strand_order,
    texture_of,
)
from figures.generation.studio.analysis.hair_colour import (
    _natural,
    alike,
    colour_name,
    colour_sureness,
    read_hair_colour,
)
from figures.generation.studio.analysis.logistic import Logistic, sureness
from figures.generation.studio.analysis.neutral import Neutral, neutral_picture
from figures.generation.studio.analysis.rim_shape import frame_shape
from figures.generation.studio.analysis.rims import ANGLES, FLATTEN, Rims
from figures.generation.studio.colour import lab_of
from figures.generation.studio.engine import analyse
from figures.generation.studio.questions import SURE
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import PHOTO
from figures.generation.studio.spectacles import SPECTACLES
from tests.figures.generation.studio.conftest import portrait

Picture = NDArray[np.uint8]


def largest(photo: Picture) -> FaceBox:
    return max(detect_faces(photo), key=lambda face: face.area)


def with_hat(photo: Picture, face: FaceBox) -> Picture:
    """A plain blue cap: a dome down to the middle of the forehead."""
    mesh = face_mesh(photo, face)[:, :2]
    brim = mesh[151] + (mesh[10] - mesh[151]) * 0.4
    half = np.linalg.norm(mesh[454] - mesh[234]) * 0.62
    hat = photo.copy()
    points = cv2.ellipse2Poly((0, 0), (int(half), int(half * 1.2)), 0, 180, 360, 3)
    cv2.fillPoly(hat, [(points + brim).astype(np.int32)], (40, 70, 170))
    return hat


@pytest.fixture(scope="module")
def hatted() -> Recipe:
    photo = portrait("underwood.jpg")
    face = largest(photo)
    return analyse(with_hat(photo, face), face)


def test_a_hat_is_worn_and_not_painted_as_hair(hatted: Recipe, underwood: Recipe) -> None:
    assert hatted.attribute("head_covering").value in {"cap", "beanie"}
    red, _, blue = hatted.covering.colour
    assert blue > red + 60
    # What is left of the hair lies under the brim: none in the hat's colour, none on its top.
    assert hatted.hair.top < underwood.hair.top - 0.2 or hatted.hair.area < 0.3
    assert hatted.hair.colour[2] < hatted.hair.colour[0] + 20


def test_a_bare_head_is_not_covered(allred: Recipe, underwood: Recipe, astronaut: Recipe) -> None:
    for recipe in (allred, underwood, astronaut):
        assert recipe.covering.kind == "none"
        assert recipe.attribute("head_covering").value == "none"
    # A fringe that shades the forehead could be a knitted hat: ask.
    assert astronaut.attribute("head_covering").confidence < 0.5


def with_turban(photo: Picture, face: FaceBox) -> Picture:
    """Blue cloth wound high and wider than the head, with slanting folds."""
    mesh = face_mesh(photo, face)[:, :2]
    eyes = (mesh[33] + mesh[263]) / 2
    unit = float(np.linalg.norm(mesh[152] - eyes))
    half = float(np.linalg.norm(mesh[454] - mesh[234])) / 2
    wound = photo.copy()
    middle = eyes - [0, 1.02 * unit]
    axes = (int(half * 1.38), int(0.62 * unit))
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.ellipse(mask, tuple(np.rint(middle).astype(int).tolist()), axes, 0, 0, 360, 1, -1)
    rows, columns = np.mgrid[: photo.shape[0], : photo.shape[1]]
    folds = 18 * np.sin((rows + 0.5 * np.abs(columns - middle[0])) / unit * 30)
    wound[mask > 0] = np.clip(np.array([40, 70, 170]) + folds[mask > 0][:, None], 0, 255)
    return wound


def test_wound_cloth_is_a_turban(allred: Recipe) -> None:
    photo = portrait("allred.jpg")
    face = largest(photo)
    seen = analyse(with_turban(photo, face), face)
    assert seen.attribute("head_covering").value == "turban"
    assert seen.covering.kind == "turban"


@pytest.mark.parametrize(
    ("rim", "crown", "brim"),
    [(1.8, 1.2, True), (1.6, 1.0, False), (1.8, 1.4, False)],
    ids=["a hat", "no wider than a scarf", "hair as wide all the way up"],
)
def test_a_brim_is_far_wider_than_the_head_and_its_crown(
    rim: float, crown: float, brim: bool
) -> None:
    half = 0.7
    x, y = np.meshgrid(PHOTO.columns(), PHOTO.rows())
    wide = np.where(y < 0.6, rim, crown) * half
    person = (np.abs(x) < np.where(y < 0.3, 1.1 * half, wide)) & (y < 1.4)
    worn = Crown(np.full(PHOTO.width, 0.5), person, {}, 1.0)
    assert _brimmed(worn, person, 0.0, half) is brim


def neutral_of(name: str) -> Neutral:
    photo = portrait(name)
    return neutral_picture(read_frame(photo, largest(photo)))


def with_stubble(neutral: Neutral, cover: float) -> Neutral:
    """Dots of dark hair over jaw, chin and lip, the shade between them, and dark brows."""
    lips = cv2.dilate(neutral.polygon(lm.LIPS_OUTER).astype(np.uint8), np.ones((9, 9), np.uint8))
    low = neutral.polygon((*lm.JAW, lm.FOLD_LEFT, lm.NOSE_BASE, lm.FOLD_RIGHT)) & (lips == 0)
    grown = cv2.GaussianBlur(low.astype(np.float32), (0, 0), 4)
    dots = (np.random.default_rng(0).random(low.shape) < 0.16).astype(np.float32)
    hair = 0.35 + np.clip(cv2.GaussianBlur(dots, (0, 0), 0.9) * 2.2, 0, 1)
    dark = 1 - 0.55 * np.clip(grown * cover * hair, 0, 1)[..., None]
    dark[neutral.polygon(lm.BROW_RIGHT, lm.BROW_LEFT)] = 0.5
    picture = np.clip(neutral.picture * dark, 0, 255).astype(np.uint8)
    lab = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB), np.float32)
    return replace(neutral, picture=picture, lab=lab)


def test_a_few_days_growth_is_stubble_and_asked_about() -> None:
    bare = neutral_of("astronaut.jpg")
    assert read_facial_hair(bare)[0].kind == "none"
    hair, sure = read_facial_hair(with_stubble(bare, 0.45))
    assert hair.kind == "stubble"
    assert sure < SURE
    # Painted as thin as the preset, whatever patches of shade the photo shows.
    assert hair.density.array().max() / 255 < 0.5


@pytest.mark.parametrize(
    ("chin_dark", "brows", "thin"),
    [(0.2, 0.5, True), (0.6, 0.5, False), (0.2, 0.9, False)],
    ids=["skin shines through", "a dark beard", "a white beard on a white-haired man"],
)
def test_thin_beards(chin_dark: float, brows: float, thin: bool) -> None:
    assert is_thin({"chin_dark": chin_dark}, brows) is thin


def strands(slope: float) -> tuple[NDArray[np.float32], HairMask]:
    """Lines 6 px apart, bent so that their direction turns by `slope` in 20 px."""
    rows, columns = np.mgrid[:768, :768].astype(np.float32)
    bent = columns + 20 * slope * np.sin(rows / 6) * np.cos(columns / 7)
    lab = np.full((768, 768, 3), 128, np.float32)
    lab[..., 0] = 80 + 40 * np.sin(bent / 6 * 2 * np.pi)
    cover = np.zeros((768, 768), np.float32)
    cover[200:400, 200:500] = 1
    return lab, HairMask(cover, 0)


def test_parallel_strands_are_straight_and_tangled_ones_are_not() -> None:
    assert texture_of(strand_order(*strands(0))) == ("straight", 1.0)
    assert texture_of(strand_order(*strands(1)))[0] in {"curly", "coily"}


def test_hair_tangled_at_the_finest_scale_is_less_parallel() -> None:
    coiled, mask = strands(0)
    columns = np.arange(768, dtype=np.float32)
    coiled[..., 0] = 110 + 30 * np.sin(columns / 12 * 2 * np.pi)
    parallel = strand_order(coiled, mask)
    assert parallel == pytest.approx(_order(coiled, mask, DETAIL_PX, TENSOR_PX))
    coiled[..., 0] += np.random.default_rng(1).normal(0, 4, (768, 768))
    order, finest = (_order(coiled, mask, px, TENSOR_PX) for px in (DETAIL_PX, FINEST_PX))
    assert order is not None
    assert finest is not None
    assert order - finest > COILS_FROM
    expected = order - COILS_COUNT * (order - finest - COILS_FROM)
    assert strand_order(coiled, mask) == pytest.approx(expected)


def test_large_curls_are_less_parallel_than_their_strands() -> None:
    curled, mask = strands(0)
    rows, columns = np.mgrid[:768, :768].astype(np.float32)
    bent = columns + 14 * np.sin(rows / 60 * 2 * np.pi)
    curled[..., 0] = 110 + 30 * np.sin(bent / 7 * 2 * np.pi)
    order = _order(curled, mask, DETAIL_PX, TENSOR_PX)
    around = _order(curled, mask, AROUND_PX, AROUND_TENSOR_PX)
    assert order is not None
    assert around is not None
    assert order - around > CURLS_FROM
    expected = order - CURLS_COUNT * (order - around - CURLS_FROM)
    assert strand_order(curled, mask) == pytest.approx(expected)


def test_too_little_hair_has_no_texture_to_be_sure_of() -> None:
    lab, mask = strands(0)
    few = HairMask(np.where(np.arange(768) < 205, mask.cover, 0).astype(np.float32), 0)
    assert strand_order(lab, few) is None
    assert texture_of(None) == ("straight", 0.0)


def test_tangles_are_not_sure_where_strands_are_hardly_seen() -> None:
    assert texture_of(0.3, detail=3.3) == ("coily", 1.0)
    assert texture_of(0.3, detail=2.0) == ("coily", 0.0)
    # Grain is tangled: what lies in parallel nevertheless does.
    assert texture_of(0.9, detail=2.0) == ("straight", 1.0)


def test_cropped_hair_lies_further_from_the_border() -> None:
    assert texture_of(0.59)[1] == pytest.approx(0.3375)
    assert texture_of(0.59, cropped=True)[1] == pytest.approx(0.6)


def test_detail_of_strands() -> None:
    lab, mask = strands(0)
    flat = np.full_like(lab, 80.0)
    assert strand_detail(flat, mask) == pytest.approx(0.0, abs=0.1)
    assert strand_detail(lab, mask) > 3.3
    assert strand_detail(lab, HairMask(np.zeros_like(mask.cover), 0)) == 0.0


def hair_lab(lightness: float, red: float, yellow: float) -> NDArray[np.float64]:
    return np.array([lightness, 128 + red, 128 + yellow])


def test_names_for_one_and_the_same_hair_are_no_doubt() -> None:
    # Between dark brown and brown; near the border of brown and blond.
    assert colour_sureness(hair_lab(75, 10, 15), cropped=False) == 1.0
    assert colour_sureness(hair_lab(138, 10, 15), cropped=False) == 0.3
    assert colour_sureness(hair_lab(143, 8, 18), cropped=False) == 1.0


def test_hair_has_one_colour_in_light_and_shade() -> None:
    assert alike("brown", "dark brown")
    assert alike("black", "black")
    assert not alike("grey", "brown")
    assert not alike("black", "brown")


SKIN = (160.0, 16.0, 16.0)


def colour_of(*parts: tuple[float, tuple[float, float, float]], cropped: bool = False) -> str:
    """Name of hair made of shares of some colours beside skin."""
    lab = np.empty((768, 768, 3), np.float32)
    rows = np.cumsum([0.0] + [share for share, _ in parts]) * 768
    for (_, colour), first, last in zip(parts, rows[:-1], rows[1:], strict=True):
        lab[round(first) : round(last)] = hair_lab(*colour)
    seen = HairMask(np.ones((768, 768), np.float32), 0)
    found = read_hair_colour(lab, seen, hair_lab(*SKIN), cropped=cropped)
    assert found is not None
    return colour_name(found, cropped=cropped)


def test_glare_is_no_grey_hair() -> None:
    brown, dark, glare = (110.0, 9.0, 12.0), (30.0, 0.0, 0.0), (250.0, -2.0, 1.0)
    assert colour_of((0.30, dark), (0.50, brown), (0.20, glare)) == "brown"
    # Where most of it is as bright, it is white.
    assert colour_of((0.10, dark), (0.30, brown), (0.60, glare)) == "white"


def test_cropped_hair_is_brown_where_its_lit_strands_are() -> None:
    darkest, skin = (11.0, 2.0, 2.0), SKIN
    brown, black = (30.0, 8.0, 9.0), (30.0, 2.0, 1.0)
    for lit, name in ((brown, "dark brown"), (black, "black")):
        assert colour_of((0.2, darkest), (0.4, lit), (0.4, skin), cropped=True) == name


def test_dark_hair_that_mirrors_a_green_wall_is_natural_and_dyed_hair_is_not() -> None:
    assert _natural(np.array([33.0, 124.0, 126.0])).tolist() == [33.0, 128.0, 128.0]
    assert _natural(np.array([33.0, 124.0, 133.0])).tolist() == [33.0, 128.0, 133.0]
    dyed = np.array([60.0, 96.0, 124.0])
    assert _natural(dyed).tolist() == dyed.tolist()


def test_dark_hair_that_mirrors_purple_light_is_natural_and_dyed_hair_is_not() -> None:
    lab, seen = np.empty((768, 768, 3), np.float32), HairMask(np.ones((768, 768), np.float32), 0)
    for colour, yellow in (((38, 12, -3), (1, 9)), ((60, 30, -14), (-14, -14))):
        lab[:] = hair_lab(*colour)
        found = read_hair_colour(lab, seen, hair_lab(*SKIN))
        assert found is not None
        assert yellow[0] <= found[2] - 128 <= yellow[1]


def test_a_pale_beard_has_the_colour_of_what_is_least_red() -> None:
    lab = np.empty((90, 90, 3), np.float32)
    lab[:45], lab[45:] = hair_lab(133, 17, 17), hair_lab(170, 3, 8)
    everywhere = np.ones((90, 90), bool)
    assert lab_of(_pale_colour(lab, everywhere))[1] - 128 == pytest.approx(3, abs=1)
    assert lab_of(_colour(lab, everywhere))[1] - 128 == pytest.approx(17, abs=1)


def test_reddish_black_of_cropped_hair_is_doubtful() -> None:
    assert colour_sureness(hair_lab(14, 1, 2), cropped=True) == pytest.approx(0.7)
    assert colour_sureness(hair_lab(14, 4, 2), cropped=True) == pytest.approx(0.35)
    assert colour_sureness(hair_lab(14, 4, 2), cropped=False) == 1.0


THIN, THICK = 0.03, 0.10


def rims_of(curve: NDArray[np.float64], breadth: float = THIN) -> Rims:
    """Rims along a closed curve (n, 2) around the eye, x away from the nose, y up."""
    x, y = curve[:, 0], -curve[:, 1] / FLATTEN
    angle, distance = np.arctan2(y, x) % (2 * np.pi), np.hypot(x, y)
    order = np.argsort(angle)
    around = np.interp(ANGLES, angle[order], distance[order], period=2 * np.pi)
    return Rims(2.0, 30.0, 0.02, breadth, np.array([around, around]))


@pytest.mark.parametrize("name", sorted(SPECTACLES))
@pytest.mark.parametrize("half_width", [0.22, 0.30])
def test_each_frame_is_read_from_its_own_rims(name: str, half_width: float) -> None:
    assert frame_shape(rims_of(SPECTACLES[name].outline() * half_width)) == name


def test_a_rim_that_rises_on_one_side_only_is_no_cat_eye() -> None:
    cat_eye = rims_of(SPECTACLES["cat_eye"].outline() * 0.25)
    oval = rims_of(SPECTACLES["oval"].outline() * 0.25)
    curves = np.array([cat_eye.curves[0], oval.curves[0]])
    assert frame_shape(Rims(2.0, 30.0, 0.02, THIN, curves)) != "cat_eye"


def test_thick_frames_are_no_aviators() -> None:
    assert frame_shape(rims_of(SPECTACLES["aviator"].outline() * 0.25, THICK)) == "oval"


def test_rims_that_hang_on_one_side_only_are_no_aviators() -> None:
    aviator = rims_of(SPECTACLES["aviator"].outline() * 0.25)
    oval = rims_of(SPECTACLES["oval"].outline() * 0.28)
    curves = np.array([aviator.curves[0], oval.curves[0]])
    assert frame_shape(Rims(2.0, 30.0, 0.02, THIN, curves)) == "oval"


def test_probabilities() -> None:
    model = Logistic({"a": 2.0, "b": -1.0}, 0.5)
    assert model.probability({"a": 0.0, "b": 0.5}) == 0.5
    assert model.probability({"a": 1.0, "b": 0.0}) == pytest.approx(0.924, abs=1e-3)
    assert (sureness(0.5), sureness(0.0), sureness(1.0)) == (0.0, 1.0, 1.0)


def spoiled(photo: Picture, how: str) -> Picture:
    if how == "dark":
        return (photo * 0.3).astype(np.uint8)
    if how == "blurred":
        return np.asarray(cv2.GaussianBlur(photo, (0, 0), photo.shape[1] / 250), np.uint8)
    _, data = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("how", ["dark", "blurred", "jpeg"])
def test_a_poor_photo_keeps_what_it_shows_or_says_it_is_unsure(how: str, allred: Recipe) -> None:
    photo = spoiled(portrait("allred.jpg"), how)
    seen = analyse(photo, largest(photo))
    for name in ("head_covering", "glasses", "facial_hair", "hair_length"):
        same = seen.attribute(name).value == allred.attribute(name).value
        assert same or seen.attribute(name).confidence < 0.5, name
