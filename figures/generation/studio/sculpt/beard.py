"""Beards that stand out from the face: a shell over the head where hair grows, and what hangs."""

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio import landmarks as lm
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.complexion import beard_cover
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt.fields import ellipsoid, largest_piece, smooth_min
from figures.generation.studio.sculpt.head import Carved
from figures.generation.studio.sculpt.materials import hair as hair_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.sculpt.strands import beard_relief
from figures.generation.studio.space import UNIT_MM, Floats, face_texture

COVER_PIXELS = 256
# Where cover is weaker than this there is only paint.
SOLID_FROM, SOLID_FULL = 0.30, 0.85
# The shell reaches this far into the head, mm, so that it is one body with it when printed.
ROOT_MM = 1.1
# It thins out towards the ears, face units.
LAST_Z, FADE_Z = 0.04, 0.18
LIP_SHARE = 0.5
# What hangs begins this far below the lower lip, face units.
UNDER_LIP = 0.10
WISP = 0.010
SMOOTHING_CELLS = 0.6


def add_beard(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Carved) -> None:
    """Add the beard over the finished head; nothing for none or one that is only painted."""
    worn = recipe.facial_hair
    if worn.kind == "none" or BEARDS[worn.kind].thickness == 0:
        return
    beard = BEARDS[worn.kind]
    grid, skin = _lower_face(head, layout, beard.drop)
    x, y, z = grid.face_axes()
    cover = _cover(recipe, layout)
    window = face_texture(COVER_PIXELS)
    at = window.to_pixels(np.stack(np.meshgrid(x, y, indexing="ij"), -1)) - 0.5
    grown = sample(cover, at, outside=0.0)[:, :, None]
    share = (grown - SOLID_FROM) / (SOLID_FULL - SOLID_FROM)
    # Below nothing the shell sinks under the skin and ends.
    share = np.minimum(share, (z[None, None, :] - LAST_Z) / FADE_Z)
    # Less over the lip: the nose is near there.
    low = np.clip((layout.points[lm.LIP_TOP, 1] - y[None, :, None]) / 0.15, 0, 1)
    thick = beard.thickness * (LIP_SHARE + (1 - LIP_SHARE) * low) * UNIT_MM
    out = thick * np.sqrt(np.clip(share, 0, 1))
    out = out + (ROOT_MM + 0.3) * np.clip(share * 3, -1, 0)
    distances = skin - out
    chin = layout.points[lm.CHIN]
    if beard.drop:
        hanging = _hanging(grid, head, chin, beard.drop)
        # On a short chin it must not swallow the lower lip.
        over_lip = y[None, :, None] - (layout.points[lm.LIP_BOTTOM, 1] - UNDER_LIP)
        hanging = np.maximum(hanging, over_lip.astype(np.float32))
        distances = smooth_min(distances, hanging * UNIT_MM, 6.0)
    tone, height = beard_relief(grid, distances, worn_hair(recipe.hair).texture, recipe.seed)
    near = np.clip(1 + distances / np.float32(2.5), 0, 1)
    height = min(height, beard.thickness * 0.5) * UNIT_MM
    free = np.clip((skin - 1.0) / 2.0, 0, 1)
    distances = distances - np.float32(height) * tone * near * np.maximum(
        np.clip(share * 1.5, 0, 1), free
    )
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


def _cover(recipe: Recipe, layout: Layout) -> Floats:
    """Where it grows, drawn down over the edge of the jaw."""
    cover = beard_cover(recipe, layout, COVER_PIXELS)
    reach = round(0.10 * COVER_PIXELS / 2.3)
    kernel = np.ones((reach, 1), np.uint8)
    below = cv2.dilate(cover, kernel, anchor=(0, reach - 1))
    rows = face_texture(COVER_PIXELS).rows()[:, None]
    low = np.clip((layout.points[lm.LIP_BOTTOM, 1] - 0.16 - rows) / 0.06, 0, 1)
    # Wisps of a photo's own beard are too thin to stand alone.
    return blur((cover + (below - cover) * low).astype(np.float32), WISP * COVER_PIXELS)


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


def _hanging(grid: Grid, head: Carved, chin: np.ndarray, drop: float) -> Floats:
    """Mass below the chin, face units."""
    x, y, z = head.grid.face_axes()
    column = head.distances[np.argmin(np.abs(x)), np.argmin(np.abs(y - chin[1] - 0.10))]
    front = float(z[np.nonzero(column < 0)[0].max()])
    center = np.array([chin[0] * 0.6, chin[1] + 0.16 - drop * 0.45, front - 0.16])
    wide = 0.36 + 0.10 * drop
    radii = np.array([wide, 0.24 + drop * 0.62, 0.22 + 0.04 * drop])
    return ellipsoid(grid.face_axes(), center, radii, (6.0, 0.0))
