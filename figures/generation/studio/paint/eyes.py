"""Eyes, lids and brows."""

import numpy as np

from figures.generation.studio.colour import RGB, lab_of, rgb_of_lab, scaled
from figures.generation.studio.curves import ellipse, shifted, smooth_curve, tapered
from figures.generation.studio.landmarks import UPPER_LID
from figures.generation.studio.layout import Eye, Layout, eye_outline
from figures.generation.studio.paint.canvas import Brush, Canvas
from figures.generation.studio.paint.palette import shadow
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Doubles, Floats

WHITE: RGB = (244, 241, 238)
PUPIL: RGB = (14, 11, 12)
LID_SHADE: RGB = (70, 50, 55)
TEAR: RGB = (214, 140, 130)
IRIS_RAYS = 26
LASH_WIDTH = 0.025
HEAVY_LASHES = 1.1
# Lightness of brows is at most this share of the skin's.
BROW_CONTRAST = 0.64
# Fair brows look slighter than dark ones: lightness of brow over skin, and thickness there.
BROW_FROM_DARK_TO_FAIR, BROW_BREADTH = (0.15, 0.60), (1.10, 0.72)
# The lid covers the top of the iris by this much of its radius.
LID_OVER_IRIS = 0.12


def paint_eye(canvas: Canvas, recipe: Recipe, layout: Layout, eye: Eye) -> None:
    """One eye with its socket, iris and lids."""
    contour = eye_outline(layout, eye)
    upper, lower = contour[UPPER_LID], np.vstack([contour[8:], contour[:1]])
    tall = eye.height
    socket = ellipse(shifted(eye.center, 0, tall * 0.10), eye.width * 0.62, tall * 0.95)
    canvas.paint(socket, shadow(recipe.skin, 0.78), Brush(0.16, 0.055))
    crease = tapered(shifted(upper[1:8], 0, tall * 0.19), 0.003, 0.013, 0.003)
    canvas.paint(crease, shadow(recipe.skin, 0.60), Brush(0.55, 0.003, relief=-0.010))
    ball = smooth_curve(contour, 160, slack=1.5e-4)
    canvas.paint(ball, WHITE, Brush(1, 0.0011, gloss=1.0))
    clip = canvas.mask(ball, 0.0009)
    center = iris_center(layout, eye)
    _iris(canvas, recipe.eyes.iris, center, eye.iris_radius, clip)
    lid = np.vstack([upper, shifted(upper[::-1], 0, -tall * 0.13)])
    canvas.paint(lid, LID_SHADE, Brush(0.30, 0.012), clip)
    _sparkle(canvas, center, eye.iris_radius, clip)
    corner = contour[8] + [eye.side * 0.02 * eye.width, 0]
    canvas.paint(ellipse(corner, 0.048 * eye.width, 0.08 * tall), TEAR, Brush(0.7, 0.0045), clip)
    _lids(canvas, recipe, eye, upper, lower)


def iris_center(layout: Layout, eye: Eye) -> Doubles:
    """(2,) follows the gaze, but less than the photo, and hangs from the upper lid.

    Large toy eyes look startled otherwise.
    """
    gaze = (layout.points[eye.iris] - eye.center) * eye.stretch * [0.30, 0.25]
    place = eye.center + gaze + [0, 0.02 * eye.height]
    lid = float(eye_outline(layout, eye)[UPPER_LID, 1].max())
    place[1] = max(float(place[1]), lid - (1 - LID_OVER_IRIS) * eye.iris_radius)
    return np.asarray(place)


def _iris(canvas: Canvas, colour: RGB, center: Doubles, radius: float, clip: Floats) -> None:
    canvas.paint(ellipse(center, radius, radius), scaled(colour, 0.38), Brush(1, 0.0034), clip)
    inner = radius * 0.90
    canvas.paint(ellipse(center, inner, inner), colour, Brush(1, 0.0045), clip)
    glow = ellipse(shifted(center, 0, -radius * 0.30), radius * 0.62, radius * 0.50)
    canvas.paint(glow, scaled(colour, 1.65, 22), Brush(0.70, 0.016), clip)
    for angle in np.linspace(0, 2 * np.pi, IRIS_RAYS, endpoint=False):
        way = np.array([np.cos(angle), np.sin(angle)]) * radius
        ray = np.array([center + way * 0.45, center + way * 0.86])
        canvas.paint(ray, scaled(colour, 0.62), Brush(0.35, 0.0011, "line", 0.0022), clip)
    canvas.paint(ellipse(center, radius * 0.47, radius * 0.47), PUPIL, Brush(1, 0.0022), clip)


def _sparkle(canvas: Canvas, center: Doubles, radius: float, clip: Floats) -> None:
    for way, rx, ry, brush in (
        ((-0.36, 0.40), 0.24, 0.22, Brush(1, 0.0017)),
        ((0.36, -0.40), 0.13, 0.12, Brush(0.75, 0.0022)),
    ):
        spot = ellipse(center + np.array(way) * radius, rx * radius, ry * radius)
        canvas.paint(spot, (255, 255, 255), brush, clip)


def _lids(canvas: Canvas, recipe: Recipe, eye: Eye, upper: Doubles, lower: Doubles) -> None:
    weight, colour = recipe.eyes.lash_weight, recipe.eyes.lashes
    line = upper.copy()
    line[0] += (line[0] - line[8]) * 0.03
    canvas.paint(
        tapered(line, 0.014, LASH_WIDTH * weight, 0.008), colour, Brush(1, 0.0013, relief=0.014)
    )
    if weight > HEAVY_LASHES:
        _wing(canvas, colour, eye.side, line)
    canvas.paint(tapered(lower, 0.003, 0.008, 0.005), shadow(recipe.skin, 0.58), Brush(0.7, 0.0022))


def _wing(canvas: Canvas, colour: RGB, side: float, line: Doubles) -> None:
    """Three lashes that fan out from the outer corner."""
    for start, way in ((0, (0.050, 0.026)), (1, (0.040, 0.046)), (2, (0.024, 0.054))):
        root = line[start] - np.array([side * 0.005, 0.002])
        tip = root + np.array([side * way[0], way[1]])
        bend = (root + tip) / 2 + np.array([side * 0.008, -0.006])
        lash = np.vstack([root, (root + bend) / 2, bend, tip])
        canvas.paint(tapered(lash, 0.020, 0.012, 0.002), colour, Brush(1, 0.0011))


def paint_brow(canvas: Canvas, recipe: Recipe, eye: Eye) -> None:
    """Paint a brow along its middle line."""
    thick = eye.brow_thickness * brow_breadth(recipe)
    # A closed spline rounds the ends off.
    stroke = smooth_curve(tapered(eye.brow, thick * 0.20, thick, thick * 0.60), 160, slack=4e-4)
    canvas.paint(stroke, brow_paint(recipe), Brush(0.95, 0.0026, relief=0.010))


def brow_paint(recipe: Recipe) -> RGB:
    """Colour of the brows; never so light that they are lost on the skin."""
    brow, skin = lab_of(recipe.brows), lab_of(recipe.skin)
    lightest = BROW_CONTRAST * skin[0]
    if brow[0] <= lightest:
        return recipe.brows
    return rgb_of_lab([lightest, *brow[1:]])


def brow_breadth(recipe: Recipe) -> float:
    """Factor on the thickness of brows as dark on the skin as these."""
    fair = lab_of(brow_paint(recipe))[0] / max(lab_of(recipe.skin)[0], 1.0)
    return float(np.interp(fair, BROW_FROM_DARK_TO_FAIR, BROW_BREADTH))
