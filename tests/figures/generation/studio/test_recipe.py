import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from figures.generation.studio.engine import ENGINE_VERSION, Recipe, RecipeError
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.recipe import ByteMap, Landmarks


def test_round_trip_is_byte_exact(astronaut: Recipe, underwood: Recipe, allred: Recipe) -> None:
    for recipe in (astronaut, underwood, allred, *map(invented_recipe, INVENTED)):
        data = recipe.to_bytes()
        again = Recipe.from_bytes(data)
        assert again == recipe
        assert again.to_bytes() == data
        assert again.digest() == recipe.digest()


def test_a_recipe_is_small(astronaut: Recipe) -> None:
    assert 6_000 < len(astronaut.to_bytes()) < 40_000


def test_it_names_its_engine_and_schema(juno: Recipe) -> None:
    document = json.loads(juno.to_bytes())
    assert (document["engine"], document["schema"]) == (ENGINE_VERSION, 2)


def spoiled(recipe: Recipe, change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(recipe.to_bytes())
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("skin"), "recipe has other fields: ['skin']"),
        (lambda d: d.update(skin=[1, 2]), "recipe.skin should have 3 items"),
        (lambda d: d.update(skin=[1, 2, "x"]), "recipe.skin[2] should be int"),
        (lambda d: d.update(seed=True), "recipe.seed should be int"),
        (lambda d: d["shading"].update(pixels="!"), "recipe.shading.pixels is damaged"),
        (lambda d: d["shading"].update(width=64), "recipe.shading.pixels is too large"),
        (lambda d: d["shading"].update(width=9999), "recipe.shading has a wrong size"),
        (lambda d: d.update(schema=99), "schema 99 is unknown"),
    ],
)
def test_it_names_what_is_wrong(
    juno: Recipe, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe.from_bytes(spoiled(juno, change))
    assert str(caught.value) == message


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{", b" " * 300_000])
def test_it_refuses_other_bytes(data: bytes) -> None:
    with pytest.raises(RecipeError):
        Recipe.from_bytes(data)


def as_schema_1(document: dict[str, Any]) -> None:
    document.update(schema=1, engine="1.0.0", style="toy")
    for added in ("covering", "expression"):
        del document[added]
    del document["outfit"]["words"]
    hair, glasses = document["hair"], document["glasses"]
    hair["curly"] = hair.pop("texture") == "curly"
    del hair["style"]
    glasses["worn"] = glasses.pop("frame") == "round"
    glasses["roundness"] = 0.8


@pytest.mark.parametrize("name", ["juno", "otto"])
def test_schema_1_is_read(name: str) -> None:
    recipe = invented_recipe(name)
    # Schema 1 kept the outline of whatever was worn and not where it came from.
    hair = replace(recipe.hair, style="photo")
    expected = replace(recipe, engine="1.0.0", hair=hair)
    assert Recipe.from_bytes(spoiled(recipe, as_schema_1)) == expected


def test_a_damaged_schema_1_is_refused(juno: Recipe) -> None:
    def damaged(document: dict[str, Any]) -> None:
        as_schema_1(document)
        del document["hair"]["curly"]

    with pytest.raises(RecipeError, match="schema 1 is damaged"):
        Recipe.from_bytes(spoiled(juno, damaged))


def test_maps_must_be_full() -> None:
    with pytest.raises(ValueError, match="do not fill"):
        ByteMap(2, 2, b"abc")
    with pytest.raises(ValueError, match="478 landmarks"):
        Landmarks(b"")


def test_edits_leave_the_original_alone(juno: Recipe) -> None:
    before = juno.to_bytes()
    edited = juno.edited(pose="hero", outfit_main="#102030", accessories=["dog"])
    assert juno.to_bytes() == before
    assert edited.pose == "hero"
    assert edited.outfit == replace(juno.outfit, main=(16, 32, 48))
    assert edited.accessories == ("dog",)


def test_a_choice_is_certain_in_the_report(astronaut: Recipe) -> None:
    edited = astronaut.edited(skin_tone=6, hair_colour="red")
    for name, value in (("skin_tone", "6"), ("hair_colour", "red")):
        attribute = edited.attribute(name)
        assert (attribute.value, attribute.confidence) == (value, 1.0)
    assert len(edited.attributes) == len(astronaut.attributes)


def test_the_order_of_edits_does_not_matter(juno: Recipe) -> None:
    one = juno.edited(outfit="jacket", outfit_trousers="#ffffff")
    two = juno.edited(outfit_trousers="#ffffff", outfit="jacket")
    assert one == two
    assert one.outfit.trousers == (255, 255, 255)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pose", "fly"), ("outfit", 3), ("outfit_main", "red"), ("outfit_main", [0, 0, 256]),
        ("skin_tone", 0), ("skin_tone", 11), ("skin_tone", True), ("hair_colour", "#12345"),
        ("accessories", ["sword"]), ("accessories", "dog"), ("accessories", ["dog"] * 4),
        ("glasses", True), ("facial_hair", "goat"), ("camera", [0, 90]), ("hairstyle", "mohawk"),
        ("body", "thin"), ("landmarks", "x"), ("outfit_main", None),
    ],
)  # fmt: skip
def test_a_wrong_edit_names_its_field(juno: Recipe, field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        juno.edited(**{field: value})


def test_a_tie_can_be_taken_off() -> None:
    assert invented_recipe("otto").edited(outfit_accent=None).outfit.accent is None
