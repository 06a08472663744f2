"""Setting type: which face can print a text, how wide it runs, and its coverage mask.

Letters are placed one by one from the faces' own advances and kerning, so that a line comes out the
same whether or not a text shaper is installed.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from shop.fonts import Typeface, covers, font_path

U8 = npt.NDArray[np.uint8]

FALLBACKS: Final = {
    Typeface.DISPLAY: (Typeface.DISPLAY, Typeface.LABEL, Typeface.SANS_BOLD),
    Typeface.LABEL: (Typeface.LABEL, Typeface.SANS_BOLD),
    Typeface.SANS: (Typeface.SANS,),
    Typeface.SANS_BOLD: (Typeface.SANS_BOLD,),
}


class MissingGlyphError(ValueError):
    """A text holds a character that none of the allowed typefaces can print."""


@dataclass(frozen=True)
class Line:
    """A line of text in the face that will print it."""

    text: str
    typeface: Typeface

    def width(self, size: float) -> float:
        """Return the advance width in pixels at `size` pixels per em."""
        return _positions(self)[-1] * size

    def cap_height(self, size: float) -> float:
        """Return the height of capitals in pixels at `size` pixels per em."""
        return _metrics(self.typeface).cap_height * size


@dataclass(frozen=True)
class Mask:
    """Coverage (h, w) uint8 and the place of its top left corner from the pen's start."""

    coverage: U8
    left: int
    top: int


@dataclass(frozen=True)
class _Metrics:
    """A face's measures in ems."""

    cmap: dict[int, str]
    advances: dict[str, float]
    kerning: dict[tuple[str, str], float]
    cap_height: float


@cache
def _metrics(typeface: Typeface) -> _Metrics:
    with TTFont(font_path(typeface)) as font:
        em = font["head"].unitsPerEm
        pairs = font["kern"].kernTables[0].kernTable
        return _Metrics(
            cmap=font.getBestCmap(),
            advances={glyph: width / em for glyph, (width, _) in font["hmtx"].metrics.items()},
            kerning={pair: value / em for pair, value in pairs.items()},
            cap_height=font["OS/2"].sCapHeight / em,
        )


def line(text: str, preferred: Typeface) -> Line:
    """Choose the face for a text: the preferred one or the first fallback that has every letter.

    Raises:
        MissingGlyphError: if no allowed face can print all of it.

    """
    for typeface in FALLBACKS[preferred]:
        if covers(text, typeface):
            return Line(text, typeface)
    raise MissingGlyphError(f"No typeface of {preferred.name} prints all of this text.")


@cache
def _positions(item: Line) -> tuple[float, ...]:
    """Return the pen position of each letter in ems, then the whole advance."""
    metrics = _metrics(item.typeface)
    pen, places, before = 0.0, [], ""
    for letter in item.text:
        glyph = metrics.cmap[ord(letter)]
        pen += metrics.kerning.get((before, glyph), 0.0)
        places.append(pen)
        pen += metrics.advances[glyph]
        before = glyph
    return (*places, pen)


@cache
def _font(typeface: Typeface, size: float) -> ImageFont.FreeTypeFont:
    path = str(font_path(typeface))
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def text_mask(item: Line, size: float, stroke: float = 0.0) -> Mask:
    """Draw a line.

    Args:
        item: The line.
        size: Pixels per em.
        stroke: Extra outline on every side, in pixels.

    """
    pad = int(stroke) + 3
    font = _font(item.typeface, size)
    ascent, descent = (int(size * 1.25) + pad, int(size * 0.45) + pad)
    image = Image.new("L", (int(item.width(size) + size * 0.5) + 2 * pad, ascent + descent), 0)
    draw = ImageDraw.Draw(image)
    start = pad + size * 0.2
    for letter, place in zip(item.text, _positions(item), strict=False):
        draw.text(
            (start + place * size, ascent), letter, 255, font, anchor="ls", stroke_width=stroke
        )
    box = image.getbbox()
    if box is None:
        return Mask(np.zeros((1, 1), np.uint8), 0, 0)
    return Mask(np.asarray(image.crop(box)), round(box[0] - start), box[1] - ascent)


def fit_size(item: Line, width: float, height: float, largest: float) -> float:
    """Return the largest size in pixels per em at which the line's ink fits a room.

    Args:
        item: The line.
        width: Room for the ink, in pixels.
        height: Room for the ink, in pixels.
        largest: Upper limit of the size.

    """
    probe = 200.0
    shape = text_mask(item, probe).coverage.shape
    ink_height, ink_width = int(shape[0]), int(shape[1])
    # Two pixels of the probe's own rounding are kept in hand.
    return min(largest, probe * width / (ink_width + 2), probe * height / (ink_height + 2))
