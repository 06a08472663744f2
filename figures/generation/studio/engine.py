"""The engine's public face: analyse a photo, render a figure, render an accessory."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from figures.faces import FaceBox
from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.analysis.portrait import read_portrait
from figures.generation.studio.build import build_scene, detail_for
from figures.generation.studio.colour import RGB
from figures.generation.studio.errors import AnalysisError
from figures.generation.studio.poses import POSES as _POSES
from figures.generation.studio.recipe import ENGINE_VERSION, Recipe
from figures.generation.studio.recipe_codec import RecipeError
from figures.generation.studio.render.camera import frame_figure, frame_object
from figures.generation.studio.render.photograph import photograph
from figures.generation.studio.render.scene import assemble
from figures.generation.studio.sculpt.solid import Sculpture

__all__ = [
    "ACCESSORY_KINDS",
    "ENGINE_VERSION",
    "POSES",
    "AnalysisError",
    "Recipe",
    "RecipeError",
    "analyse",
    "render_accessory",
    "render_figure",
    "warm_up",
]

Progress = Callable[[str, float], None]
POSES: tuple[str, ...] = tuple(_POSES)
ACCESSORY_KINDS: tuple[str, ...] = tuple(ACCESSORIES)
LARGEST_SIDE = 8192
# Narrow accessories keep at least this much clear at either side.
BORDER_PX = 2


def _silent(stage: str, done: float) -> None:
    """Tell nobody."""


def analyse(rgb: NDArray[np.uint8], face: FaceBox, *, progress: Progress | None = None) -> Recipe:
    """Read a photo into a recipe.

    Args:
        rgb: (H, W, 3) upright photo, sRGB.
        face: whose face, from `figures.faces.detect_faces`.
        progress: told ("reading", 0..1).

    Raises:
        AnalysisError: the face cannot be read; has a code and a sentence for the person.

    """
    return read_portrait(rgb, face, progress or _silent)


def render_figure(
    recipe: Recipe,
    *,
    width: int = 2088,
    height: int = 3072,
    yaw_deg: float | None = None,
    pitch_deg: float | None = None,
    progress: Progress | None = None,
) -> NDArray[np.uint8]:
    """Render a figure from its recipe alone; equal pixels each time on one machine.

    Args:
        recipe: what to render.
        width: pixels.
        height: pixels; under 1400 a coarser, much faster model is built.
        yaw_deg: camera to the viewer's right; None takes the recipe's camera.
        pitch_deg: camera above; None takes the recipe's camera.
        progress: told ("painting" | "sculpting" | "photographing", 0..1), often enough to cancel
            by it: what it raises ends the work and leaves nothing behind.

    Returns:
        (height, width, 4) straight sRGB and alpha, transparent around the figure.

    Raises:
        ValueError: a side is not between 1 and 8192.

    """
    _check_size(width, height)
    told = progress or _silent
    scene = build_scene(recipe, detail_for(height), told)
    framing = frame_figure(scene.vertices, width / height)
    yaw = recipe.camera.yaw if yaw_deg is None else yaw_deg
    pitch = recipe.camera.pitch if pitch_deg is None else pitch_deg
    size = (width, height)
    picture = photograph(scene, framing, size, yaw, pitch, partial(told, "photographing"))
    told("photographing", 1.0)
    return picture


def render_accessory(kind: str, *, colour: RGB, height: int) -> NDArray[np.uint8]:
    """Render an accessory for the box.

    Args:
        kind: one of ACCESSORY_KINDS.
        colour: sRGB tint of its loud part.
        height: pixels.

    Returns:
        (height, W, 4) straight sRGB and alpha; W follows from its shape.

    Raises:
        ValueError: unknown kind or a height not between 1 and 8192.

    """
    if kind not in ACCESSORIES:
        raise ValueError(f"kind must be one of {', '.join(ACCESSORY_KINDS)}")
    _check_size(height, height)
    accessory = ACCESSORIES[kind]
    sculpture = Sculpture()
    accessory.build(sculpture, colour)
    scene = assemble(sculpture.parts, 1.0)
    framing, aspect = frame_object(scene.vertices, accessory.yaw, accessory.pitch)
    width = min(LARGEST_SIDE, round(height * aspect) + 2 * BORDER_PX)
    return photograph(scene, framing, (width, height), accessory.yaw, accessory.pitch)


def warm_up() -> None:
    """Compile the kernels (kept in NUMBA_CACHE_DIR if that is set) and load the face models.

    Call it in each worker after it was forked: the kernels' thread pool does not survive a fork.
    """
    from figures.faces import detect_faces, face_mesh, person_mask
    from figures.generation.studio.invented import invented_recipe
    from figures.generation.studio.kernels import morphology, walls

    grey = np.full((192, 192, 3), 128, np.uint8)
    detect_faces(grey)
    face_mesh(grey, FaceBox(48, 48, 96, 96, 1.0))
    person_mask(grey)
    curly = invented_recipe("juno")
    # Clipped hair has the one surface that curls have not; all else is the same loops.
    for recipe in (curly, curly.edited(hairstyle="buzz")):
        render_figure(recipe, width=120, height=170)
    morphology.warm_up()
    walls.warm_up()


def _check_size(width: int, height: int) -> None:
    for name, side in (("width", width), ("height", height)):
        if not 1 <= side <= LARGEST_SIDE:
            raise ValueError(f"{name} must be between 1 and {LARGEST_SIDE} pixels")
