"""The whole painted face."""

from figures.generation.studio.layout import Layout
from figures.generation.studio.paint.canvas import Canvas
from figures.generation.studio.paint.complexion import (
    paint_beard,
    paint_blush,
    paint_shading,
    photo_warp,
)
from figures.generation.studio.paint.eyes import paint_brow, paint_eye
from figures.generation.studio.paint.mouth import paint_mouth, paint_nose
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.styles import STYLES


def paint_face(recipe: Recipe, layout: Layout, pixels: int) -> Canvas:
    """Paint a face.

    Args:
        recipe: whose.
        layout: where its features lie.
        pixels: side of the square picture.

    """
    canvas = Canvas(recipe.skin, pixels)
    way = photo_warp(recipe, layout)
    paint_shading(canvas, recipe, way, STYLES[recipe.style].shading)
    paint_blush(canvas, recipe, layout)
    paint_beard(canvas, recipe, layout)
    paint_nose(canvas, recipe, layout)
    paint_mouth(canvas, recipe, layout)
    for eye in layout.eyes:
        paint_eye(canvas, recipe, layout, eye)
    for eye in layout.eyes:
        paint_brow(canvas, recipe, eye)
    return canvas
