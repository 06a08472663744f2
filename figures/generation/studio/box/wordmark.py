"""The name in big arched letters with rim and depth, always within its room."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from figures.generation.studio.box.canvas import Sprite
from figures.generation.studio.box.card import WHITE, mixed
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import Line, fit_size, line, text_mask
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.text import capitals, unprintable_characters
from shop.fonts import Typeface

U8 = npt.NDArray[np.uint8]

# Shares of the letter size.
RIM: Final = 0.052
DEPTH: Final = 0.075
LIP: Final = 0.028
LEADING: Final = 0.12
# How much lower than the middle the ends of a full-width name are.
ARCH: Final = 0.2
# Two lines must let the letters grow by this much to be worth it.
WORTH_SPLITTING: Final = 1.35
# Below this share of the room's height letters of the display face are called small, and the
# narrow label face is taken if it lets them grow by this much.
SMALL: Final = 0.45
WORTH_NARROWING: Final = 1.15


@dataclass(frozen=True)
class _Setting:
    """A name broken into lines of one face, at one size in pixels per em."""

    lines: tuple[Line, ...]
    size: float

    @property
    def capitals(self) -> float:
        """Height of the capitals in pixels."""
        return self.lines[0].cap_height(self.size)


def name_line(name: str) -> Line:
    """Return the name as it is printed: in capitals if a typeface has them all, else as typed."""
    upper = capitals(name)
    return line(name if unprintable_characters(upper) else upper, Typeface.DISPLAY)


def _breaks(whole: Line) -> list[tuple[Line, ...]]:
    words = whole.text.split(" ")
    halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    face = whole.typeface
    return [(whole,), *((Line(a, face), Line(b, face)) for a, b in halves)]


def _size(lines: tuple[Line, ...], room: Rect) -> float:
    """Return the size at which the lines, their rim and depth fit the room."""
    count = len(lines)
    largest = 1e9
    # Rim and depth grow with the letters: solve for the size that leaves them room.
    sizes = []
    for item in lines:
        wide = fit_size(item, room.width, 1e9, largest)
        high = fit_size(item, 1e9, room.height / count, largest)
        side = 2 * RIM * wide / room.width
        stack = (2 * RIM + DEPTH) / count + LEADING * (count - 1) / count
        sizes.append(min(wide / (1 + side), high / (1 + stack * high / (room.height / count))))
    return min(sizes) * 0.985


def _broken(whole: Line, room: Rect) -> _Setting:
    one, *two = (_Setting(lines, _size(lines, room)) for lines in _breaks(whole))
    if not two:
        return one
    best = max(two, key=lambda setting: setting.size)
    return best if best.size > one.size * WORTH_SPLITTING else one


def _set(name: str, room: Rect) -> _Setting:
    whole = name_line(name)
    setting = _broken(whole, room)
    if whole.typeface is not Typeface.DISPLAY or setting.size > SMALL * room.height:
        return setting
    narrow = _broken(line(whole.text, Typeface.LABEL), room)
    return narrow if narrow.capitals > setting.capitals * WORTH_NARROWING else setting


def _stacked(setting: _Setting, stroke: float, pad: int) -> U8:
    """Draw the lines centred under each other; the place of the ink depends on `pad` alone."""
    size = setting.size
    plain = [text_mask(item, size) for item in setting.lines]
    drawn = [text_mask(item, size, stroke) for item in setting.lines]
    width = max(mask.coverage.shape[1] for mask in plain)
    step = max(mask.coverage.shape[0] for mask in plain) + round(LEADING * size)
    ascent = -plain[0].top
    foot = max(0, plain[-1].top + plain[-1].coverage.shape[0])
    height = ascent + step * (len(plain) - 1) + foot
    page = np.zeros((height + 2 * pad, width + 2 * pad), np.uint8)
    for row, (bare, mask) in enumerate(zip(plain, drawn, strict=True)):
        h, w = mask.coverage.shape
        x = pad + (width - bare.coverage.shape[1]) // 2 + mask.left - bare.left
        y = pad + ascent + row * step + mask.top
        view = page[max(y, 0) : y + h, max(x, 0) : x + w]
        np.maximum(view, mask.coverage[: view.shape[0], : view.shape[1]], out=view)
    return page


@dataclass(frozen=True)
class _Bend:
    """How letters leave the straight and upright.

    Attributes:
        arch: how much lower than the middle the ends of a full-width name are.
        slant: how far the letters lean to the right, as a share of their height.

    """

    arch: float
    slant: float

    def applied(self, mask: U8, room_width: float, foot: int) -> U8:
        """Press the ends down towards the foot, longer names further, and lean the letters."""
        height, width = mask.shape
        lean = round(self.slant * height)
        x = np.arange(width + lean, dtype=np.float32)[None, :]
        y = np.arange(height, dtype=np.float32)[:, None]
        source_x = np.asarray(x - self.slant * (height - 1 - y), np.float32)
        middle = np.float32(width / 2)
        bend = np.float32(self.arch) * np.square((source_x - middle) / np.float32(room_width / 2))
        source_y = foot - (foot - y) / np.maximum(1 - bend, np.float32(0.2))
        source_y = np.where(y > foot, y, source_y).astype(np.float32)
        bent = cv2.remap(mask, source_x, source_y, cv2.INTER_CUBIC, borderValue=0)
        return np.asarray(bent, np.uint8)


def _extruded(mask: U8, depth: int) -> U8:
    kernel = np.zeros((2 * depth + 1, 1), np.uint8)
    # A dilation reads from where its kernel points: ones above the centre push the shape down.
    kernel[: depth + 1] = 1
    return np.asarray(cv2.dilate(mask, kernel), np.uint8)


def _layer(colour: Rgb | npt.NDArray[np.float32], mask: U8, below: npt.NDArray[np.float32]) -> None:
    """Lay `colour` through a mask over premultiplied RGBA of 0 to 1, in place."""
    amount = (mask.astype(np.float32) / 255)[..., None]
    below *= 1 - amount
    below[..., :3] += np.asarray(colour, np.float32) / 255 * amount
    below[..., 3:] += amount


def _faces(height: int, palette: BoxPalette) -> npt.NDArray[np.float32]:
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    upper = np.asarray(WHITE, np.float32)
    lower = np.asarray(palette.tray, np.float32)
    share = np.asarray(np.clip(down * 1.6 - 0.6, 0, 1), np.float32)
    return np.asarray(upper + (lower - upper) * share, np.float32)


def wordmark(
    name: str, room: Rect, palette: BoxPalette, *, arch: float = ARCH, slant: float = 0.0
) -> Sprite:
    """Set a name as a sprite that lies wholly inside `room`, centred.

    Args:
        name: A validated name.
        room: Pixels the letters with rim and depth may cover.
        palette: Colour theme.
        arch: How much lower than the middle the ends of a full-width name are.
        slant: How far the letters lean to the right, as a share of their height.

    """
    lean = slant * room.height * 1.1
    setting = _set(name, Rect(room.left, room.top, room.right - lean, room.bottom))
    bend = _Bend(arch, slant)
    rim, depth = setting.size * RIM, max(1, round(setting.size * DEPTH))
    pad = int(rim) + depth + 4
    page = _stacked(setting, 0, pad)
    foot = page.shape[0] - pad
    letters = bend.applied(page, room.width, foot)
    outline = bend.applied(_stacked(setting, rim, pad), room.width, foot)
    body = _extruded(outline, depth)
    art = np.zeros((*letters.shape, 4), np.float32)
    _layer(mixed(palette.deep, (0, 0, 0), 0.45), body, art)
    _layer(palette.deep, outline, art)
    _layer(_faces(letters.shape[0], palette), letters, art)
    shift = max(1, round(setting.size * LIP))
    lip = cv2.subtract(letters, np.pad(letters, ((0, shift), (0, 0)))[shift:])
    _layer(mixed(palette.base, WHITE, 0.45), np.asarray(lip, np.uint8), art)
    return _placed(art, room)


def _placed(art: npt.NDArray[np.float32], room: Rect) -> Sprite:
    """Crop to the ink, centre in the room and return to straight alpha."""
    alpha = art[..., 3]
    rows, columns = np.nonzero(alpha.max(1) > 0.002)[0], np.nonzero(alpha.max(0) > 0.002)[0]
    art = art[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    opaque = np.maximum(art[..., 3:], 1e-4)
    pixels = np.concatenate([art[..., :3] / opaque, art[..., 3:]], axis=2)
    height, width = pixels.shape[:2]
    left = round((room.left + room.right - width) / 2)
    top = round((room.top + room.bottom - height) / 2)
    return Sprite(np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8), left, top)
