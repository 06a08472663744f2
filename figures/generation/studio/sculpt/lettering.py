"""Words printed on a chest: a map of distances to their outlines, sharp at any size."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from figures.generation.studio.colour import RGB, linear
from figures.generation.studio.space import Doubles, Floats

# What a garment's words are set in; the faces live with the web project, whose framework is not
# to be loaded with the engine but only where there are words.
Typeface = Literal["display", "label", "sans_bold"]
MOST_CHARACTERS = 12
# Letters are drawn this large, then measured: finer than any print shows.
EM_PIXELS = 260
LINE_HEIGHT = 1.02
MARGIN_PIXELS = 24


@dataclass(frozen=True)
class Ink:
    """A print.

    Attributes:
        distances: (h, w) signed distance to the letters, mm, negative inside.
        facts: (6,) left and top edge, size of a texel in mm; linear colour of the ink.

    """

    distances: Floats
    facts: Doubles


NO_INK = Ink(np.full((4, 4), 1e3, np.float32), np.array([0.0, -1e6, 1.0, 0.0, 0.0, 0.0]))


def clean_words(text: str) -> str:
    """Words as they are printed.

    Args:
        text: as typed.

    Returns:
        Composed characters, single spaces; "" for no print.

    Raises:
        ValueError: too long, or a character the typefaces cannot print.

    """
    from shop.fonts import missing_characters

    words = " ".join(unicodedata.normalize("NFC", text).split())
    if len(words) > MOST_CHARACTERS:
        raise ValueError(f"must have at most {MOST_CHARACTERS} characters")
    missing = missing_characters(words)
    if missing:
        raise ValueError(f"cannot be printed: {missing}; use Latin, Greek or Cyrillic letters")
    return words


def print_words(
    words: str,
    typeface: Typeface,
    colour: RGB,
    middle: tuple[float, float],
    box: tuple[float, float],
) -> Ink:
    """Set words as large as they fit.

    Args:
        words: from `clean_words`, not empty.
        typeface: replaced by the one with the most characters if it lacks any.
        colour: of the ink.
        middle: centre of the print, mm.
        box: largest width and height, mm.

    """
    face = _able(words, typeface)
    width, height = box
    best: Floats | None = None
    scale = 0.0
    for lines in _broken(words):
        drawn = _distances(lines, face)
        fit = min(
            width / (drawn.shape[1] - 2 * MARGIN_PIXELS),
            height / (drawn.shape[0] - 2 * MARGIN_PIXELS),
        )
        if fit > scale:
            best, scale = drawn, fit
    if best is None:
        raise ValueError("there are no words")
    rows, columns = best.shape
    left, top = middle[0] - columns * scale / 2, middle[1] + rows * scale / 2
    facts = np.array([left, top, scale, *linear(colour)])
    return Ink(np.asarray(best * np.float32(scale), np.float32), facts)


def _able(words: str, typeface: Typeface) -> Typeface:
    from shop import fonts

    return typeface if fonts.covers(words, fonts.Typeface[typeface.upper()]) else "sans_bold"


def _broken(words: str) -> list[tuple[str, ...]]:
    """Ways to break words into lines."""
    pieces = words.split(" ")
    ways: list[tuple[str, ...]] = [(words,)]
    ways += [(" ".join(pieces[:k]), " ".join(pieces[k:])) for k in range(1, len(pieces))]
    return ways


@lru_cache(maxsize=8)
def _distances(lines: tuple[str, ...], face: Typeface) -> Floats:
    """Signed distance to lines set in the middle, in pixels of their drawing."""
    from shop import fonts

    path = fonts.font_path(fonts.Typeface[face.upper()])
    font = ImageFont.truetype(str(path), EM_PIXELS)
    boxes = [font.getbbox(line, anchor="ls") for line in lines]
    wide = max(right - left for left, _, right, _ in boxes)
    step = EM_PIXELS * LINE_HEIGHT
    above, below = -boxes[0][1], boxes[-1][3]
    tall = above + below + step * (len(lines) - 1)
    size = (int(wide) + 2 * MARGIN_PIXELS, int(tall) + 2 * MARGIN_PIXELS)
    page = Image.new("L", size)
    pen = ImageDraw.Draw(page)
    for i, (line, (left, _, right, _)) in enumerate(zip(lines, boxes, strict=True)):
        at = (size[0] / 2 - (left + right) / 2, MARGIN_PIXELS + above + step * i)
        pen.text(at, line, fill=255, font=font, anchor="ls")
    covered = np.asarray(page, np.float32) / 255
    inside = covered > 0.5
    away = ndimage.distance_transform_edt(~inside) - ndimage.distance_transform_edt(inside)
    # Near the edge the drawing's own soft pixels know better than whole ones.
    near = np.abs(away) <= 1.0
    exact = np.where(near, 0.5 - covered, away - 0.5 * np.sign(away))
    return np.asarray(exact, np.float32)
