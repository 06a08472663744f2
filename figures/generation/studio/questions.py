"""What the person is asked because the photo did not show it well enough.

The one place that says which attributes are asked about, in which order, and below which
confidence. A question comes with the best guess, so that agreeing is one tap.
"""

from collections.abc import Callable
from dataclasses import dataclass

from figures.generation.studio.analysis.report import CLOTH_COLOURS
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.colour import RGB, to_hex
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.expressions import EXPRESSIONS
from figures.generation.studio.hairstyles import HAIRSTYLES, worn_hair
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.recipe import PHOTO_HAIR, Attribute, Recipe
from figures.generation.studio.recipe_edit import EYE_COLOURS, HAIR_COLOURS, SKIN_TONES
from figures.generation.studio.spectacles import SPECTACLES

# Below this confidence the person is asked.
SURE = 0.5
Value = str | int


@dataclass(frozen=True)
class Choice:
    """One answer.

    Attributes:
        value: what the edit takes.
        label: words for people.
        swatch: its colour, if it is one.

    """

    value: Value
    label: str
    swatch: RGB | None = None


@dataclass(frozen=True)
class Question:
    """Something the photo left open.

    Attributes:
        attribute: name in the report.
        field: key of recipe_edit.EDITS that takes the answer.
        label: what is asked about, in words for people.
        guess: value of the choice to preselect; None if nothing was seen.
        confidence: of the guess, 0..1, below SURE.
        choices: answers in the order to show them.

    """

    attribute: str
    field: str
    label: str
    guess: Value | None
    confidence: float
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class _Topic:
    field: str
    label: str
    choices: Callable[[], tuple[Choice, ...]]
    guess: Callable[[Recipe, Attribute], Value | None]
    also: tuple[str, ...] = ()


def questions(recipe: Recipe) -> tuple[Question, ...]:
    """Return what to ask about a recipe, most telling first; () when all is sure.

    A person's own choice is certain (confidence 1) and never asked about again.
    """
    read = {attribute.name: attribute for attribute in recipe.attributes}
    asked = []
    for name, topic in TOPICS.items():
        attribute = _least_sure(read, (name, *topic.also))
        if attribute is None or attribute.confidence >= SURE:
            continue
        if name == "hair_colour" and worn_hair(recipe.hair).length == "bald":
            continue
        choices = topic.choices()
        if len(choices) < 2:
            continue
        guess = topic.guess(recipe, attribute)
        if guess not in {choice.value for choice in choices}:
            guess = None
        asked.append(Question(name, topic.field, topic.label, guess, attribute.confidence, choices))
    return tuple(asked)


def asked_with(name: str) -> str | None:
    """Attribute whose question settles an attribute; None if it is never asked about."""
    for asked, topic in TOPICS.items():
        if name in (asked, *topic.also):
            return asked
    return None


def _least_sure(read: dict[str, Attribute], names: tuple[str, ...]) -> Attribute | None:
    found = [read[name] for name in names if name in read]
    return min(found, key=lambda attribute: attribute.confidence, default=None)


def _seen(recipe: Recipe, attribute: Attribute) -> Value | None:
    return attribute.value


def _tone(recipe: Recipe, attribute: Attribute) -> Value | None:
    return int(attribute.value) if attribute.value.isdecimal() else None


def _hairstyle(recipe: Recipe, attribute: Attribute) -> Value | None:
    """Return the photo's own hair if it could be cut out, else the preset that stands in for it."""
    return recipe.hair.style


def _cloth(recipe: Recipe, attribute: Attribute) -> Value | None:
    colour = CLOTH_COLOURS.get(attribute.value)
    return None if colour is None else to_hex(colour)


def _tones() -> tuple[Choice, ...]:
    return tuple(
        Choice(number, f"Skin tone {number}", colour)
        for number, colour in enumerate(SKIN_TONES, start=1)
    )


def _colours(named: dict[str, RGB]) -> tuple[Choice, ...]:
    return tuple(Choice(name, name.capitalize(), colour) for name, colour in named.items())


def _cloths() -> tuple[Choice, ...]:
    return tuple(
        Choice(to_hex(colour), name.capitalize(), colour) for name, colour in CLOTH_COLOURS.items()
    )


# Every attribute that is asked about; a hairstyle settles length and texture at once.
TOPICS: dict[str, _Topic] = {
    "skin_tone": _Topic("skin_tone", "Skin tone", _tones, _tone),
    "hair_length": _Topic(
        "hairstyle",
        "Hairstyle",
        lambda: (
            Choice(PHOTO_HAIR, "As in the photo"),
            *(Choice(s.name, s.label) for s in HAIRSTYLES.values()),
        ),
        _hairstyle,
        also=("hair_texture",),
    ),
    "hair_colour": _Topic("hair_colour", "Hair colour", lambda: _colours(HAIR_COLOURS), _seen),
    "head_covering": _Topic(
        "covering",
        "Head covering",
        lambda: (
            Choice("none", "None"),
            *(Choice(c.name, c.label) for c in COVERINGS.values()),
        ),
        lambda recipe, attribute: recipe.covering.kind,
    ),
    "eye_colour": _Topic("eye_colour", "Eye colour", lambda: _colours(EYE_COLOURS), _seen),
    "glasses": _Topic(
        "glasses",
        "Glasses",
        lambda: (
            Choice("none", "None"),
            *(Choice(s.name, s.label) for s in SPECTACLES.values()),
        ),
        lambda recipe, attribute: recipe.glasses.frame,
    ),
    "facial_hair": _Topic(
        "facial_hair",
        "Beard",
        lambda: (Choice("none", "None"), *(Choice(b.name, b.label) for b in BEARDS.values())),
        lambda recipe, attribute: recipe.facial_hair.kind,
    ),
    "smile": _Topic(
        "expression",
        "Expression",
        lambda: (
            Choice("photo", "As in the photo"),
            *(Choice(e.name, e.label) for e in EXPRESSIONS.values()),
        ),
        lambda recipe, attribute: recipe.expression,
    ),
    "outfit": _Topic(
        "outfit",
        "Outfit",
        lambda: tuple(Choice(g.name, g.label) for g in OUTFITS.values()),
        _seen,
    ),
    "outfit_colour": _Topic("outfit_main", "Colour of the outfit", _cloths, _cloth),
}
