"""From a recipe to parts ready to be photographed; each part is built once and then reused."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from figures.generation.studio.bodies import BODIES
from figures.generation.studio.caching import Cache
from figures.generation.studio.colour import linear_image
from figures.generation.studio.layout import Layout, lay_out
from figures.generation.studio.outfits import OUTFITS, Colours, Fitting
from figures.generation.studio.paint.canvas import Canvas
from figures.generation.studio.paint.face import paint_face
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.scene import Scene, assemble
from figures.generation.studio.sculpt import materials
from figures.generation.studio.sculpt.body import (
    add_neck,
    add_shoes,
    add_trousers,
    limbs,
)
from figures.generation.studio.sculpt.glasses import add_glasses
from figures.generation.studio.sculpt.hair import add_hair
from figures.generation.studio.sculpt.hands import add_hand
from figures.generation.studio.sculpt.head import add_head, shape_head
from figures.generation.studio.sculpt.primitives import rotation
from figures.generation.studio.sculpt.solid import Part, Sculpture
from figures.generation.studio.space import Doubles, Floats
from figures.generation.studio.styles import STYLES

Progress = Callable[[str, float], None]
BODY_ROUGHNESS = 0.28


@dataclass(frozen=True)
class Detail:
    """How fine a figure is built.

    Attributes:
        coarseness: factor on cell sizes.
        texture: side of the painted face, pixels.

    """

    coarseness: float
    texture: int


PRINT = Detail(1.0, 1536)
PREVIEW = Detail(1.7, 640)
PRINT_FROM_HEIGHT = 1400


def detail_for(height: int) -> Detail:
    """Detail that a picture of some height shows."""
    return PRINT if height >= PRINT_FROM_HEIGHT else PREVIEW


@dataclass(frozen=True)
class _Face:
    texture: Floats
    canvas: Canvas


@dataclass(frozen=True)
class Built:
    """A figure's solids before they are joined.

    Attributes:
        parts: solids of one material each, those on the head not yet turned.
        head_turn: (3, 3) turn of the head about the neck.
        texture: (T, T, 4) linear face colour and gloss.

    """

    parts: list[Part]
    head_turn: Doubles
    texture: Floats


# Prints are large and seldom repeated, edits come in runs: a handful of each is enough.
_faces: Cache[_Face] = Cache(3)
_heads: Cache[tuple[Part, ...]] = Cache(4)
_hairs: Cache[tuple[Part, ...]] = Cache(4)
_bodies: Cache[tuple[Part, ...]] = Cache(4)


def forget() -> None:
    """Empty the caches."""
    for cache in (_faces, _heads, _hairs, _bodies):
        cache.clear()


def build_parts(recipe: Recipe, detail: Detail, progress: Progress) -> Built:
    """Sculpt and paint a figure."""
    progress("painting", 0.0)
    layout = lay_out(recipe.landmarks.points(), STYLES[recipe.style])
    face = _faces.get(_face_key(recipe, detail), lambda: _paint(recipe, layout, detail))
    progress("painting", 1.0)
    progress("sculpting", 0.0)
    head = _heads.get(_head_key(recipe, detail), lambda: _head(recipe, layout, face, detail))
    progress("sculpting", 0.4)
    hair = _hairs.get(_hair_key(recipe, detail), lambda: _hair(recipe, layout, detail))
    progress("sculpting", 0.7)
    body = _bodies.get(_body_key(recipe, detail), lambda: _body(recipe, detail))
    parts = [*_recoloured(head, recipe), *_recoloured(hair, recipe), *body]
    return Built(parts, rotation(*POSES[recipe.pose].head_turn), face.texture)


def build_scene(recipe: Recipe, detail: Detail, progress: Progress) -> Scene:
    """Sculpt and paint a figure, and join it for the camera."""
    built = build_parts(recipe, detail, progress)
    scene = assemble(built.parts, built.head_turn, built.texture, detail.coarseness)
    progress("sculpting", 1.0)
    return scene


def _face_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    painted = (recipe.skin, recipe.eyes, recipe.brows, recipe.lips, recipe.facial_hair)
    return recipe.style, recipe.landmarks, recipe.shading, painted, detail


def _head_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    """Relief does not depend on colours; glasses do not depend on theirs."""
    hair, beard, glasses = recipe.hair, recipe.facial_hair, recipe.glasses
    shape = (recipe.style, recipe.landmarks, recipe.shading, recipe.eyes.lash_weight)
    worn = (glasses.frame, glasses.thickness)
    crown = (hair.length == "bald", hair.top, hair.area)
    return shape, crown, beard.kind, beard.density, worn, detail


def _hair_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    colourless = replace(recipe.hair, colour=(0, 0, 0))
    return recipe.style, recipe.landmarks, colourless, recipe.seed, detail


def _body_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    return recipe.skin, recipe.outfit, recipe.body, recipe.pose, detail


def _recoloured(parts: tuple[Part, ...], recipe: Recipe) -> list[Part]:
    made_of = {
        "head": materials.painted_skin(recipe.skin),
        "hair": materials.hair(recipe.hair.colour),
        "glasses": materials.rim(recipe.glasses.colour),
    }
    return [replace(part, material=made_of[part.name]) for part in parts]


def _paint(recipe: Recipe, layout: Layout, detail: Detail) -> _Face:
    canvas = paint_face(recipe, layout, detail.texture)
    texture = np.dstack([linear_image(canvas.image), canvas.gloss])
    return _Face(texture, canvas)


def _head(recipe: Recipe, layout: Layout, face: _Face, detail: Detail) -> tuple[Part, ...]:
    sculpture = Sculpture(detail.coarseness)
    head = shape_head(recipe, layout)
    add_head(sculpture, recipe, layout, head, face.canvas)
    add_glasses(sculpture, recipe, layout, head)
    return tuple(sculpture.parts)


def _hair(recipe: Recipe, layout: Layout, detail: Detail) -> tuple[Part, ...]:
    sculpture = Sculpture(detail.coarseness)
    add_hair(sculpture, recipe, layout, shape_head(recipe, layout))
    return tuple(sculpture.parts)


def _body(recipe: Recipe, detail: Detail) -> tuple[Part, ...]:
    sculpture = Sculpture(detail.coarseness)
    outfit, pose, build = recipe.outfit, POSES[recipe.pose], BODIES[recipe.body]
    garment, skin = OUTFITS[outfit.kind], materials.skin(recipe.skin)
    colours = Colours(outfit.main, outfit.inner, outfit.accent, outfit.trousers, outfit.shoes)
    fitting = Fitting(sculpture, colours, skin, pose, build, limbs(pose, build))
    add_neck(sculpture, skin)
    add_trousers(sculpture, materials.cloth(outfit.trousers), pose, build)
    upper = materials.Material(outfit.shoes, BODY_ROUGHNESS, 0.05)
    add_shoes(sculpture, upper, materials.Material(garment.sole, 0.5, 0.04), pose)
    garment.dress(fitting)
    for arm in fitting.arms:
        add_hand(sculpture, skin, arm)
    return tuple(sculpture.parts)
