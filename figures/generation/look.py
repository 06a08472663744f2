"""Look: what a person chose for their figure, apart from what the photo says."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

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
    """Box text, accessories, pose and colours. An empty choice keeps what the photo says.

    Attributes:
        name: 1-30 characters.
        tagline: 0-60 characters.
        accessories: up to three.
        pose: one of the backend's poses, or "".
        colours: recipe field -> [r, g, b], such as {"hair": [90, 60, 40]}.

    """

    name: str
    tagline: str = ""
    accessories: tuple[Accessory, ...] = ()
    pose: str = ""
    colours: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def checked(
        cls,
        *,
        name: str,
        tagline: str,
        accessories: list[tuple[str, str]],
        pose: str,
        colours: dict[str, list[int]] | None = None,
        kinds: tuple[str, ...],
        poses: tuple[str, ...],
    ) -> Self:
        """Return the look after every choice has been checked.

        Raises:
            LookRefused: with the field and a sentence.

        """
        text = checked_text(name, tagline)
        if len(accessories) > MAX_ACCESSORIES:
            raise LookRefused("accessories", f"The box holds up to {MAX_ACCESSORIES} accessories.")
        if pose and pose not in poses:
            raise LookRefused("pose", f"Choose a pose: {', '.join(poses)}.")
        return cls(
            name=text.name,
            tagline=text.tagline,
            accessories=tuple(_accessory(kind, label, kinds) for kind, label in accessories),
            pose=pose,
            colours={part: _colour(part, value) for part, value in (colours or {}).items()},
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain data for sealing into the vault."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Undo `as_json`."""
        accessories = tuple(Accessory(**item) for item in data.pop("accessories"))
        return cls(accessories=accessories, **data)


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


def _colour(part: str, value: list[int]) -> list[int]:
    if len(value) != 3 or not all(isinstance(v, int) and 0 <= v <= 255 for v in value):
        raise LookRefused("colours", f"The colour of {part} is three numbers from 0 to 255.")
    return list(value)
