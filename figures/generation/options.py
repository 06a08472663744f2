"""What a person may choose about a figure, as data for pages and the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

# A choice as it is sent and stored.
Choice = str | int
Kind = Literal["items", "swatches", "colour", "words"]
FIELD_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to choose.

    Attributes:
        value: what is sent and stored.
        label: words for people.
        group: heading it stands under; may be empty.
        colour: "#rrggbb" of a swatch, else empty.

    """

    value: Choice
    label: str
    group: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Attributes:
        key: name of the choice.
        label: words for people.
        kind: "items" and "swatches" take one of the items, "colour" also any "#rrggbb", "words"
            takes text.
        items: what there is to choose from.
        default: what no choice means; None: what the photo shows.
        longest: most letters of "words".
        most: how many items may be chosen at once.
        in_choices: whether it is sent inside `choices`, or beside it.

    """

    key: str
    label: str
    kind: Kind
    items: tuple[Item, ...] = ()
    default: Choice | None = None
    longest: int = 0
    most: int = 1
    in_choices: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """Questions that belong together."""

    key: str
    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the photo shows for a field: words, and a colour where it has one ("#rrggbb")."""

    words: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the photo does not show well enough: the person is asked, never guessed for.

    Attributes:
        field: key of the field that answers it.
        attribute: its name in the report of what was read.
        label: what is asked about, in words.
        guess: the answer that says our guess is right; None where nothing was seen.
        confidence: how sure the guess is, 0..1.
        items: what it may be.

    """

    field: str
    attribute: str
    label: str
    guess: Choice | None
    confidence: float
    items: tuple[Item, ...]


def choice_fields(tabs: Iterable[Tab]) -> dict[str, Field]:
    """Return the fields that are sent inside `choices`, by key."""
    return {field.key: field for tab in tabs for field in tab.fields if field.in_choices}
