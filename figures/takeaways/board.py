"""A small picture to compose: ground, discs, the figure with its shadow, lines of type."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio.box.lettering import Line, line, text_mask
from figures.generation.studio.colour import linear
from shop.fonts import Typeface

RGB = tuple[int, int, int]
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)
# WCAG 2.2 AA for small type.
LEAST_CONTRAST = 4.5
# How far a ground may go towards the deep colour of its scheme.
MOST_DEEPENED = 0.30
# How far a shadow on the ground spreads, as shares of the figure's width.
_SHADOW_WIDTH, _SHADOW_HEIGHT, _SHADOW = 0.36, 0.055, 0.34


class Board:
    """An opaque RGB picture being composed; colours are 8-bit sRGB, lengths pixels."""

    def __init__(self, width: int, height: int, ground: RGB) -> None:
        self.width = width
        self.height = height
        self._image: Floats = np.empty((height, width, 3), np.float32)
        self._image[:] = ground

    def glow(self, center: tuple[float, float], radius: float, colour: RGB, amount: float) -> None:
        """Lighten softly round a point."""
        x, y = self._grid(center)
        far = np.sqrt(x * x + y * y) / np.float32(radius)
        self._mix(colour, np.asarray(np.clip(1 - far, 0, 1) ** 2 * amount, np.float32))

    def disc(self, center: tuple[float, float], radius: float, colour: RGB) -> None:
        """Lay a flat disc."""
        x, y = self._grid(center)
        self._mix(colour, np.clip(np.float32(radius + 0.5) - np.sqrt(x * x + y * y), 0, 1))

    def shadow(self, center: tuple[float, float], width: float, colour: RGB) -> None:
        """Lay the shadow of a figure `width` wide that stands at a point."""
        x, y = self._grid(center)
        far = (x / (width * _SHADOW_WIDTH)) ** 2 + (y / (width * _SHADOW_HEIGHT)) ** 2
        self._mix(colour, np.exp(-far) * np.float32(_SHADOW))

    def place(self, picture: Pixels, left: int, top: int) -> None:
        """Lay RGBA over it; what reaches beyond the border is cut off."""
        height, width = picture.shape[:2]
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.width, left + width), min(self.height, top + height)
        if x0 >= x1 or y0 >= y1:
            return
        part = picture[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
        under = self._image[y0:y1, x0:x1]
        under += (part[..., :3] - under) * (part[..., 3:] / 255)

    def write(
        self, item: Line, size: float, at: tuple[float, float], colour: RGB, align: float = 0.0
    ) -> None:
        """Set a line; `at` is the place on its baseline that `align` (0 start, 1 end) names."""
        mask = text_mask(item, size)
        ink = np.empty((*mask.coverage.shape, 4), np.uint8)
        ink[..., :3], ink[..., 3] = colour, mask.coverage
        start = at[0] - item.width(size) * align
        self.place(ink, round(start + mask.left), round(at[1] + mask.top))

    def pixels(self) -> Pixels:
        """Return (height, width, 3)."""
        return np.asarray(np.clip(np.rint(self._image), 0, 255), np.uint8)

    def _grid(self, center: tuple[float, float]) -> tuple[Floats, Floats]:
        x = np.arange(self.width, dtype=np.float32)[None] + np.float32(0.5 - center[0])
        y = np.arange(self.height, dtype=np.float32)[:, None] + np.float32(0.5 - center[1])
        return x, y

    def _mix(self, colour: RGB, amount: Floats) -> None:
        self._image += (np.array(colour, np.float32) - self._image) * amount[..., None]


def contrast(one: RGB, other: RGB) -> float:
    """Return the WCAG 2 contrast ratio of two colours."""
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def ground_and_ink(base: RGB, deep: RGB) -> tuple[RGB, RGB]:
    """Return a colour scheme's ground and an ink that even small type can be read in on it.

    White where the base, a little deepened, carries it; else the deep colour on the base itself.
    """
    for share in np.arange(0, MOST_DEEPENED, 0.02):
        mixed = np.rint(np.array(base) * (1 - share) + np.array(deep) * share).astype(int)
        ground: RGB = (int(mixed[0]), int(mixed[1]), int(mixed[2]))
        if contrast(ground, WHITE) >= LEAST_CONTRAST:
            return ground, WHITE
    return base, deep if contrast(base, deep) >= LEAST_CONTRAST else BLACK


def trimmed(picture: Pixels) -> Pixels:
    """Cut transparent borders off RGBA."""
    rows = np.nonzero(picture[..., 3].max(1))[0]
    columns = np.nonzero(picture[..., 3].max(0))[0]
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def resized(picture: Pixels, width: float, height: float) -> Pixels:
    """Scale RGBA to fit into a room, keeping its shape."""
    scale = min(width / picture.shape[1], height / picture.shape[0])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def round_cut(picture: Pixels) -> Pixels:
    """Return a square RGB picture as RGBA, transparent outside its inscribed circle."""
    side = picture.shape[0]
    alpha = np.zeros((side, side), np.uint8)
    # Sixteenths of a pixel: OpenCV draws the edge smooth.
    middle = round((side - 1) / 2 * 16)
    cv2.circle(alpha, (middle, middle), side * 8 - 8, 255, -1, cv2.LINE_AA, 4)
    return np.dstack([picture, alpha])


def broken_lines(words: str, face: Typeface, most: int) -> list[list[Line]]:
    """Return every way to break a text at its spaces into at most so many lines."""
    parts = words.split()
    ways = [[[part] for part in parts[:1]]] if parts else []
    for part in parts[1:]:
        longer = []
        for way in ways:
            longer.append([*way[:-1], [*way[-1], part]])
            if len(way) < most:
                longer.append([*way, [part]])
        ways = longer
    return [[line(" ".join(row), face) for row in way] for way in ways]
