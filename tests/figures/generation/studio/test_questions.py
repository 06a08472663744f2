"""What the person is asked."""

import pytest

from figures.generation.studio.colour import to_hex
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.questions import SURE, TOPICS, Question, asked_with, questions
from figures.generation.studio.recipe import Attribute, Recipe
from figures.generation.studio.recipe_edit import EDITS


def told(*attributes: tuple[str, str, float]) -> Recipe:
    recipe = invented_recipe(next(iter(INVENTED)))
    return recipe.replaced(attributes=tuple(Attribute(*each) for each in attributes))


def only(recipe: Recipe) -> Question:
    (question,) = questions(recipe)
    return question


def test_what_is_sure_is_not_asked() -> None:
    assert questions(told(("skin_tone", "4", SURE), ("eye_colour", "blue", 0.9))) == ()


def test_an_unsure_tone_is_asked_with_the_guess() -> None:
    question = only(told(("skin_tone", "4", 0.49)))
    assert (question.attribute, question.field, question.guess) == ("skin_tone", "skin_tone", 4)
    assert [choice.value for choice in question.choices] == list(range(1, 11))


def test_the_most_telling_comes_first_whatever_the_report_says_first() -> None:
    asked = questions(told(("outfit", "sweater", 0.1), ("skin_tone", "4", 0.1)))
    assert [question.attribute for question in asked] == ["skin_tone", "outfit"]


@pytest.mark.parametrize("style", ["photo", "long"])
def test_the_hairstyle_shown_is_guessed(style: str) -> None:
    recipe = told().edited(hairstyle=style)
    recipe = recipe.replaced(attributes=(Attribute("hair_length", "long", 0.2),))
    assert only(recipe).guess == style


@pytest.mark.parametrize(("length", "texture"), [(0.9, 0.2), (0.2, 0.9), (0.3, 0.2)])
def test_one_question_settles_length_and_texture(length: float, texture: float) -> None:
    recipe = told(("hair_length", "long", length), ("hair_texture", "wavy", texture))
    question = only(recipe)
    assert (question.attribute, question.field, question.confidence) == (
        "hair_length", "hairstyle", 0.2,
    )  # fmt: skip
    answered = recipe.edited(hairstyle="curls")
    assert questions(answered) == ()
    assert answered.attribute("hair_texture") == Attribute("hair_texture", "curly", 1.0)


def test_it_is_known_with_what_an_attribute_is_asked() -> None:
    names = ("hair_texture", "hair_length", "smile", "mood")
    assert [asked_with(name) for name in names] == ["hair_length", "hair_length", "smile", None]


def test_a_bald_head_has_no_hair_colour_to_ask_about() -> None:
    recipe = told().edited(hairstyle="bald")
    unsure = recipe.replaced(attributes=(Attribute("hair_colour", "none", 0.1),))
    assert questions(unsure) == ()


def test_an_unheard_of_guess_preselects_nothing() -> None:
    assert only(told(("eye_colour", "violet", 0.1))).guess is None


def test_cloth_is_guessed_by_its_name() -> None:
    question = only(told(("outfit_colour", "navy", 0.1)))
    assert question.guess == to_hex((28, 34, 62))


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_every_answer_is_taken_and_settles_the_question(name: str) -> None:
    topic = TOPICS[name]
    unsure = told((name, "?", 0.0))
    assert topic.field in EDITS
    for choice in topic.choices():
        answered = unsure.edited(**{topic.field: choice.value})
        assert questions(answered) == ()
        assert answered.attribute(name).confidence == 1.0
