"""The typefaces of pictures, print files and packages, and what they can print."""

from enum import Enum
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

_FOLDER = Path(__file__).parent


class Typeface(Enum):
    """A typeface by its task; the value is its file in this folder."""

    DISPLAY = "shelfie-display.ttf"
    LABEL = "anton.ttf"
    SANS = "noto-sans.ttf"
    SANS_BOLD = "noto-sans-bold.ttf"


def font_path(typeface: Typeface) -> Path:
    """Return the TrueType file of a typeface."""
    return _FOLDER / typeface.value


@cache
def _characters(typeface: Typeface) -> frozenset[int]:
    with TTFont(font_path(typeface), lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_characters(text: str, typeface: Typeface = Typeface.SANS_BOLD) -> str:
    """Return the characters of `text` without a glyph in `typeface`, each once, in order.

    The default is the typeface with the most characters: what it lacks cannot be printed at all.
    """
    known = _characters(typeface)
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known))


def covers(text: str, typeface: Typeface) -> bool:
    """Tell whether `typeface` has a glyph for every character of `text`."""
    return not missing_characters(text, typeface)
