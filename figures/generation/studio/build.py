"""From a recipe to parts ready to be photographed; each part is built once and then reused."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from figures.generation.studio.bodies import BODIES
from figures.generation.studio.caching import Cache
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.layout import Layout, layout_of, lips_shut
from figures.generation.studio.outfits import OUTFITS, Colours, Fitting
from figures.generation.studio.outfits.pieces import chest_print
from figures.generation.studio.paint.face import paint_face
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.scene import Placement, Scene, assemble
from figures.generation.studio.sculpt import materials
from figures.generation.studio.sculpt.beard import add_beard
from figures.generation.studio.sculpt.body import add_base, add_neck
from figures.generation.studio.sculpt.coverings import add_covering
from figures.generation.studio.sculpt.frame import Frame, measure
from figures.generation.studio.sculpt.glasses import add_glasses
from figures.generation.studio.sculpt.hair import add_hair
from figures.generation.studio.sculpt.hands import add_hand
from figures.generation.studio.sculpt.head import add_head, shape_head
from figures.generation.studio.sculpt.lettering import NO_INK, Ink
from figures.generation.studio.sculpt.primitives import rotation
from figures.generation.studio.sculpt.shoes import add_shoes
from figures.generation.studio.sculpt.solid import Part, Sculpture, forget_shapes
from figures.generation.studio.sculpt.wheelchair import add_wheelchair
from figures.generation.studio.space import Bytes, Floats
from figures.generation.studio.styles import STYLES

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Detail:
    """How fine a figure is built.

    Attributes:
        coarseness: factor on cell sizes.
        texture: side of the painted face, pixels.

    """

    coarseness: float
    texture: int


POSTER_COARSENESS = 0.7
PRINT = Detail(1.0, 1536)
PREVIEW = Detail(1.7, 640)
POSTER_FROM_HEIGHT, PRINT_FROM_HEIGHT = 4600, 1400
# Side of the painted face over the picture's height: a texel is no larger than a pixel.
TEXTURE_SHARE, TEXTURE_STEP, TEXTURE_MOST = 0.42, 512, 3072
STRIP_ROWS = 256


def detail_for(height: int) -> Detail:
    """Detail that a picture of some height shows."""
    if height < PRINT_FROM_HEIGHT:
        return PREVIEW
    # A poster shows the face larger: paint it so that its lines stay crisp.
    steps = -(-int(height * TEXTURE_SHARE) // TEXTURE_STEP)
    texture = min(max(PRINT.texture, steps * TEXTURE_STEP), TEXTURE_MOST)
    return Detail(POSTER_COARSENESS if height >= POSTER_FROM_HEIGHT else 1.0, texture)


@dataclass(frozen=True)
class _Face:
    """Painted face as bytes: sRGB and gloss; and its relief in face units."""

    texture: Bytes
    relief: Floats

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return int(self.texture.nbytes + self.relief.nbytes)


# Prints are large and seldom repeated, edits come in runs: a handful of previews is enough. Each
# keeps at least the last one.
_faces: Cache[_Face] = Cache(96 * 1024 * 1024, lambda face: face.nbytes)
_heads: Cache[tuple[Part, ...]] = Cache(64 * 1024 * 1024, lambda parts: _bytes(parts))
_hairs: Cache[tuple[Part, ...]] = Cache(96 * 1024 * 1024, lambda parts: _bytes(parts))


def _bytes(parts: tuple[Part, ...]) -> int:
    return sum(part.mesh.nbytes for part in parts)


@dataclass(frozen=True)
class Built:
    """A figure's solids before they are joined.

    Attributes:
        parts: solids of one material each, those on the head not yet placed.
        head: where those on the head go.
        texture: (T, T, 4) painted face as bytes: sRGB and gloss.
        ink: what is printed on the chest.

    """

    parts: list[Part]
    head: Placement
    texture: Bytes
    ink: Ink


def forget() -> None:
    """Empty the caches."""
    for cache in (_faces, _heads, _hairs):
        cache.clear()
    forget_shapes()


def build_parts(recipe: Recipe, detail: Detail, progress: Progress) -> Built:
    """Sculpt and paint a figure."""
    progress("painting", 0.0)
    layout = layout_of(recipe)
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
    return Built(parts, placed, face.texture, _ink(recipe, frame))


def build_scene(recipe: Recipe, detail: Detail, progress: Progress) -> Scene:
    """Sculpt and paint a figure, and join it for the camera."""
    built = build_parts(recipe, detail, progress)
    scene = assemble(
        built.parts, detail.coarseness, head=built.head, texture=built.texture, ink=built.ink
    )
    progress("sculpting", 1.0)
    return scene


def _face_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    painted = (recipe.skin, recipe.eyes, recipe.brows, recipe.lips, recipe.facial_hair)
    return _held(recipe), recipe.shading, painted, detail


def _held(recipe: Recipe) -> tuple[object, ...]:
    """All that the face's layout follows from."""
    person = (recipe.landmarks, BODIES[recipe.body].young, lips_shut(recipe))
    return recipe.style, person, recipe.expression, recipe.brow_shape


def _head_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    """Relief does not depend on colours; glasses do not depend on theirs."""
    hair, beard, glasses = worn_hair(recipe.hair), recipe.facial_hair, recipe.glasses
    shape = (_held(recipe), recipe.shading, recipe.eyes.lash_weight)
    worn = (glasses.frame, glasses.thickness)
    crown = (hair.length == "bald", hair.top, hair.area, recipe.covering.kind != "none")
    grown = (beard.kind, beard.density, hair.texture, recipe.seed)
    return shape, crown, grown, worn, detail


def _hair_key(recipe: Recipe, detail: Detail) -> tuple[object, ...]:
    colourless = replace(recipe.hair, colour=(0, 0, 0))
    return _held(recipe), colourless, recipe.seed, recipe.covering.kind, detail


def _recoloured(parts: tuple[Part, ...], recipe: Recipe) -> list[Part]:
    made_of = {
        "head": materials.painted_skin(recipe.skin),
        "hair": materials.hair(recipe.hair.colour),
        "tie": materials.tie(recipe.outfit.main),
        "beard": materials.beard(recipe.facial_hair.colour),
        "covering": materials.fabric(recipe.covering.colour),
        "glasses": materials.rim(recipe.glasses.colour),
    }
    # The words after the first tell parts of one material apart.
    return [replace(part, material=made_of[part.name.split("_")[0]]) for part in parts]


def _paint(recipe: Recipe, layout: Layout, detail: Detail) -> _Face:
    canvas = paint_face(recipe, layout, detail.texture)
    texture = np.empty((detail.texture, detail.texture, 4), np.uint8)
    # In strips: posters have no memory to spare.
    for top in range(0, detail.texture, STRIP_ROWS):
        rows = slice(top, top + STRIP_ROWS)
        texture[rows, :, :3] = np.clip(canvas.image[rows] + 0.5, 0, 255)
        texture[rows, :, 3] = np.clip(canvas.gloss[rows] * 255 + 0.5, 0, 255)
    return _Face(texture, canvas.relief)


def _ink(recipe: Recipe, frame: Frame) -> Ink:
    """Print of the outfit's words on the chest."""
    outfit, garment = recipe.outfit, OUTFITS[recipe.outfit.kind]
    words = outfit.words or garment.usual_words
    if not garment.printed or not words:
        return NO_INK
    fitting = Fitting(Sculpture(), _colours(recipe), materials.skin(recipe.skin), frame, words)
    return chest_print(fitting, garment)


def _head(recipe: Recipe, layout: Layout, face: _Face, detail: Detail) -> tuple[Part, ...]:
    sculpture = Sculpture(detail.coarseness)
    head = shape_head(recipe, layout)
    carved = add_head(sculpture, recipe, layout, head, face.relief)
    add_beard(sculpture, recipe, layout, carved)
    add_glasses(sculpture, recipe, layout, head)
    return tuple(sculpture.parts)


def _hair(recipe: Recipe, layout: Layout, detail: Detail) -> tuple[Part, ...]:
    sculpture = Sculpture(detail.coarseness)
    head = shape_head(recipe, layout)
    add_hair(sculpture, recipe, layout, head)
    add_covering(sculpture, recipe, layout, head)
    return tuple(sculpture.parts)


def build_body(recipe: Recipe, frame: Frame, detail: Detail) -> list[Part]:
    """Everything below the head: neck, outfit, hands, shoes and what the figure stands on."""
    sculpture = Sculpture(detail.coarseness)
    outfit, garment = recipe.outfit, OUTFITS[recipe.outfit.kind]
    skin = materials.skin(recipe.skin)
    add_neck(sculpture, skin, frame)
    garment.dress(Fitting(sculpture, _colours(recipe), skin, frame, outfit.words))
    add_shoes(sculpture, garment.shoe, outfit.shoes, garment.sole, frame)
    for arm in frame.arms:
        add_hand(sculpture, skin, arm)
    add_base(sculpture, outfit.main, frame)
    if frame.build.seated:
        add_wheelchair(sculpture, outfit.accent or outfit.shoes, frame)
    return sculpture.parts


def _colours(recipe: Recipe) -> Colours:
    worn = recipe.outfit
    return Colours(worn.main, worn.inner, worn.accent, worn.trousers, worn.shoes)
