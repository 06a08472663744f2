"""The figure photographed all the way round."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from figures.generation.studio.build import build_scene, detail_for
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.camera import frame_figure
from figures.generation.studio.render.photograph import photograph

FRAMES, WIDTH, HEIGHT = 24, 480, 700


def render_turntable(
    recipe: Recipe,
    *,
    frames: int = FRAMES,
    width: int = WIDTH,
    height: int = HEIGHT,
    progress: Callable[[str, float], None] | None = None,
) -> NDArray[np.uint8]:
    """Build the figure once and photograph it from all round, at its own camera's height.

    Args:
        recipe: what to render.
        frames: how many, evenly spaced; the first is from the front, the next from a little to the
            viewer's right.
        width: pixels.
        height: pixels.
        progress: told ("sculpting" | "photographing", 0..1).

    Returns:
        (frames, height, width, 4) straight sRGB and alpha; the figure has one size in all.

    """
    told = progress or (lambda stage, done: None)
    scene = build_scene(recipe, detail_for(height), told)
    framing = frame_figure(scene.vertices, width / height)
    size = (width, height)
    pictures = np.empty((frames, height, width, 4), np.uint8)
    for index in range(frames):
        yaw = 360.0 * index / frames
        pictures[index] = photograph(scene, framing, size, yaw, recipe.camera.pitch, moving=True)
        told("photographing", (index + 1) / frames)
    return pictures
