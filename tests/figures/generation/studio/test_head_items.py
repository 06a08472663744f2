"""Everything worn on the head: keys, solids that could be printed, and the edits that choose it."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from figures.generation.studio.beards import BEARDS
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.hairstyles import HAIRSTYLES, worn_hair
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.layout import Layout, lay_out
from figures.generation.studio.paint.face import paint_face
from figures.generation.studio.recipe import DENSITY_RANGE, Recipe
from figures.generation.studio.recipe_edit import HAIR_COLOURS
from figures.generation.studio.sculpt.beard import add_beard
from figures.generation.studio.sculpt.coverings import add_covering
from figures.generation.studio.sculpt.glasses import add_glasses
from figures.generation.studio.sculpt.hair import add_hair
from figures.generation.studio.sculpt.head import Head, add_head, shape_head
from figures.generation.studio.sculpt.solid import Part, Sculpture
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES

COARSENESS = 1.7
HAIR = (
    "afro", "bald", "bob", "braids", "bun", "buzz", "crop", "curls", "long", "ponytail", "quiff",
    "side_part", "waves",
)  # fmt: skip
FRAMES = ("aviator", "cat_eye", "oval", "rectangular", "round", "square")
CUTS = ("full", "goatee", "long", "moustache", "short", "stubble")
WORN = ("beanie", "cap", "headscarf", "turban")


def test_keys_never_change() -> None:
    """They stand in stored recipes."""
    assert tuple(HAIRSTYLES) == HAIR
    assert tuple(SPECTACLES) == FRAMES
    assert tuple(BEARDS) == CUTS
    assert tuple(COVERINGS) == WORN


def bare(name: str = "otto") -> Recipe:
    return invented_recipe(name).edited(glasses="none", hairstyle="bald")


def head_of(recipe: Recipe) -> tuple[Layout, Head]:
    layout = lay_out(recipe.landmarks.points(), STYLES[recipe.style])
    return layout, shape_head(recipe, layout)


def hair(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    add_hair(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def glasses(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    add_glasses(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def covering(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    add_covering(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def beard(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    layout, head = head_of(recipe)
    add_head(sculpture, recipe, layout, head, paint_face(recipe, layout, 256))
    add_beard(sculpture, recipe, layout, sculpture.parts[0])
    return sculpture.parts[1:]


def assert_one_closed_body(part: Part) -> None:
    mesh = trimesh.Trimesh(part.vertices, part.triangles, process=False)
    assert mesh.is_watertight, part.name
    assert mesh.is_winding_consistent, part.name
    assert abs(mesh.volume) > 1.0, part.name
    assert mesh.body_count == 1, part.name


@pytest.mark.parametrize("key", [key for key in HAIR if key != "bald"])
def test_hair_is_a_closed_body(key: str) -> None:
    found = hair(bare().edited(hairstyle=key))
    assert found[0].name == "hair"
    for part in found:
        assert_one_closed_body(part)


@pytest.mark.parametrize("key", FRAMES)
@pytest.mark.parametrize("name", ["otto", "mei"])
def test_glasses_are_a_closed_body(key: str, name: str) -> None:
    (part,) = glasses(bare(name).edited(glasses=key))
    assert_one_closed_body(part)


@pytest.mark.parametrize("key", [key for key in CUTS if key != "stubble"])
def test_a_beard_is_a_closed_body(key: str) -> None:
    (part,) = beard(bare().edited(facial_hair=key))
    assert_one_closed_body(part)


@pytest.mark.parametrize("key", WORN)
def test_a_covering_is_a_closed_body(key: str) -> None:
    (part,) = covering(bare().edited(covering=key))
    assert_one_closed_body(part)
