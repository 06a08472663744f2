"""Beards that stand out from the face: a shell over the head where hair grows, and what hangs."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio import landmarks as lm
from figures.generation.studio.beards import BEARDS, Beard
from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.complexion import beard_cover
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt.fields import largest_piece, smooth_max, smooth_min
from figures.generation.studio.sculpt.head import Carved
from figures.generation.studio.sculpt.materials import hair as hair_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.sculpt.strands import Whiskers, beard_relief
from figures.generation.studio.space import UNIT_MM, Doubles, Floats, Mask, face_texture

COVER_PIXELS = 256
WINDOW = face_texture(COVER_PIXELS)
_X, _Y = np.meshgrid(WINDOW.columns(), WINDOW.rows())
# The shell reaches this far into the head, mm, so that it is one body with it when printed; it
# sinks there over so many face units beyond its edge.
ROOT_MM, SINKS_OVER = 1.1, 0.04
# It thins out towards the ears, face units.
LAST_Z, FADE_Z = 0.04, 0.18
# Its outline is smoothed over the first and rounded over the second, face units.
OUTLINE, ROUNDED = 0.028, 0.085
# Lips lie on the beard, not in a hole of it: beside them it is as thin as the first share, and
# full so far away, over the upper lip in a share of that. The moustache reaches a little over
# the lip's edge.
AT_LIPS, LIP_RAMP, UPPER_RAMP, OVER_LIP = 0.16, 0.15, 0.85, 0.012
# Share of the thickness over the lip, for the nose is near, and of the moustache's two wings.
LIP_SHARE, WING_SHARE, WING_RADIUS = 0.45, 0.55, 0.075
# What hangs begins this far below the lower lip; drops up to the next follow the jaw, longer ones
# are so deep, face units.
UNDER_LIP, ALONG_JAW, HANGING_DEPTH = 0.10, 0.2, 0.34
SMOOTHING_CELLS = 0.6


@dataclass(frozen=True)
class Growth:
    """What grows where, rasters over WINDOW.

    Attributes:
        height: how far it stands out, face units; below 0 beyond its edge.
        wings: 0..1, the moustache.
        chin_width: how far from the middle it reaches above the chin, face units.

    """

    height: Floats
    wings: Floats
    chin_width: float


def add_beard(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Carved) -> None:
    """Add the beard over the finished head; nothing for none or one that is only painted."""
    worn = recipe.facial_hair
    if worn.kind == "none" or BEARDS[worn.kind].thickness == 0:
        return
    beard = BEARDS[worn.kind]
    grid, skin = _lower_face(head, layout, beard.drop)
    growth = growth_of(recipe, layout, beard)
    z = grid.face_axes()[2]
    back = np.clip((z - LAST_Z) / FADE_Z, 0, 1).astype(np.float32)[None, None, :]
    height, wings = _over(growth.height, grid), _over(growth.wings, grid)
    out = np.maximum(height, 0) * np.sqrt(back) * np.float32(UNIT_MM)
    out = out - np.float32(ROOT_MM + 0.3) * np.clip(-height / SINKS_OVER, 0, 1)
    distances = skin - out
    if beard.drop:
        distances = smooth_min(distances, _drop(grid, skin, head, layout, growth, beard), 3.0)
    whiskers = Whiskers(worn_hair(recipe.hair).texture, recipe.seed, wings)
    tone, relief = beard_relief(
        grid, distances, whiskers, float(layout.points[lm.NOSE_BASE, 1]) + 0.10
    )
    near = np.clip(1 + distances / np.float32(2.5), 0, 1)
    relief = min(relief, beard.thickness * 0.5) * UNIT_MM
    # None where the shell is thin: grooves would cut it to shreds.
    thick = np.clip((skin - distances - 0.35) / 1.0, 0, 1) * back
    distances = distances - np.float32(relief) * tone * near * thick
    distances = np.maximum(distances, -(skin + np.float32(ROOT_MM)))
    distances = np.maximum(distances, (LAST_Z - z[None, None, :]) * UNIT_MM)
    distances = ndimage.gaussian_filter(distances, SMOOTHING_CELLS * 0.4 / grid.step)
    sculpture.add_field(
        "beard",
        hair_material(worn.colour),
        largest_piece(distances.astype(np.float32)),
        grid,
        on_head=True,
        tone=tone,
    )


def growth_of(recipe: Recipe, layout: Layout, beard: Beard) -> Growth:
    """Where it grows and how far it stands out."""
    lips = _filled(layout.points[list(lm.LIPS_OUTER)])
    grown = _outline(recipe, layout, lips)
    inside = _depth_in(grown)
    rounded = np.sqrt(np.clip(1 - (1 - np.clip(inside / ROUNDED, 0, 1)) ** 2, 0, 1))
    wings = _wings(layout)
    low = np.clip((layout.points[lm.LIP_TOP, 1] - _Y) / 0.15, 0, 1)
    share = LIP_SHARE + (1 - LIP_SHARE) * low + WING_SHARE * wings * (1 - 0.5 * low)
    upper = float(layout.points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 1].mean()) < _Y
    away = -_depth_in(lips) + OVER_LIP * upper
    ramp = np.clip(away / (LIP_RAMP * np.where(upper, UPPER_RAMP, 1.0)), 0, 1)
    ramp = AT_LIPS + (1 - AT_LIPS) * ramp * (2 - ramp)
    height = beard.thickness * share * rounded * ramp
    height = np.where(away < 0, away, np.where(inside < 0, inside, height))
    at_chin = grown[WINDOW.row_of(float(layout.points[lm.CHIN, 1]) + 0.12)]
    reach = float(np.abs(WINDOW.columns()[at_chin]).max(initial=0.05))
    return Growth(blur(height.astype(np.float32), 2.2), wings, reach)


def _outline(recipe: Recipe, layout: Layout, lips: Mask) -> Mask:
    """Where it grows: one clean outline with the lips inside, drawn down over the jaw's edge."""
    cover = beard_cover(recipe, layout, COVER_PIXELS)
    reach = round(0.10 * WINDOW.scale)
    below = cv2.dilate(cover, np.ones((reach, 1), np.uint8), anchor=(0, reach - 1))
    low = np.clip((layout.points[lm.LIP_BOTTOM, 1] - 0.16 - _Y) / 0.06, 0, 1)
    cover = (cover + (below - cover) * low).astype(np.float32)
    # Lips between moustache and chin are part of the outline; over a bare chin they are not.
    around = cv2.dilate(lips.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    corners = float(layout.points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 1].mean())
    for half in (corners < _Y, corners >= _Y):
        rim = around & ~lips & half
        if rim.any() and float(cover[rim].mean()) > 0.3:
            cover = np.where(around & half, 1, cover).astype(np.float32)
    return np.asarray(blur(cover, OUTLINE * WINDOW.scale) > 0.5)


def _wings(layout: Layout) -> Floats:
    """0..1, two wings from under the nose past the corners of the mouth."""
    points = layout.points
    corners = points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT]]
    (x, y), half = corners.mean(0), float(np.ptp(corners[:, 0]) / 2)
    base, lip = float(points[lm.NOSE_BASE, 1]), float(points[lm.LIP_TOP, 1])
    middle = lip + 0.45 * (base - lip)
    path = ((0.05, middle), (0.45 * half, middle), (1.02 * half, y + 0.06), (1.25 * half, y - 0.06))
    drawn = np.zeros(_X.shape, np.uint8)
    for sign in (-1, 1):
        curve = smooth_curve(np.array(path) * [sign, 1] + [x, 0], 40, closed=False)
        at = np.rint(WINDOW.to_pixels(curve)).astype(np.int32)
        cv2.polylines(drawn, [at], False, 1)
    away = ndimage.distance_transform_edt(drawn == 0) / WINDOW.scale
    return np.exp(-((away / WING_RADIUS) ** 2)).astype(np.float32)


def _filled(outline: Doubles) -> Mask:
    mask = np.zeros(_X.shape, np.uint8)
    curve = WINDOW.to_pixels(smooth_curve(outline, 120))
    cv2.fillPoly(mask, [np.rint(curve).astype(np.int32)], 1)
    return np.asarray(mask > 0)


def _depth_in(mask: Mask) -> Floats:
    """Distance to a mask's edge, face units, positive inside."""
    inside = ndimage.distance_transform_edt(mask)
    outside = ndimage.distance_transform_edt(~mask)
    return blur(((inside - outside) / WINDOW.scale).astype(np.float32), 1.0)


def _over(values: Floats, grid: Grid) -> Floats:
    """Raster over WINDOW on the cells of a grid, the same at each depth: (nx, ny, 1)."""
    x, y, _ = grid.face_axes()
    at = WINDOW.to_pixels(np.stack(np.meshgrid(x, y, indexing="ij"), -1)) - 0.5
    return sample(values, at, outside=float(values.min()))[:, :, None]


def _lower_face(head: Carved, layout: Layout, drop: float) -> tuple[Grid, Floats]:
    """Distances to the head around the beard, mm, on the head's own cells."""
    grid, step = head.grid, head.grid.step
    _, y, z = grid.face_axes()
    top = int(np.searchsorted(y, layout.points[lm.NOSE_TIP, 1] + 0.42))
    back = max(int(np.searchsorted(z, LAST_Z)) - 2, 0)
    skin = head.distances[:, :top, back:]
    lowest = layout.points[lm.CHIN, 1] - drop - 0.25
    more = max(0, int(np.ceil((y[0] - lowest) * UNIT_MM / step)))
    further = (np.arange(more, 0, -1, dtype=np.float32) * step)[None, :, None]
    skin = np.concatenate([skin[:, :1] + further, skin], axis=1)
    origin = grid.origin + np.array([0.0, -more * step, back * step])
    nx, ny, nz = skin.shape
    return Grid(origin, step, (nx, ny, nz)), skin


def _drop(
    grid: Grid, skin: Floats, head: Carved, layout: Layout, growth: Growth, beard: Beard
) -> Floats:
    """Distance to what reaches below the chin, mm."""
    hanging = _lowered(grid, skin, growth.chin_width, beard)
    if beard.drop > ALONG_JAW:
        # What hangs on the chest is a mass in front, not all of the jaw drawn down.
        behind = _chin_front(head, layout.points[lm.CHIN]) - HANGING_DEPTH
        z = grid.face_axes()[2][None, None, :]
        hanging = smooth_max(hanging, (behind - z) * UNIT_MM, 4.0)
    # On a short chin it must not swallow the lower lip.
    y = grid.face_axes()[1][None, :, None]
    over_lip = (y - (layout.points[lm.LIP_BOTTOM, 1] - UNDER_LIP)) * UNIT_MM
    return np.asarray(np.maximum(hanging, over_lip), np.float32)


def _lowered(grid: Grid, skin: Floats, wide: float, beard: Beard) -> Floats:
    """Jaw itself, drawn down: most at the chin, not at all where the beard ends beside it."""
    x, _, z = grid.face_axes()
    share = np.clip(1 - (x / max(wide, 0.1)) ** 2, -1, 1).tolist()
    rows = np.arange(skin.shape[1], dtype=np.float64)
    out = np.empty_like(skin)
    for column, part in enumerate(share):
        up = np.clip(rows + max(part, 0) * beard.drop * UNIT_MM / grid.step, 0, len(rows) - 1)
        low = np.minimum(up.astype(int), len(rows) - 2)
        rest = (up - low).astype(np.float32)[:, None]
        lowered = skin[column, low] * (1 - rest) + skin[column, low + 1] * rest
        out[column] = lowered - np.float32(part * beard.thickness * 0.7 * UNIT_MM)
    fade = np.clip((z - LAST_Z) / FADE_Z, 0, 1)
    return np.asarray(out + 2.0 * (1 - fade)[None, None, :], np.float32)


def _chin_front(head: Carved, chin: Doubles) -> float:
    """Z of the face a little above the chin, face units."""
    x, y, z = head.grid.face_axes()
    column = head.distances[np.argmin(np.abs(x)), np.argmin(np.abs(y - chin[1] - 0.10))]
    return float(z[np.nonzero(column < 0)[0].max()])
