"""The words on a box: what may be printed, and how names are set in capitals."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shop.fonts import Typeface, missing_characters

MAX_NAME: Final = 30
MAX_TAGLINE: Final = 60
MAX_LABEL: Final = 20
CARE: Final = "Paper and card: keep dry, recycle with paper."
DISCLOSURE: Final = "Computer-generated figure of a real person's photo"

_TURKIC = frozenset("ıİğĞşŞ")
_TONOS = "\N{COMBINING ACUTE ACCENT}"


@dataclass(frozen=True)
class BoxText:
    """The words a person chose for the box; made by `validate_box_text`."""

    name: str
    tagline: str = ""


class BoxTextError(ValueError):
    """Words that cannot be printed on a box.

    Attributes:
        field: `name`, `tagline` or `label`.
        sentence: What is wrong and what to do, for the person who typed it.

    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def validate_box_text(name: str, tagline: str = "") -> BoxText:
    """Clean and check the words for a box.

    Args:
        name: 1 to 30 characters after cleaning.
        tagline: 0 to 60 characters after cleaning.

    Raises:
        BoxTextError: with the field and a sentence for the person.

    """
    return BoxText(
        name=_checked("name", name, least=1, most=MAX_NAME),
        tagline=_checked("tagline", tagline, least=0, most=MAX_TAGLINE),
    )


def validate_label(label: str) -> str:
    """Clean and check an accessory's label: 0 to 20 characters.

    Raises:
        BoxTextError: with the field `label` and a sentence for the person.

    """
    return _checked("label", label, least=0, most=MAX_LABEL)


def _checked(field: str, raw: str, *, least: int, most: int) -> str:
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in raw):
        raise BoxTextError(field, f"Write the {field} on one line, without invisible characters.")
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(text) < least:
        raise BoxTextError(field, f"Please give a {field}.")
    if len(text) > most:
        sentence = f"The {field} may have at most {most} characters; this one has {len(text)}."
        raise BoxTextError(field, sentence)
    unprintable = unprintable_characters(text)
    if unprintable:
        raise BoxTextError(
            field,
            "Only Latin, Greek and Cyrillic letters can be printed, with digits and common "
            f"punctuation. Please leave out: {' '.join(unprintable)}",
        )
    return text


def story_of(name: str, labels: Sequence[str]) -> str:
    """Return the back's sentence about what is in the box; labels may be empty."""
    things = [label for label in labels if label]
    if not things:
        return f"{name} stands alone, and needs nothing else."
    listed = ", ".join(things[:-1]) + " and " + things[-1] if len(things) > 1 else things[0]
    return f"In the box with {name}: {listed}."


def unprintable_characters(text: str) -> str:
    """Return the characters of composed `text` that no typeface prints well, each once.

    Combining marks count: the typefaces have glyphs for them but no places to put them.
    """
    lacking = missing_characters(text, Typeface.SANS_BOLD)
    return "".join(
        dict.fromkeys(c for c in text if c in lacking or unicodedata.category(c).startswith("M"))
    )


def capitals(text: str) -> str:
    """Return `text` in capitals as its own script writes them.

    Greek capitals lose the tonos but keep the diaeresis, Turkic `i` keeps its dot, and a sharp s
    stays one letter.
    """
    if _TURKIC.intersection(text):
        text = text.replace("i", "İ")
    letters: list[str] = []
    base = ""
    for mark in unicodedata.normalize("NFD", text.replace("ß", "ẞ").upper()):
        if not unicodedata.combining(mark):
            base = mark
        if not (mark == _TONOS and "\N{GREEK CAPITAL LETTER ALPHA}" <= base <= "Ͽ"):
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters))
