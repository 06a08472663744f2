"""Skin: the photo's own shading, blush, beard."""

from functools import cache

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio import warp
from figures.generation.studio.caching import Cache
from figures.generation.studio.curves import ellipse
from figures.generation.studio.imaging import blur
from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.canvas import Brush, Canvas
from figures.generation.studio.paint.palette import flushed
from figures.generation.studio.recipe import DENSITY_RANGE, SHADING_RANGE, Recipe
from figures.generation.studio.space import FACE_MAP, Floats, Window, face_texture

# Maps are warped at this size and then enlarged: they hold nothing finer.
WARP_PIXELS = 512
# Shade is warmer than light: exponent of the shading for red, green and blue.
TINT = (0.80, 1.08, 1.12)
SHADING_RELIEF = 0.06
# It begins below this height and is full so much further down, face units.
SHADE_BELOW, SHADE_FADE = -0.24, 0.12
BLUSH = (1.03, 0.78, 0.76)
BEARD_RELIEF = 0.026
# Bare gaps between lips and beard narrower than this are filled, face units.
LIP_RIM = 0.40
# Side of the square that lips are grown by, pixels of WARP_PIXELS.
LIP_ROOM = 5
# Whiskers begin at this share of the face's half width, are full after this much more, and reach
# this far above the tip of the nose, face units.
WHISKERS = (0.55, 0.30, 0.34)


# The solid and the paint of a beard need the same, and so does its next colour.
_densities: Cache[Floats] = Cache(4)


def photo_warp(recipe: Recipe, layout: Layout) -> warp.Warp:
    """How the recipe's maps of the face come to lie on the toy's."""
    source = FACE_MAP.to_pixels(recipe.landmarks.points()[:, :2])
    return warp.between(layout.enlarged, face_texture(WARP_PIXELS), source)


def paint_shading(canvas: Canvas, recipe: Recipe, way: warp.Warp, share: float) -> None:
    """Darken and lighten the skin by a share of the photo's shading."""
    shading = _placed(1 + even_shading(recipe), way, 1.0)
    shading = 1 + (shading - 1) * np.float32(share)
    small = np.stack([shading**k for k in TINT], -1).astype(np.float32)
    size = (canvas.pixels, canvas.pixels)
    canvas.image *= cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
    relief = blur(shading - 1, 2.0) * SHADING_RELIEF
    canvas.relief += cv2.resize(relief, canvas.relief.shape[::-1], interpolation=cv2.INTER_LINEAR)


def even_shading(recipe: Recipe) -> Floats:
    """(128, 128) what darkens (< 0) or lightens (> 0) both halves of the face, over `FACE_MAP`.

    Of a place and its mirror image the weaker counts: light from one side is not the person's.
    Near the eyes there is none: glasses throw shadows on both cheeks.
    """
    shade = recipe.shading.values(*SHADING_RANGE) - np.float32(1)
    other = shade[:, ::-1]
    weaker = np.minimum(np.abs(shade), np.abs(other))
    low = np.clip((SHADE_BELOW - FACE_MAP.rows()) / SHADE_FADE, 0, 1).astype(np.float32)
    weaker *= low[:, None]
    return np.asarray(np.where(shade * other > 0, np.sign(shade) * weaker, 0), np.float32)


def paint_blush(canvas: Canvas, recipe: Recipe, layout: Layout) -> None:
    """Rosy cheeks."""
    for cheek in (lm.BLUSH_RIGHT, lm.BLUSH_LEFT):
        spot = ellipse(layout.points[cheek] + [0, -0.03], 0.14, 0.11)
        canvas.paint(spot, flushed(recipe.skin, BLUSH), Brush(0.42, 0.085))


def beard_cover(recipe: Recipe, layout: Layout, pixels: int) -> Floats:
    """How much of the toy's skin facial hair hides, 0..1 over `space.face_texture(pixels)`."""
    key = (recipe.facial_hair.density, recipe.landmarks, layout.enlarged.tobytes())
    density = _densities.get(key, lambda: _placed_density(recipe, layout))
    density = np.clip((blur(density, 3.0) - 0.24) / 0.26, 0, 1)
    cover = np.clip(cv2.resize(density, (pixels, pixels), interpolation=cv2.INTER_CUBIC), 0, 1)
    # Nothing above the nose but whiskers: hair at the temples belongs to the head's hair.
    window, half = face_texture(pixels), abs(float(layout.points[lm.TEMPLE_LEFT, 0]))
    whiskers = np.clip((np.abs(window.columns()) / half - WHISKERS[0]) / WHISKERS[1], 0, 1)
    highest = layout.points[lm.NOSE_TIP, 1] + WHISKERS[2] * whiskers
    below = (highest[None, :] - window.rows()[:, None]) / 0.05
    return np.asarray(cover * np.clip(below, 0, 1), np.float32)


def _placed_density(recipe: Recipe, layout: Layout) -> Floats:
    density = recipe.facial_hair.density.values(*DENSITY_RANGE)
    placed = _placed(density, photo_warp(recipe, layout), 0.0)
    # Photos leave a bare rim around the mouth: hair grows up to the lips, and not on them.
    side = FACE_MAP.width
    reach = round(LIP_RIM * face_texture(side).scale)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    small = cv2.resize(placed, (side, side), interpolation=cv2.INTER_AREA)
    grown = cv2.resize(
        cv2.morphologyEx(small, cv2.MORPH_CLOSE, around),
        placed.shape[::-1],
        interpolation=cv2.INTER_LINEAR,
    )
    lips = np.zeros(placed.shape, np.uint8)
    outline = face_texture(WARP_PIXELS).to_pixels(layout.points[list(lm.LIPS_OUTER)])
    cv2.fillPoly(lips, [np.rint(outline).astype(np.int32)], 1)
    # Edges are softened later: a little room keeps thin lips free.
    free = cv2.dilate(lips, np.ones((LIP_ROOM, LIP_ROOM), np.uint8)) > 0
    return np.where(free, 0, np.maximum(placed, grown)).astype(np.float32)


def paint_beard(canvas: Canvas, recipe: Recipe, layout: Layout) -> None:
    """Beard or moustache, with the grain of hair."""
    if recipe.facial_hair.kind == "none":
        return
    cover = beard_cover(recipe, layout, canvas.pixels)
    # Nothing grows above the ears' middle: leave those rows alone.
    top = canvas.window.row_of(float(layout.points[lm.NOSE_TIP, 1]) + WHISKERS[2])
    grain = _grain(canvas.window)[top:]
    strength = (cover * np.float32(0.95))[top:, :, None]
    colour = np.array(recipe.facial_hair.colour, np.float32) * np.float32(0.85)
    skin = canvas.image[top:]
    skin += (np.clip(colour * (1 + 0.13 * grain[..., None]), 0, 255) - skin) * strength
    felt = beard_cover(recipe, layout, canvas.relief_window.width)
    canvas.relief += felt * (BEARD_RELIEF + 0.006 * _grain(canvas.relief_window))


@cache
def _strands() -> Floats:
    """Short vertical strands, the same for every beard; variance 1."""
    random = np.random.default_rng(3)
    strands = blur(random.standard_normal((2048, 682)).astype(np.float32), 2.2)
    return np.asarray(strands / strands.std(), np.float32)


def _grain(window: Window) -> Floats:
    size = (window.width, window.height)
    return np.asarray(cv2.resize(_strands(), size, interpolation=cv2.INTER_LINEAR), np.float32)


def _placed(values: Floats, way: warp.Warp, beyond: float) -> Floats:
    """Carry a recipe's map to the toy's face; `beyond` fills what lies off the face."""
    return np.where(way.inside, way.apply(values), np.float32(beyond)).astype(np.float32)
