"""Look: what a person chose for their figure, apart from what the photo says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from figures.generation.options import Choice
from figures.generation.studio.box import (
    BoxText,
    BoxTextError,
    validate_box_text,
    validate_label,
)

MAX_ACCESSORIES = 3


class LookRefused(ValueError):
    """A choice is not possible; `field` names it, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Accessory:
    """One thing in the box and the words under it."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything somebody chose, always complete: what is not here is as in the photo.

    Attributes:
        name: 1-30 characters.
        tagline: 0-60 characters.
        accessories: up to three.
        choices: choices about the figure, by the keys of the backend's `options`.
        box_design: design of the package, or "" for the usual one.
        box_theme: its colours, or "" for those of the outfit.

    """

    name: str
    tagline: str = ""
    accessories: tuple[Accessory, ...] = ()
    choices: dict[str, Choice] = field(default_factory=dict)
    box_design: str = ""
    box_theme: str = ""

    @classmethod
    def checked(
        cls,
        *,
        name: str,
        tagline: str,
        accessories: list[tuple[str, str]],
        kinds: tuple[str, ...],
        choices: dict[str, Choice] | None = None,
        box_design: str = "",
        box_theme: str = "",
    ) -> Self:
        """Return the look after its words and things have been checked.

        Args:
            name: on the box.
            tagline: below it.
            accessories: (kind, label) each.
            kinds: of accessories there are.
            choices: checked by the backend already.
            box_design: checked already.
            box_theme: checked already.

        Raises:
            LookRefused: with the field and a sentence.

        """
        text = checked_text(name, tagline)
        if len(accessories) > MAX_ACCESSORIES:
            raise LookRefused("accessories", f"The box holds up to {MAX_ACCESSORIES} accessories.")
        return cls(
            name=text.name,
            tagline=text.tagline,
            accessories=tuple(_accessory(kind, label, kinds) for kind, label in accessories),
            choices=dict(choices or {}),
            box_design=box_design,
            box_theme=box_theme,
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain data for sealing into the vault."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Undo `as_json`; also reads looks from before there were choices."""
        fields = dict(data)
        accessories = tuple(Accessory(**item) for item in fields.pop("accessories"))
        older = choices_of_parts(fields.pop("pose", ""), fields.pop("colours", {}))
        choices = older | fields.pop("choices", {})
        return cls(accessories=accessories, choices=choices, **fields)


_PARTS = {"skin": "skin_tone", "hair": "hair_colour", "outfit": "outfit_main"}


def choices_of_parts(pose: str, colours: Mapping[str, list[int]]) -> dict[str, Choice]:
    """Return choices for the older way to say them: a pose and colours of parts.

    Args:
        pose: a pose, or "" for none.
        colours: `skin`, `hair`, `outfit` -> [r, g, b].

    Raises:
        LookRefused: no such part, or not a colour.

    """
    choices: dict[str, Choice] = {"pose": pose} if pose else {}
    for part, value in colours.items():
        if part not in _PARTS:
            raise LookRefused("colours", f"Choose colours for: {', '.join(_PARTS)}.")
        if len(value) != 3 or not all(isinstance(v, int) and 0 <= v <= 255 for v in value):
            raise LookRefused("colours", f"The colour of {part} is three numbers from 0 to 255.")
        choices[_PARTS[part]] = "#{:02x}{:02x}{:02x}".format(*value)
    return choices


def checked_text(name: str, tagline: str) -> BoxText:
    """Return normalised box text.

    Raises:
        LookRefused: length, or characters that cannot be printed.

    """
    try:
        return validate_box_text(name, tagline)
    except BoxTextError as error:
        raise LookRefused(error.field, error.sentence) from error


def _accessory(kind: str, label: str, kinds: tuple[str, ...]) -> Accessory:
    if kind not in kinds:
        raise LookRefused("accessories", f"Choose accessories from: {', '.join(kinds)}.")
    try:
        words = validate_label(label)
    except BoxTextError as error:
        raise LookRefused("accessories", error.sentence) from error
    return Accessory(kind, words or kind.replace("_", " ").capitalize())
