"""Hair: the outline seen in the photo, closed around the head and swollen to a solid."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio import landmarks as lm
from figures.generation.studio.curves import ellipse
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout, below_lift, from_toy, layout_of
from figures.generation.studio.recipe import OUTLINE_RANGE, Recipe
from figures.generation.studio.sculpt import strands
from figures.generation.studio.sculpt.fields import (
    as_distance,
    inflate,
    outline_distance,
    sample_silhouette,
    smooth_max,
    smooth_min,
)
from figures.generation.studio.sculpt.head import BACK_DEPTH, THIN_HAIR_AREA, Head
from figures.generation.studio.sculpt.materials import hair as hair_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.space import (
    HAIR,
    SILHOUETTE,
    Doubles,
    Floats,
    Mask,
    to_world,
)
from figures.generation.studio.styles import STYLES

STEP_MM = 0.40
SMALLEST_PIXELS = 80
# Where hair hangs free of the head: below this it keeps to a curtain beside the neck.
CURTAIN_Y, CURTAIN_DEPTH = -1.0, 0.36
# Half the width that stays free below the face.
THROAT = 0.10
NAPE_SHORT, NAPE_LONG = -0.62, -0.75
BEHIND_Z, CURTAIN_Z = -0.16, 0.10
_X, _Y = np.meshgrid(SILHOUETTE.columns(), SILHOUETTE.rows())


@dataclass(frozen=True)
class Volume:
    """How thick hair lies, face units.

    Attributes:
        long: whether it hangs past the chin.
        around: beyond the head's outline.
        front: over the forehead and temples.
        least: anywhere; strands are shallower than this or they would tear holes.

    """

    long: bool
    around: float
    front: float
    least: float


def volume_of(recipe: Recipe) -> Volume:
    """Volume of a recipe's hair."""
    hair = recipe.hair
    full = float(np.clip((hair.area - 0.35) / 0.9, 0, 1))
    around = float(np.clip(hair.top * 0.95 - 1.00, 0.05, 0.40))
    if hair.area < THIN_HAIR_AREA:
        around = 0.045
    front = 0.07 + 0.10 * full if hair.curly else 0.045 + 0.065 * full
    return Volume(hair.length == "long", around, front, 0.045 + 0.045 * full)


def add_hair(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head) -> None:
    """Add the hair; nothing for a bald head."""
    if recipe.hair.length == "bald":
        return
    seen = _seen(recipe, layout)
    if np.count_nonzero(seen) < SMALLEST_PIXELS:
        return
    volume = volume_of(recipe)
    seen = _close_gaps(seen, head)
    silhouette = _silhouette(seen, head, volume)
    squared, _ = inflate(silhouette, 2.2)
    front, back = _depths(squared, head, volume)
    grid = _grid(sculpture, silhouette, front, back)
    distances = _solid(
        grid, head, volume, (squared, front, back), _front_outline(seen, silhouette, head, volume)
    )
    distances, tone = strands.displace(distances, grid, recipe, volume.least)
    distances = _without_crumbs(distances)
    sculpture.add_field(
        "hair", hair_material(recipe.hair.colour), distances, grid, on_head=True, tone=tone
    )


def _without_crumbs(distances: Floats) -> Floats:
    """Keep the largest piece: curls near the edge may come loose."""
    labels, count = ndimage.label(distances < 0)
    if count <= 1:
        return distances
    largest = int(np.argmax(np.bincount(labels.ravel())[1:])) + 1
    return np.where((labels > 0) & (labels != largest), np.abs(distances), distances)


def to_hair_map(points: Doubles, recipe: Recipe) -> Floats:
    """Toy points (..., 2) to pixel centres of the recipe's hair maps."""
    person = from_toy(below_lift(points, layout_of(recipe)), STYLES[recipe.style])
    return np.asarray(HAIR.to_pixels(person) - 0.5, np.float32)


def _seen(recipe: Recipe, layout: Layout) -> Mask:
    """Hair of the photo on the toy, kept clear of the eyes and the middle of the face."""
    at = to_hair_map(np.stack([_X, _Y], -1), recipe)
    outline = recipe.hair.outline.values(*OUTLINE_RANGE)
    distance = sample(outline, at, cubic=True, outside=OUTLINE_RANGE[0])
    cover = np.clip(0.5 - distance * SILHOUETTE.scale, 0, 1).astype(np.float32)
    keep_clear = np.zeros(cover.shape, np.uint8)
    for eye in layout.eyes:
        window = ellipse(eye.center + np.array([0, 0.05]), eye.width * 0.62, eye.height * 1.05)
        cv2.fillPoly(keep_clear, [SILHOUETTE.to_pixels(window).astype(np.int32)], 1)
    clear = blur(keep_clear, 1.5)
    cover = blur(cover, 1.6) * (1 - clear)
    face = np.zeros(cover.shape, np.uint8)
    oval = layout.points[list(lm.OVAL)] * [0.86, 1]
    cv2.fillPoly(face, [SILHOUETTE.to_pixels(oval).astype(np.int32)], 1)
    return np.asarray((cover > 0.5) & ~((face > 0) & (_Y < 0.12)))


def _close_gaps(seen: Mask, head: Head) -> Mask:
    """Join locks that hang beside the face to the head, row by row."""
    closed = seen.copy()
    middle = SILHOUETTE.width // 2
    for row in range(SILHOUETTE.row_of(0.25), SILHOUETTE.row_of(-1.9)):
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
    return closed


def _silhouette(seen: Mask, head: Head, volume: Volume) -> Mask:
    """Outline of all hair: what was seen and what must be behind the head."""
    nape = NAPE_LONG if volume.long else NAPE_SHORT
    outline = ((head.outside < volume.around) & (nape < _Y)) | seen
    if volume.long:
        middle = SILHOUETTE.width * 0.5
        for row in range(SILHOUETTE.row_of(-0.5), SILHOUETTE.height):
            columns = np.nonzero(seen[row])[0]
            if len(columns) > 6 and columns.min() < middle < columns.max():
                outline[row, columns.min() : columns.max() + 1] = True
    return np.asarray(ndimage.binary_opening(outline, iterations=2) | seen)


def _front_outline(seen: Mask, silhouette: Mask, head: Head, volume: Volume) -> Floats:
    """Signed distance to the hair that lies in front, face units: its edge is the hairline."""
    below = np.cumsum((seen & (_Y > 0.22))[::-1], 0)[::-1] > 0
    crown = below & (_Y > 0.25) & (silhouette | (head.outside < volume.around + 0.1))
    front = ndimage.binary_fill_holes(seen | crown)
    return blur(outline_distance(blur(front, 1.8) > 0.5), 1.2)


def _depths(squared: Floats, head: Head, volume: Volume) -> tuple[Floats, Floats]:
    """How far hair stands out to the front and to the back, face units."""
    swollen = np.sqrt(np.maximum(squared, 0))
    inward = np.clip(-head.outside / 0.22, 0, 1)
    inward = inward * inward * (3 - 2 * inward)
    limit = head.front + volume.front + 0.25 * np.clip(_Y - 0.35, 0, 1)
    front = swollen * 0.98
    front = front * (1 - inward) + np.minimum(front, limit) * inward
    front = np.where(_Y < CURTAIN_Y, np.minimum(front, CURTAIN_DEPTH), front)
    covering = head.back + (0.05 + volume.around * 0.6) * inward
    back = np.maximum(swollen * 1.05, np.where(inward > 0, covering, 0))
    deepest = float(head.back.max()) / BACK_DEPTH * 1.08 + volume.around * 1.2
    return front.astype(np.float32), np.minimum(back, deepest).astype(np.float32)


def _grid(sculpture: Sculpture, silhouette: Mask, front: Floats, back: Floats) -> Grid:
    rows, columns = np.nonzero(silhouette)
    x, y = SILHOUETTE.columns(), SILHOUETTE.rows()
    low = to_world(x[columns.min()] - 0.12, y[rows.max()] - 0.12, -float(back.max()) - 0.12)
    high = to_world(
        x[columns.max()] + 0.12, y[rows.min()] + 0.14, max(float(front.max()), 0.4) + 0.14
    )
    return sculpture.grid(low, high, STEP_MM)


def _solid(
    grid: Grid,
    head: Head,
    volume: Volume,
    depths: tuple[Floats, Floats, Floats],
    front_outline: Floats,
) -> Floats:
    """Distances of the hair without strands, face units."""
    x, y, z = grid.face_axes()
    squared, front, back = depths
    inside = squared > 0
    halves = [
        sample_silhouette(blur(np.where(inside, d**2, squared), 1.0), x, y)[:, :, None]
        for d in (front, back)
    ]
    depth2 = np.where(z[None, None, :] > 0, halves[0], halves[1])
    hair = as_distance(((z**2)[None, None, :] - depth2).astype(np.float32), float(x[1] - x[0]))
    nape = NAPE_LONG if volume.long else NAPE_SHORT
    cover = np.where(y < nape, -1.0, volume.least).astype(np.float32)[None, :, None]
    hair = smooth_min(hair, head.implicit(x, y, z) - cover, 0.05)
    behind = np.where(y < NAPE_LONG, CURTAIN_Z, BEHIND_Z + 0.10 * np.clip(y, 0, 1))
    forward = (z[None, None, :] - behind[None, :, None]).astype(np.float32)
    edge = sample_silhouette(front_outline, x, y)[:, :, None]
    forward = np.broadcast_to(forward, hair.shape)
    cut = smooth_min(np.broadcast_to(edge, hair.shape), forward, 0.05)
    return smooth_max(hair, cut, 0.07)
