"""From a recipe to parts ready to be photographed; each part is built once and then reused."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from figures.generation.studio.bodies import BODIES
from figures.generation.studio.caching import Cache
from figures.generation.studio.colour import RGB, linear_image
from figures.generation.studio.layout import Layout, lay_out
from figures.generation.studio.outfits import OUTFITS, Colours, Fitting
from figures.generation.studio.paint.canvas import Canvas
from figures.generation.studio.paint.face import paint_face
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.scene import Placement, Scene, assemble
from figures.generation.studio.sculpt import materials
from figures.generation.studio.sculpt.body import add_base, add_neck, add_shoes
from figures.generation.studio.sculpt.frame import Frame, measure
from figures.generation.studio.sculpt.glasses import add_glasses
from figures.generation.studio.sculpt.hair import add_hair
from figures.generation.studio.sculpt.hands import add_hand
from figures.generation.studio.sculpt.head import add_head, shape_head
from figures.generation.studio.sculpt.primitives import rotation
from figures.generation.studio.sculpt.solid import Part, Sculpture, forget_shapes
from figures.generation.studio.sculpt.wheelchair import add_wheelchair
from figures.generation.studio.space import Floats
from figures.generation.studio.styles import STYLES

Progress = Callable[[str, float], None]
SHOE_ROUGHNESS = {"sneakers": 0.34, "formal": 0.14}
LACES: RGB = (246, 244, 238)


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


# Prints are large and seldom repeated, edits come in runs: a handful of each is enough.
_faces: Cache[_Face] = Cache(3)
_heads: Cache[tuple[Part, ...]] = Cache(4)
_hairs: Cache[tuple[Part, ...]] = Cache(4)


def forget() -> None:
    """Empty the caches."""
    for cache in (_faces, _heads, _hairs):
        cache.clear()
    forget_shapes()


def build_scene(recipe: Recipe, detail: Detail, progress: Progress) -> Scene:
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
    frame = measure(STYLES[recipe.style], BODIES[recipe.body], POSES[recipe.pose])
    # Its shapes are cached one by one: another colour cuts nothing anew, another pose the arms.
    body = build_body(recipe, frame, detail)
    parts = [*_recoloured(head, recipe), *_recoloured(hair, recipe), *body]
    turn = rotation(*POSES[recipe.pose].head_turn)
    placed = Placement(turn, frame.head, frame.pivot)
    scene = assemble(parts, placed, face.texture, detail.coarseness)
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


def build_body(recipe: Recipe, frame: Frame, detail: Detail) -> list[Part]:
    """Everything below the head: neck, outfit, hands, shoes and what the figure stands on."""
    sculpture = Sculpture(detail.coarseness)
    outfit, garment = recipe.outfit, OUTFITS[recipe.outfit.kind]
    skin = materials.skin(recipe.skin)
    colours = Colours(outfit.main, outfit.inner, outfit.accent, outfit.trousers, outfit.shoes)
    add_neck(sculpture, skin, frame)
    garment.dress(Fitting(sculpture, colours, skin, frame, outfit.words))
    upper = materials.Material(outfit.shoes, SHOE_ROUGHNESS[garment.shoe], 0.05)
    laces = materials.cloth(LACES) if garment.shoe == "sneakers" else None
    add_shoes(sculpture, upper, materials.Material(garment.sole, 0.62, 0.04), laces, frame)
    for arm in frame.arms:
        add_hand(sculpture, skin, arm)
    add_base(sculpture, outfit.main, frame)
    if frame.build.seated:
        add_wheelchair(sculpture, outfit.accent or outfit.shoes, frame)
    return sculpture.parts
