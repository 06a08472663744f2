"""Nostrils, lips and teeth."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.curves import about, ellipse, smooth_curve, tapered
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.canvas import Brush, Canvas
from figures.generation.studio.paint.complexion import even_shading
from figures.generation.studio.paint.palette import flushed, shadow
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import FACE_MAP, Doubles, Floats

# The mouth counts as open from this height over width of the inner lips.
OPEN_FROM = 0.075
TEETH: RGB = (246, 242, 234)
GAP: RGB = (205, 194, 186)
INSIDE: RGB = (66, 22, 24)
TONGUE: RGB = (196, 96, 92)
# Upper teeth are at most this tall over the width of the opening; below is the tongue.
TALLEST_TEETH = 0.30
GUM_SHADE: RGB = (120, 60, 56)
LIP_WARMTH = (0.94, 0.66, 0.64)
# How much of the lips' colour is the photo's; the rest is the skin's own red.
OWN_LIPS = 0.72
# How far down the opening the upper teeth reach, and where there is a gap between two: -1..1.
TEETH_SHARE = 0.92
TOOTH_GAPS = (-0.72, -0.46, -0.22, 0.0, 0.22, 0.46, 0.72)
# Folds from the wings of the nose past the corners of the mouth.
FOLDS = ((129, 203, 206, 216), (358, 423, 426, 436))
# They are always hinted at; from this shade on they are drawn deeper, up to the last.
FAINT_FOLD, FOLD_FROM, FOLD_GAIN, DEEPEST_FOLD = 0.05, 0.03, 4.0, 0.38


def openness(points: Doubles) -> float:
    """Height over width of the inner lips."""
    width = np.linalg.norm(points[lm.MOUTH_INNER_RIGHT] - points[lm.MOUTH_INNER_LEFT])
    height = np.linalg.norm(points[lm.LIP_TOP_INNER] - points[lm.LIP_BOTTOM_INNER])
    return float(height) / max(float(width), 1e-6)


def paint_nose(canvas: Canvas, recipe: Recipe, layout: Layout) -> None:
    """Nostrils, the folds around the wings, shade under the nose and light on its tip."""
    points, skin = layout.points, recipe.skin
    base, tip = points[lm.NOSE_BASE], points[lm.NOSE_TIP]
    wide = abs(float(points[lm.NOSE_WING_LEFT, 0] - points[lm.NOSE_WING_RIGHT, 0]))
    canvas.paint(
        ellipse(base + [0, -0.012], wide * 0.30, 0.022), shadow(skin, 0.78), Brush(0.22, 0.020)
    )
    for nostril, fold in ((lm.NOSTRIL_RIGHT, (49, 102, 64)), (lm.NOSTRIL_LEFT, (279, 331, 294))):
        crease = tapered(_extended(points[list(fold)]), 0.003, 0.014, 0.004)
        canvas.paint(crease, shadow(skin, 0.74), Brush(0.20, 0.009))
        spot = ellipse(points[nostril] * [0.72, 1] + [0, 0.002], wide * 0.075, 0.011)
        canvas.paint(spot, shadow(skin, 0.52), Brush(0.55, 0.008))
    light = ellipse(tip + [0, 0.02], wide * 0.10, 0.032)
    canvas.paint(light, scaled(skin, 1.08, 10), Brush(0.35, 0.022))


def _extended(path: Doubles) -> Doubles:
    """Three points as four, for a spline."""
    return np.vstack([path[:1], path[:2].mean(0, keepdims=True), path[1:]])


def paint_mouth(canvas: Canvas, recipe: Recipe, layout: Layout) -> None:
    """Lips, and teeth or the line between closed lips."""
    points = layout.points
    center = points[list(lm.LIPS_INNER)].mean(0)
    outer = about(points[list(lm.LIPS_OUTER)], center, [0.97, 0.97])
    under = points[lm.LIP_BOTTOM] - [0, 0.032]
    wide = 0.20 * abs(float(points[lm.MOUTH_LEFT, 0] - points[lm.MOUTH_RIGHT, 0]))
    canvas.paint(ellipse(under, wide, 0.018), shadow(recipe.skin, 0.70), Brush(0.36, 0.014))
    lip = OWN_LIPS * np.array(recipe.lips, np.float32)
    lip = lip + np.float32(1 - OWN_LIPS) * flushed(recipe.skin, LIP_WARMTH)
    canvas.paint(smooth_curve(outer, 160, slack=1e-4), lip, Brush(0.92, 0.0040, relief=0.020))
    upper = np.vstack([points[list(lm.LIPS_OUTER[2:9])], points[list(lm.LIPS_INNER[8:1:-1])]])
    canvas.paint(upper, scaled(lip, 0.88), Brush(0.45, 0.006))
    shine = [center[0], points[lm.LIP_BOTTOM, 1] * 0.55 + points[lm.LIP_BOTTOM_INNER, 1] * 0.45]
    canvas.paint(ellipse(shine, wide * 0.6, 0.014), scaled(lip, 1.18, 14), Brush(0.45, 0.011))
    if openness(points) > OPEN_FROM:
        _teeth(canvas, points, center)
    else:
        _closed(canvas, recipe, points)
    _corners(canvas, recipe, points)
    _smile_lines(canvas, recipe, points)


def teeth_row(points: Doubles) -> Doubles:
    """Outline (80, 2) of the upper teeth, which follow both lips and end short of the corners.

    Args:
        points: (478, 2) landmarks of the toy.

    """
    upper = points[list(lm.LIPS_INNER[:11])]
    lower = points[[lm.LIPS_INNER[0], *lm.LIPS_INNER[:9:-1]]]
    x = np.linspace(upper[0, 0], upper[-1, 0], 44)[2:-2]
    top = np.interp(x, upper[:, 0], upper[:, 1])
    gap = np.maximum(top - np.interp(x, lower[:, 0], lower[:, 1]), 0)
    wide, tall = float(upper[-1, 0] - upper[0, 0]), float(gap.max())
    share = min(TEETH_SHARE, TALLEST_TEETH * wide / max(tall, 1e-6))
    across = np.linspace(-1, 1, len(x))
    # The row's ends turn back into the mouth.
    edge = top - gap * share * (1 - across**6)
    return np.vstack([np.stack([x, top + 0.01], 1), np.stack([x, edge], 1)[::-1]])


def _teeth(canvas: Canvas, points: Doubles, center: Doubles) -> None:
    opening = smooth_curve(points[list(lm.LIPS_INNER)], 160, slack=5e-5)
    canvas.paint(opening, INSIDE, Brush(1, 0.0017, gloss=0.25, relief=-0.014))
    clip = canvas.mask(opening, 0.0011)
    low, high = points[lm.LIP_BOTTOM_INNER, 1], points[lm.LIP_TOP_INNER, 1]
    wide = float(np.ptp(opening[:, 0]))
    row = teeth_row(points)
    edge = float(row[:, 1].min())
    if edge - low > 0.02:
        tongue = ellipse((center[0], low), wide * 0.30, (edge - low) * 0.75)
        canvas.paint(tongue, TONGUE, Brush(1, 0.008, gloss=0.5), clip)
    canvas.paint(row, TEETH, Brush(1, 0.0020, gloss=0.8, relief=0.010), clip)
    _gaps(canvas, row, clip)
    upper = opening[opening[:, 1] > center[1]]
    upper = upper[np.argsort(upper[:, 0])]
    canvas.paint(upper, GUM_SHADE, Brush(0.38, 0.0060, "line", 0.010), clip)
    corners = (row[0, 0], row[len(row) // 2 - 1, 0])
    for x in corners:
        canvas.paint(
            ellipse((x, center[1]), wide * 0.06, high - low), INSIDE, Brush(0.30, 0.018), clip
        )


def _gaps(canvas: Canvas, row: Doubles, clip: Floats) -> None:
    """Fine lines between the teeth, fainter towards the corners."""
    half = len(row) // 2
    top, edge = row[:half], row[half:][::-1]
    for place in TOOTH_GAPS:
        column = round((0.5 + place / 2) * (half - 1))
        line = np.array(
            [top[column], edge[column] + [0, 0.10 * np.ptp([top[column, 1], edge[column, 1]])]]
        )
        faint = 0.34 * (1 - abs(place))
        canvas.paint(line, GAP, Brush(faint, 0.0016, "line", 0.0030), clip)


def _closed(canvas: Canvas, recipe: Recipe, points: Doubles) -> None:
    middle = (points[[81, 13, 311]] + points[[178, 14, 402]]) / 2
    line = np.vstack([points[[lm.MOUTH_RIGHT]], middle, points[[lm.MOUTH_LEFT]]])
    stroke = tapered(line, 0.007, 0.013, 0.007)
    canvas.paint(stroke, shadow(recipe.skin, 0.40), Brush(0.9, 0.0017, relief=-0.02))


def _corners(canvas: Canvas, recipe: Recipe, points: Doubles) -> None:
    """Dimples that end the mouth in a smile."""
    for corner, side in ((lm.MOUTH_RIGHT, -1), (lm.MOUTH_LEFT, 1)):
        at = points[corner]
        ways = np.array([[-0.010, -0.022], [0.006, -0.008], [0.011, 0.008], [0.008, 0.024]])
        dimple = tapered(at + ways * [side, 1], 0.003, 0.010, 0.003)
        canvas.paint(dimple, shadow(recipe.skin, 0.62), Brush(0.32, 0.005))


def _smile_lines(canvas: Canvas, recipe: Recipe, points: Doubles) -> None:
    """Folds from the nose past the mouth, as deep as the photo shows them."""
    strength = FAINT_FOLD + smile_lines(recipe)
    for fold in FOLDS:
        stroke = tapered(points[list(fold)], 0.003, 0.010, 0.003)
        canvas.paint(stroke, shadow(recipe.skin, 0.70), Brush(strength, 0.0065))


def smile_lines(recipe: Recipe) -> float:
    """How deep the folds beside the mouth are in the photo, 0 to DEEPEST_FOLD."""
    if BODIES[recipe.body].young:
        return 0.0
    at = FACE_MAP.to_pixels(recipe.landmarks.points()[np.array(FOLDS).ravel(), :2])
    shade = blur(even_shading(recipe), 1.0)
    seen = -float(np.median(sample(shade, np.asarray(at[None] - 0.5, np.float32))))
    return float(np.clip((seen - FOLD_FROM) * FOLD_GAIN, 0, DEEPEST_FOLD))
