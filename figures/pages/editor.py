"""The editor's questions as its page shows them, and its form as the services want it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from figures.generation.look import Look
from figures.generation.options import Choice, Field, Item, Question, Reading, Tab, choice_fields

# Posted instead of an item's value: the colour is in the field beside it.
OTHER = "other"
# An answer that some choices know: exactly as in the photo.
PHOTO = "photo"
_SURE, _FAIRLY_SURE = 0.75, 0.5
_HARDLY = 0.3


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One radio button."""

    value: str
    label: str
    colour: str = ""
    picture: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class ShownField:
    """One question of the editor.

    Attributes:
        key: name in the form.
        label: words for people.
        kind: see `options.Field`.
        groups: items under their headings.
        words: of a text field.
        longest: letters of `words`.
        other: "#rrggbb" to start the colour picker with; empty where there is none.
        other_checked: whether it is the one chosen.
        error: what is wrong with it.

    """

    key: str
    label: str
    kind: str
    groups: tuple[tuple[str, tuple[ShownItem, ...]], ...]
    words: str = ""
    longest: int = 0
    other: str = ""
    other_checked: bool = False
    error: str = ""

    @property
    def pictured(self) -> bool:
        """Whether its items have pictures."""
        return any(item.picture for _, items in self.groups for item in items)


@dataclass(frozen=True, slots=True)
class ShownTab:
    """One tab; the box and the things in it have fields of their own."""

    key: str
    label: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What the photo did not tell, as it is asked at the top."""

    field: str
    title: str
    guess: str
    doubt: str
    items: tuple[ShownItem, ...]

    @property
    def colour(self) -> str:
        """Of the guess, "#rrggbb"; empty where it has none."""
        return next((item.colour for item in self.items if item.checked), "")

    @property
    def pictured(self) -> bool:
        """Whether its answers have pictures."""
        return any(item.picture for item in self.items)


def shown_tabs(
    tabs: Iterable[Tab],
    look: Look,
    readings: Mapping[str, Reading],
    errors: Mapping[str, str] | None = None,
) -> list[ShownTab]:
    """Return the tabs with what is chosen marked, and what the photo shows as the first item."""
    wrong = errors or {}
    return [
        ShownTab(
            tab.key,
            tab.label,
            tuple(
                _field(field, look, readings.get(field.key), wrong.get(field.key, ""))
                for field in tab.fields
                if field.in_choices or field.key in {"box_design", "box_theme"}
            ),
        )
        for tab in tabs
    ]


def shown_things(tabs: Iterable[Tab]) -> list[ShownItem]:
    """Return the things there are for the box, to be picked by their pictures."""
    return [
        _item(field, item, None)
        for tab in tabs
        for field in tab.fields
        if field.key == "accessories"
        for item in field.items
    ]


def posted_choices(tabs: Iterable[Tab], posted: Mapping[str, str]) -> dict[str, Choice | None]:
    """Return what the form says about every choice; None for "as in the photo".

    What the form does not hold at all is left out.
    """
    known = choice_fields(tabs)
    chosen = {
        key: _value(field, posted[key], posted.get(f"{key}_other", ""))
        for key, field in known.items()
        if key in posted
    }
    key, _, value = posted.get("answer", "").partition("=")
    if key in known:
        chosen[key] = _value(known[key], value, "")
    return chosen


def shown_question(question: Question, fields: Mapping[str, Field]) -> ShownQuestion:
    """Return a question with its best guess marked and its doubt in words."""
    items = tuple(_item(fields[question.field], item, question.guess) for item in question.items)
    return ShownQuestion(
        question.field,
        question.label,
        next((item.label.lower() for item in items if item.checked), ""),
        _doubt(question.confidence),
        items,
    )


def confidence_words(confidence: float) -> str:
    """Return how sure a reading is, in words."""
    if confidence >= _SURE:
        return "sure"
    if confidence >= _FAIRLY_SURE:
        return "fairly sure"
    return "not sure" if confidence >= _HARDLY else "hardly to be seen"


def _doubt(confidence: float) -> str:
    if confidence >= _FAIRLY_SURE:
        return "but a look at you would tell better than the photo"
    if confidence >= _HARDLY:
        return "but we are not sure: light or shadow in the photo hides it"
    return "but the photo hardly shows it"


def _field(field: Field, look: Look, reading: Reading | None, error: str) -> ShownField:
    chosen = _chosen(field, look)
    if field.kind == "words":
        return ShownField(
            field.key, field.label, field.kind, (), str(chosen or ""), field.longest, error=error
        )
    groups: dict[str, list[ShownItem]] = {}
    if field.default is None and field.in_choices:
        groups[""] = [_from_photo(reading, chosen)]
    for item in field.items:
        groups.setdefault(item.group, []).append(_item(field, item, chosen))
    known = {item.value for item in field.items}
    is_other = field.kind == "colour" and chosen is not None and chosen not in known
    start = str(chosen) if is_other else (reading.colour if reading else "") or "#808080"
    return ShownField(
        field.key,
        field.label,
        field.kind,
        tuple((group, tuple(items)) for group, items in groups.items()),
        other=start if field.kind == "colour" else "",
        other_checked=is_other,
        error=error,
    )


def _chosen(field: Field, look: Look) -> Choice | None:
    if not field.in_choices:
        return str(getattr(look, field.key))
    return look.choices.get(field.key, field.default)


def _from_photo(reading: Reading | None, chosen: Choice | None) -> ShownItem:
    words = f"From photo: {reading.words}" if reading and reading.words else "From photo"
    # Somebody who was asked may have said so in as many words.
    said_so = chosen == PHOTO
    return ShownItem(
        PHOTO if said_so else "",
        words,
        reading.colour if reading else "",
        checked=chosen is None or said_so,
    )


def _item(field: Field, item: Item, chosen: Choice | None) -> ShownItem:
    return ShownItem(
        str(item.value),
        item.label,
        item.colour,
        thumbnail(field.key, str(item.value)) if field.kind == "items" else "",
        checked=item.value == chosen,
    )


@cache
def thumbnail(field: str, value: str) -> str:
    """Return the address of an item's small picture; empty where none has been made."""
    path = f"items/{field}/{value}.webp"
    if finders.find(path) is None:
        return ""
    try:
        return static(path)
    except ValueError:  # Not collected yet: words will do.
        return ""


def _value(field: Field, raw: str, other: str) -> Choice | None:
    """Return the item's own value, so that a number stays one; None for the default."""
    if field.kind == "words":
        return raw.strip() or None
    if raw == OTHER and field.kind == "colour":
        return other.lower()
    if raw == "" or raw == str(field.default):
        return None
    return next((item.value for item in field.items if str(item.value) == raw), raw)
