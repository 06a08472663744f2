"""What may be chosen about a figure, read off the presets: a new preset is on offer at once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol

from figures.generation.options import Choice, Field, Item, Reading, Tab
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.brows import BROWS
from figures.generation.studio.colour import RGB, to_hex
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.expressions import EXPRESSIONS
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.recipe_edit import (
    EDITS,
    EYE_COLOURS,
    HAIR_COLOURS,
    SKIN_TONES,
)
from figures.generation.studio.sculpt.lettering import MOST_CHARACTERS
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES

CLOTH: dict[str, RGB] = {
    "charcoal": (32, 36, 44),
    "navy": (38, 48, 84),
    "denim": (56, 74, 112),
    "blue": (48, 84, 168),
    "teal": (40, 120, 150),
    "green": (60, 140, 84),
    "yellow": (244, 204, 70),
    "orange": (238, 140, 44),
    "red": (200, 54, 44),
    "pink": (226, 118, 150),
    "purple": (124, 78, 160),
    "brown": (112, 76, 52),
    "sand": (196, 170, 132),
    "grey": (140, 142, 146),
    "cream": (236, 232, 224),
}


class Preset(Protocol):
    """Anything of a registry."""

    @property
    def name(self) -> str:
        """Key."""

    @property
    def label(self) -> str:
        """Words for people."""


@cache
def tabs() -> tuple[Tab, ...]:
    """Return every choice about the figure itself, in the order of an editor's tabs."""
    return (
        _tab(
            "face",
            "Face",
            Field("skin_tone", "Skin tone", "swatches", _skin_tones()),
            Field("expression", "Expression", "items", _items(EXPRESSIONS)),
            _colour("eye_colour", "Eye colour", EYE_COLOURS),
            Field("brow_shape", "Brows", "items", _items(BROWS)),
            _colour("brows", "Brow colour", HAIR_COLOURS),
            _worn("glasses", "Glasses", "No glasses", SPECTACLES),
            _colour("glasses_colour", "Colour of the frame", CLOTH),
            _worn("facial_hair", "Facial hair", "None", BEARDS),
            _colour("beard_colour", "Beard colour", HAIR_COLOURS),
        ),
        _tab(
            "hair",
            "Hair",
            Field("hairstyle", "Hairstyle", "items", _items(HAIRSTYLES)),
            _colour("hair_colour", "Hair colour", HAIR_COLOURS),
            _worn("covering", "On the head", "Nothing", COVERINGS),
            _colour("covering_colour", "Colour of what is on the head", CLOTH),
        ),
        _tab(
            "outfit",
            "Outfit",
            Field("outfit", "Outfit", "items", _items(OUTFITS)),
            _colour("outfit_main", "Main colour", CLOTH),
            _colour("outfit_inner", "Colour below it", CLOTH),
            _colour("outfit_accent", "Tie or trim", CLOTH, Item("none", "None")),
            _colour("outfit_trousers", "Trousers", CLOTH),
            _colour("outfit_shoes", "Shoes", CLOTH),
            Field("outfit_words", "Words on it", "words", default="", longest=MOST_CHARACTERS),
        ),
        _tab(
            "pose",
            "Pose",
            Field("pose", "Pose", "items", _items(POSES), default="stand"),
            Field("body", "Body", "items", _items(BODIES), default="regular"),
            Field("style", "Kind of figure", "items", _items(STYLES), default="vinyl"),
        ),
    )


def readings(recipe: Recipe) -> dict[str, Reading]:
    """Return what the photo shows for each choice that has words or a colour for it."""
    seen = {attribute.name: attribute.value for attribute in recipe.attributes}
    outfit = recipe.outfit
    found = {
        "skin_tone": Reading(f"tone {seen.get('skin_tone', '')}".strip(), to_hex(recipe.skin)),
        "eye_colour": Reading(seen.get("eye_colour", ""), to_hex(recipe.eyes.iris)),
        "brows": Reading("", to_hex(recipe.brows)),
        "glasses": Reading(_label(SPECTACLES, recipe.glasses.frame, "no glasses")),
        "glasses_colour": Reading("", to_hex(recipe.glasses.colour)),
        "facial_hair": Reading(_label(BEARDS, recipe.facial_hair.kind, "none")),
        "beard_colour": Reading("", to_hex(recipe.facial_hair.colour)),
        "hairstyle": Reading(f"{recipe.hair.length}, {recipe.hair.texture}"),
        "hair_colour": Reading(seen.get("hair_colour", ""), to_hex(recipe.hair.colour)),
        "covering": Reading(_label(COVERINGS, recipe.covering.kind, "nothing")),
        "covering_colour": Reading("", to_hex(recipe.covering.colour)),
        "outfit": Reading(_label(OUTFITS, outfit.kind, outfit.kind)),
        "outfit_main": Reading(seen.get("outfit_colour", ""), to_hex(outfit.main)),
        "outfit_inner": Reading("", to_hex(outfit.inner)),
        "outfit_accent": Reading("", to_hex(outfit.accent) if outfit.accent else ""),
        "outfit_trousers": Reading("", to_hex(outfit.trousers)),
        "outfit_shoes": Reading("", to_hex(outfit.shoes)),
    }
    return {key: reading for key, reading in found.items() if key in EDITS}


def defaults() -> dict[str, Choice]:
    """Return what is taken where nothing is chosen and the photo says nothing."""
    return {
        field.key: field.default
        for tab in tabs()
        for field in tab.fields
        if field.default is not None
    }


def _tab(key: str, label: str, *fields: Field) -> Tab:
    """Leave out what the engine cannot edit, and questions with nothing to choose from."""
    asked = [field for field in fields if field.key in EDITS]
    return Tab(key, label, tuple(f for f in asked if f.kind == "words" or len(f.items) > 0))


def _items(presets: Mapping[str, Preset]) -> tuple[Item, ...]:
    """Items by group, and in the order of their labels within one."""
    items = [
        Item(preset.name, preset.label, getattr(preset, "group", "")) for preset in presets.values()
    ]
    return tuple(sorted(items, key=lambda item: (item.group, item.label)))


def _worn(key: str, label: str, without: str, presets: Mapping[str, Preset]) -> Field:
    items = _items(presets)
    return Field(key, label, "items", (Item("none", without), *items) if items else ())


def _colour(key: str, label: str, named: Mapping[str, RGB], *more: Item) -> Field:
    takes_names = named is not CLOTH
    return Field(key, label, "colour", (*more, *_swatches(named.items(), by_name=takes_names)))


def _swatches(named: Iterable[tuple[str, RGB]], *, by_name: bool) -> tuple[Item, ...]:
    return tuple(
        Item(name if by_name else to_hex(rgb), name.capitalize(), colour=to_hex(rgb))
        for name, rgb in named
    )


def _skin_tones() -> tuple[Item, ...]:
    return tuple(
        Item(tone, f"Monk skin tone {tone}", colour=to_hex(rgb))
        for tone, rgb in enumerate(SKIN_TONES, start=1)
    )


def _label(presets: Mapping[str, Preset], key: str, without: str) -> str:
    return presets[key].label.lower() if key in presets else without
