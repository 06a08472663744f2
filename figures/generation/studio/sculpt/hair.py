"""Hair: the outline seen in the photo, closed around the head and swollen to a solid."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio import landmarks as lm
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.curves import ellipse
from figures.generation.studio.hairstyles import HAIRSTYLES, worn_hair
from figures.generation.studio.hairstyles.base import Flow, Swell
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout, below_lift, from_toy, mean_face
from figures.generation.studio.recipe import OUTLINE_RANGE, PHOTO_HAIR, Hair, Recipe
from figures.generation.studio.sculpt import hairline, strands
from figures.generation.studio.sculpt.coverings import wearing
from figures.generation.studio.sculpt.fields import (
    as_distance,
    ellipsoid,
    inflate,
    largest_piece,
    outline_distance,
    sample_silhouette,
    smooth_max,
    smooth_min,
)
from figures.generation.studio.sculpt.head import BACK_DEPTH, THIN_HAIR_AREA, Head, over_ears
from figures.generation.studio.sculpt.locks import add_locks
from figures.generation.studio.sculpt.materials import hair as hair_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.space import (
    HAIR,
    SILHOUETTE,
    UNIT_MM,
    Floats,
    Mask,
    to_world,
)
from figures.generation.studio.styles import STYLES

STEP_MM = 0.40
SMALLEST_PIXELS = 80
# Share of the thinnest hair that grooves may take away.
THINNED = 0.4
CHIN_Y = -0.85
# Down to here locks beside the face touch it; below, they would lie on the jaw in thin shreds.
JOINED_TO, JOINT_SOFT_PX = -0.45, 3.0
# Hair stays this far above the brows, and outside this share of the face's width beside them.
OVER_BROWS, BARE_WIDTH = 0.16, 0.92
# Thick hair is drawn back so far from the face's skin, face units, for it swells over its edge.
DRAWN_BACK = 0.05
# Hair rises from its line over the forehead within so many face units; there it lacks the first
# share of its least thickness and the second of its volume: a thick edge looks like a cap's.
ROOTS, ROOTS_ABOVE, AT_HAIRLINE, FLAT_AT_HAIRLINE = 0.46, 0.05, 0.35, 0.60
# From the head's outline inward hair takes on the shape of the head over so many face units.
INWARD = 0.34
# How the hairline tells the flow: rows it is sought in, columns (half widths), its smoothing, how
# far it must rise over its middle height to be parted, and below which height over the eyes or over
# the brows it is a fringe; the furthest parting (half widths) and where short hair is combed to.
OVER_EYES, BROAD, HAIRLINE_SOFT, ARCHED = 0.22, 0.72, 0.06, 0.10
FRINGE_BELOW, FRINGE_OVER_BROWS = 0.50, 0.185
PARTED_X, COMBED_TO = 0.62, -0.90
# Half the width that stays free below the face.
THROAT = 0.10
_X, _Y = np.meshgrid(SILHOUETTE.columns(), SILHOUETTE.rows())


@cache
def mean_half_width() -> float:
    """Half width of the mean head, face units of a person."""
    return float(np.ptp(mean_face()[list(lm.OVAL), 0]) / 2)


@dataclass(frozen=True)
class Volume:
    """How thick hair lies, face units.

    Attributes:
        long: whether it hangs past the chin.
        ears: whether it leaves the ears free.
        around: beyond the head's outline.
        front: over the forehead and temples.
        least: anywhere; strands are shallower than this or they would tear holes.
        nape: y where it ends behind.

    """

    long: bool
    ears: bool
    around: float
    front: float
    least: float
    nape: float


def add_hair(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head) -> None:
    """Add the hair; nothing for a bald head or under a covering that hides it."""
    hair, covering = worn_hair(recipe.hair), COVERINGS.get(recipe.covering.kind)
    if hair.length == "bald" or (covering and covering.hides_hair):
        return
    seen = seen_hair(hair, recipe, layout, head)
    if np.count_nonzero(seen) < SMALLEST_PIXELS:
        return
    style, kind = HAIRSTYLES.get(hair.style), STYLES[recipe.style]
    material = hair_material(hair.colour)
    seen = _close_gaps(seen, head)
    volume = _volume(hair, seen, head)
    solid = _shape(sculpture, seen, head, volume)
    distances = solid.distances
    if style:
        for swell in style.swells:
            distances = _swollen(distances, solid.grid, head, swell, kind.upper)
    if covering:
        distances = covering.tuck(distances, wearing(head, layout, solid.grid))
    flow = style.flow if style else flow_of(hair, seen, layout, head)
    look = strands.Look(hair, recipe.seed, flow, kind, head.half_width)
    distances, tone = strands.displace(distances, solid.grid, look, volume.least)
    distances = np.minimum(distances, solid.scalp * np.float32(UNIT_MM))
    if covering:
        distances = np.maximum(distances, covering.above_rim(solid.grid) * np.float32(UNIT_MM))
    distances = largest_piece(distances)
    sculpture.add_field("hair", material, distances, solid.grid, on_head=True, tone=tone)
    if style and not covering:
        add_locks(sculpture, style.locks, material, head, kind)


@dataclass(frozen=True)
class _Solid:
    """Smooth hair and the thin layer that always stays on the scalp, face units."""

    distances: Floats
    scalp: Floats
    grid: Grid


def _shape(sculpture: Sculpture, seen: Mask, head: Head, volume: Volume) -> _Solid:
    """Smooth hair, face units."""
    silhouette = _silhouette(seen, head, volume)
    squared, _ = inflate(silhouette, 2.2)
    edge = _front_outline(seen, silhouette, head, volume)
    front, back = _depths(squared, head, volume, _rooted(edge, head))
    grid = _grid(sculpture, silhouette, front, back)
    x, y, z = grid.face_axes()
    inside = squared > 0
    halves = [
        sample_silhouette(blur(np.where(inside, d**2, squared), 1.0), x, y)[:, :, None]
        for d in (front, back)
    ]
    depth2 = np.where(z[None, None, :] > 0, halves[0], halves[1])
    hair = as_distance(((z**2)[None, None, :] - depth2).astype(np.float32), float(x[1] - x[0]))
    thin = sample_silhouette(_rooted(edge, head), x, y)[:, :, None] * (z > 0)[None, None, :]
    cover = np.float32(volume.least) * (1 - AT_HAIRLINE * thin.astype(np.float32))
    cover = np.where((y < volume.nape)[None, :, None], np.float32(-1.0), cover)
    scalp = head.implicit(x, y, z) - cover
    hair = smooth_min(hair, scalp, 0.05)
    if not volume.ears:
        hair = smooth_min(hair, over_ears(head, (x, y, z)), 0.12)
    cut = hairline.free_of_face(
        grid, edge, hairline.Edge(volume.ears, volume.nape, float(head.back.max()))
    )
    thinned = np.float32(THINNED) * np.maximum(cover, 0)
    scalp = np.maximum(scalp + thinned, cut + np.float32(0.02))
    return _Solid(smooth_max(hair, cut, 0.07), scalp, grid)


def _volume(hair: Hair, seen: Mask, head: Head) -> Volume:
    full = float(np.clip((hair.area - 0.35) / 0.9, 0, 1))
    around = float(np.clip(hair.top * 0.95 - 1.00, 0.05, 0.40))
    if hair.area < THIN_HAIR_AREA:
        around = 0.045
    front = 0.045 + (0.085 if hair.curly else 0.065) * full
    ears = hair.length != "long" and not hairline.covers_ears(seen, head)
    nape = hairline.nape(seen, long=hair.length == "long", ears=ears)
    return Volume(hair.length == "long", ears, around, front, 0.058 + 0.035 * full, nape)


def seen_hair(hair: Hair, recipe: Recipe, layout: Layout, head: Head) -> Mask:
    """Mask over SILHOUETTE of hair drawn on the toy, kept clear of the eyes and the bare face."""
    style = STYLES[recipe.style]
    person = from_toy(below_lift(np.stack([_X, _Y], -1), layout), style)
    if hair.style != PHOTO_HAIR:
        # Styles are drawn around the mean head.
        person[..., 0] *= mean_half_width() * style.widen / head.half_width
    at = np.asarray(HAIR.to_pixels(person) - 0.5, np.float32)
    outline = hair.outline.values(*OUTLINE_RANGE)
    distance = sample(outline, at, cubic=True, outside=OUTLINE_RANGE[0])
    cover = np.clip(0.5 - distance * SILHOUETTE.scale, 0, 1).astype(np.float32)
    keep_clear = np.zeros(cover.shape, np.uint8)
    for eye in layout.eyes:
        window = ellipse(eye.center + np.array([0, 0.05]), eye.width * 0.62, eye.height * 1.05)
        cv2.fillPoly(keep_clear, [SILHOUETTE.to_pixels(window).astype(np.int32)], 1)
    clear = blur(keep_clear, 1.5)
    cover = blur(cover, 1.6) * (1 - clear)
    return np.asarray((cover > 0.5) & ~bare_face(layout))


def bare_face(layout: Layout) -> Mask:
    """Mask over SILHOUETTE of cheeks, brows and some forehead, where the photo's hair never lies.

    A toy's hair is thick: close to the brows it would shade them and pass for them.
    """
    brows = np.concatenate([eye.brow for eye in layout.eyes])
    thick = max(eye.brow_thickness for eye in layout.eyes)
    order = np.argsort(brows[:, 0])
    over = np.interp(_X, brows[order, 0], brows[order, 1]) + thick / 2 + OVER_BROWS
    face = np.zeros(_Y.shape, np.uint8)
    oval = layout.points[list(lm.OVAL)] * [BARE_WIDTH, 1]
    cv2.fillPoly(face, [SILHOUETTE.to_pixels(oval).astype(np.int32)], 1)
    return np.asarray((face > 0) & (over > _Y))


def _close_gaps(seen: Mask, head: Head) -> Mask:
    """Join locks that hang beside the face to the head, row by row."""
    closed = seen.copy()
    middle = SILHOUETTE.width // 2
    for row in range(SILHOUETTE.row_of(0.25), SILHOUETTE.row_of(JOINED_TO)):
        columns = np.nonzero(closed[row])[0]
        body = np.nonzero(head.mask[row])[0]
        for side in (columns[columns < middle], columns[columns >= middle]):
            if len(side) == 0:
                continue
            if side[0] < middle:
                end = body.min() + 3 if len(body) else side.max()
                closed[row, side.min() : end] = True
            else:
                start = body.max() - 3 if len(body) else side.min()
                closed[row, start : side.max() + 1] = True
    # Locks that meet under the chin would make the face a hole in the hair, to be filled.
    closed[(np.abs(_X) < THROAT) & (_Y < 0.12)] = False
    return np.asarray(seen | (blur(closed, JOINT_SOFT_PX) > 0.5))


def _silhouette(seen: Mask, head: Head, volume: Volume) -> Mask:
    """Outline of all hair: what was seen and what must be behind the head."""
    reach = np.full(_Y.shape, volume.around)
    if volume.ears:
        # Hair behind free ears is not seen beside the face.
        reach = volume.around * np.clip((_Y + 0.35) / 0.75, 0, 1) - 0.04 * (_Y < 0)
    outline = ((head.outside < reach) & (volume.nape < _Y)) | seen
    if not volume.ears:
        # What hangs on both sides hangs behind as well.
        middle = SILHOUETTE.width * 0.5
        for row in range(SILHOUETTE.row_of(-0.5), SILHOUETTE.height):
            columns = np.nonzero(seen[row])[0]
            if len(columns) > 6 and columns.min() < middle < columns.max():
                outline[row, columns.min() : columns.max() + 1] = True
    return np.asarray(ndimage.binary_opening(outline, iterations=2) | seen)


def _front_outline(seen: Mask, silhouette: Mask, head: Head, volume: Volume) -> Floats:
    """Signed distance to the hair that lies in front, face units: its edge is the hairline."""
    below = np.cumsum((seen & (_Y > 0.22))[::-1], 0)[::-1] > 0
    crown = below & (_Y > 0.25) & (silhouette | (head.outside < volume.around + 0.2))
    front = ndimage.binary_fill_holes(seen | crown)
    on_face = np.clip(-head.outside / DRAWN_BACK, 0, 1)
    return blur(outline_distance(blur(front, 1.8) > 0.5) + DRAWN_BACK * on_face, 1.2)


def flow_of(hair: Hair, seen: Mask, layout: Layout, head: Head) -> Flow:
    """Tell which way a photo's hair runs, by its hairline: fringe, parting or combed back."""
    x = SILHOUETTE.columns()
    over = seen & (_Y > OVER_EYES)
    bare = np.where(over.any(0), SILHOUETTE.rows()[over.shape[0] - 1 - over[::-1].argmax(0)], 0.0)
    near = np.abs(x) < BROAD * head.half_width
    line = ndimage.gaussian_filter1d(bare, HAIRLINE_SOFT * SILHOUETTE.scale)[near]
    apex = float(np.clip(x[near][int(line.argmax())] / head.half_width, -PARTED_X, PARTED_X))
    middle = float(np.median(line))
    over_brows = middle - max(float(eye.brow[:, 1].max()) for eye in layout.eyes)
    low = middle < FRINGE_BELOW or over_brows < FRINGE_OVER_BROWS
    if low and line.max() - middle < ARCHED:
        return Flow()
    if hair.length in ("medium", "long") or not hairline.ears_free(seen, head):
        return Flow("fall", x=apex, parting=True)
    return Flow("back", y=COMBED_TO)


def _rooted(edge: Floats, head: Head) -> Floats:
    """1 at the hairline over the face to 0 where hair has its full thickness."""
    share = np.clip(1 + edge / ROOTS, 0, 1) * (head.outside < 0)
    share = share * np.clip((_Y - ROOTS_ABOVE) / 0.25, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _depths(squared: Floats, head: Head, volume: Volume, rooted: Floats) -> tuple[Floats, Floats]:
    """How far hair stands out to the front and to the back, face units."""
    swollen = np.sqrt(np.maximum(squared, 0))
    inward = np.clip(-head.outside / INWARD, 0, 1)
    inward = inward * inward * (3 - 2 * inward)
    rise = 0.25 + 1.3 * max(volume.around - 0.12, 0)
    full = volume.front + rise * np.clip(_Y - 0.35, 0, 1)
    limit = head.front + full * (1 - FLAT_AT_HAIRLINE * rooted)
    front = swollen * 0.98
    front = front * (1 - inward) + np.minimum(front, limit) * inward
    beside = hairline.hanging_depth(_Y)
    front = np.minimum(front, np.where(_Y < CHIN_Y, beside, beside + 2 * inward))
    covering = head.back + (0.05 + volume.around * 0.6) * inward
    back = np.maximum(swollen * 1.05, np.where(inward > 0, covering, 0))
    if volume.ears:
        # Clipped hair lies closer the lower it is.
        back = np.minimum(back, head.back + 0.03 + 0.6 * np.clip((_Y + 0.6) / 1.1, 0, 1))
    deepest = float(head.back.max()) / BACK_DEPTH * 1.08 + volume.around * 1.2
    # A soft limit: a plain minimum leaves a flat patch.
    back = (np.maximum(back, 1e-3) ** -8 + deepest**-8) ** -0.125
    return front.astype(np.float32), np.where(squared > 0, back, 0).astype(np.float32)


def _grid(sculpture: Sculpture, silhouette: Mask, front: Floats, back: Floats) -> Grid:
    rows, columns = np.nonzero(silhouette)
    x, y = SILHOUETTE.columns(), SILHOUETTE.rows()
    low = to_world(x[columns.min()] - 0.12, y[rows.max()] - 0.12, -float(back.max()) - 0.14)
    high = to_world(
        x[columns.max()] + 0.12, y[rows.min()] + 0.22, max(float(front.max()), 0.4) + 0.22
    )
    return sculpture.grid(low, high, STEP_MM)


def _swollen(distances: Floats, grid: Grid, head: Head, swell: Swell, upper: float) -> Floats:
    scale = np.array([head.half_width, upper, float(head.back.max())])
    solid = ellipsoid(
        grid.face_axes(),
        np.array(swell.center) * scale,
        np.array(swell.radii) * scale,
        (swell.pitch, swell.tilt),
    )
    return smooth_min(distances, solid, 0.16)
