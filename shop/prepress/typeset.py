"""Lines of type: measuring, fitting, and refusing what the font cannot show."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

from shop.prepress.errors import MissingGlyphError
from shop.prepress.geometry import POINTS_PER_MM

# Height of capitals in em; near enough for centring on any of our faces.
CAP_HEIGHT = 0.7


@dataclass(frozen=True)
class Fonts:
    """The TrueType files a page is set in: `display` for the name, `text` for everything else."""

    display: Path
    text: Path


@cache
def registered(font: Path) -> str:
    """Return the name under which ReportLab knows the font file, after telling it."""
    name = "F" + hashlib.sha256(font.read_bytes()).hexdigest()[:12]
    pdfmetrics.registerFont(TTFont(name, str(font)))
    return name


def checked(words: str, font: Path) -> str:
    """Return `words` on one line, composed, if the font has every character.

    Raises:
        MissingGlyphError: it has not.

    """
    line = unicodedata.normalize("NFC", " ".join(words.split()))
    known = _characters(font)
    missing = "".join(dict.fromkeys(c for c in line if ord(c) not in known))
    if missing:
        raise MissingGlyphError(f"The font has no {missing!r}.")
    return line


@cache
def _characters(font: Path) -> frozenset[int]:
    return frozenset(TTFontFile(str(font)).charToGlyph)


def width_mm(words: str, font: Path, size: float, tracking: float = 0.0) -> float:
    """Return how wide a line is set at `size` points."""
    points = pdfmetrics.stringWidth(words, registered(font), size)
    return float(points + tracking * max(0, len(words) - 1)) / POINTS_PER_MM


def advances(words: str, font: Path, size: float, tracking: float) -> Iterator[tuple[str, float]]:
    """Yield each character and the mm from the line's start at which it stands."""
    name, at = registered(font), 0.0
    for character in words:
        yield character, at / POINTS_PER_MM
        at += pdfmetrics.stringWidth(character, name, size) + tracking


def fitted_size(words: str, font: Path, largest: float, room_mm: float) -> float:
    """Return the largest size (points, at most `largest`) at which the line takes `room_mm`."""
    full = width_mm(words, font, largest)
    return largest if full <= room_mm else round(largest * room_mm / full - 0.005, 2)


def wrapped(words: str, font: Path, size: float, room_mm: float) -> list[str]:
    """Break words into lines no wider than `room_mm`; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(longer, font, size) <= room_mm:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
