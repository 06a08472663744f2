"""Nostrils, lips and teeth."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.curves import about, ellipse, smooth_curve, tapered
from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.canvas import Brush, Canvas
from figures.generation.studio.paint.palette import flushed, shadow
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Doubles, Floats

# The mouth counts as open from this height over width of the inner lips.
OPEN_FROM = 0.075
TEETH: RGB = (246, 242, 234)
GAP: RGB = (205, 194, 186)
INSIDE: RGB = (66, 22, 24)
TONGUE: RGB = (196, 96, 92)
# Upper teeth are at most this tall over the width of the opening; below is the tongue.
TALLEST_TEETH = 0.30
GUM_SHADE: RGB = (120, 60, 56)
LIP_WARMTH = (0.92, 0.60, 0.58)


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
        ellipse(base + [0, -0.012], wide * 0.34, 0.026), shadow(skin, 0.62), Brush(0.45, 0.014)
    )
    for nostril, fold in ((lm.NOSTRIL_RIGHT, (49, 102, 64)), (lm.NOSTRIL_LEFT, (279, 331, 294))):
        crease = tapered(_extended(points[list(fold)]), 0.004, 0.020, 0.006)
        canvas.paint(crease, shadow(skin, 0.66), Brush(0.42, 0.008))
        spot = ellipse(points[nostril] * [0.80, 1] + [0, 0.005], wide * 0.11, 0.020)
        canvas.paint(spot, shadow(skin, 0.42), Brush(0.70, 0.008))
    light = ellipse(tip + [0, 0.02], wide * 0.10, 0.032)
    canvas.paint(light, scaled(skin, 1.10, 14), Brush(0.40, 0.022))


def _extended(path: Doubles) -> Doubles:
    """Three points as four, for a spline."""
    return np.vstack([path[:1], path[:2].mean(0, keepdims=True), path[1:]])


def paint_mouth(canvas: Canvas, recipe: Recipe, layout: Layout) -> None:
    """Lips, and teeth or the line between closed lips."""
    points = layout.points
    center = points[list(lm.LIPS_INNER)].mean(0)
    outer = about(points[list(lm.LIPS_OUTER)], center, [0.96, 0.97])
    under = points[lm.LIP_BOTTOM] - [0, 0.035]
    wide = 0.22 * abs(float(points[lm.MOUTH_LEFT, 0] - points[lm.MOUTH_RIGHT, 0]))
    canvas.paint(ellipse(under, wide, 0.022), shadow(recipe.skin, 0.66), Brush(0.40, 0.016))
    lip = 0.55 * np.array(recipe.lips, np.float32) + 0.45 * flushed(recipe.skin, LIP_WARMTH)
    canvas.paint(smooth_curve(outer, 120, slack=2e-4), lip, Brush(0.88, 0.0056, relief=0.022))
    shine = [center[0], points[lm.LIP_BOTTOM, 1] * 0.55 + points[lm.LIP_BOTTOM_INNER, 1] * 0.45]
    canvas.paint(ellipse(shine, 0.11, 0.020), scaled(lip, 1.28, 18), Brush(0.55, 0.011))
    if openness(points) > OPEN_FROM:
        _teeth(canvas, points, center)
    else:
        _closed(canvas, recipe, points)
    _corners(canvas, recipe, points)


def _teeth(canvas: Canvas, points: Doubles, center: Doubles) -> None:
    inner = smooth_curve(points[list(lm.LIPS_INNER)], 120, slack=1e-4)
    opening = about(inner, center, [1.0, 0.92])
    canvas.paint(opening, INSIDE, Brush(1, 0.0017, gloss=0.25, relief=-0.014))
    clip = canvas.mask(opening, 0.0011)
    low, high = points[lm.LIP_BOTTOM_INNER, 1], points[lm.LIP_TOP_INNER, 1]
    tall, wide = high - low, float(np.ptp(opening[:, 0]))
    edge = max(low + tall * 0.10, high - wide * TALLEST_TEETH)
    if edge > low + tall * 0.25:
        tongue = ellipse((center[0], low), wide * 0.36, (edge - low) * 0.62)
        canvas.paint(tongue, TONGUE, Brush(1, 0.008, gloss=0.5), clip)
    row = about(opening, center, [0.93, 1.0])
    row[:, 1] = np.maximum(row[:, 1], edge)
    canvas.paint(row, TEETH, Brush(1, 0.0022, gloss=0.8, relief=0.010), clip)
    _gaps(canvas, center, (edge, high), wide, clip)
    upper = opening[opening[:, 1] > center[1]]
    upper = upper[np.argsort(upper[:, 0])]
    canvas.paint(upper, GUM_SHADE, Brush(0.5, 0.0056, "line", 0.011), clip)


def _gaps(
    canvas: Canvas, center: Doubles, ends: tuple[float, float], wide: float, clip: Floats
) -> None:
    low, high = ends
    for k in range(-3, 4):
        x = center[0] + np.sign(k) * abs(k) ** 0.93 * wide * 0.105
        line = np.array([[x, high + 0.03], [x * 0.99, low + (high - low) * 0.06]])
        canvas.paint(line, GAP, Brush(0.38, 0.0017, "line", 0.0034), clip)


def _closed(canvas: Canvas, recipe: Recipe, points: Doubles) -> None:
    middle = (points[[81, 13, 311]] + points[[178, 14, 402]]) / 2
    line = np.vstack([points[[lm.MOUTH_RIGHT]], middle, points[[lm.MOUTH_LEFT]]])
    stroke = tapered(line, 0.006, 0.016, 0.006)
    canvas.paint(stroke, shadow(recipe.skin, 0.36), Brush(0.9, 0.0017, relief=-0.02))


def _corners(canvas: Canvas, recipe: Recipe, points: Doubles) -> None:
    for corner, side in ((lm.MOUTH_RIGHT, -1), (lm.MOUTH_LEFT, 1)):
        spot = ellipse(points[corner] - [side * 0.006, 0], 0.016, 0.020)
        canvas.paint(spot, shadow(recipe.skin, 0.60), Brush(0.26, 0.009))
    faint = 0.22 if openness(points) > 0.1 else 0.10
    for fold in ((129, 203, 206, 216), (358, 423, 426, 436)):
        stroke = tapered(points[list(fold)], 0.006, 0.014, 0.004)
        canvas.paint(stroke, shadow(recipe.skin, 0.78), Brush(faint, 0.009))
