"""Flat pieces with lettering: the tagline's ribbon, labels, captions; and fitting pictures."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from figures.generation.studio.box.canvas import Layer, Sprite
from figures.generation.studio.box.card import BLACK, WHITE, DropShadow, Outline, Panel, mixed
from figures.generation.studio.box.layout import FOOTER, Rect
from figures.generation.studio.box.lettering import Line, fit_size, line, text_mask
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.text import capitals, unprintable_characters
from shop.fonts import Typeface

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]

# Polygons are drawn this many times finer, then averaged.
_FINE: Final = 4


def tinted(coverage: U8, colour: Rgb) -> U8:
    """Return RGBA (h, w, 4) of one colour from coverage (h, w)."""
    pixels = np.empty((*coverage.shape, 4), np.uint8)
    pixels[..., :3] = colour
    pixels[..., 3] = coverage
    return pixels


def label_line(text: str, typeface: Typeface = Typeface.LABEL) -> Line:
    """Return a short text as labels print it: in capitals where a typeface has them all."""
    upper = capitals(text)
    return line(text if unprintable_characters(upper) else upper, typeface)


def caption(
    item: Line, room: Rect, size: float, colour: Rgb, *, align: float = 0.5, level: float = 0.5
) -> Sprite:
    """Set one line in a room, smaller than asked if it must be.

    Args:
        item: The line.
        room: Pixels the ink stays within.
        size: Pixels per em at most.
        colour: Of the letters.
        align: 0 left, 0.5 centred, 1 right.
        level: 0 for capitals hanging from the top of the room, 1 for standing on its foot.

    """
    fitted = fit_size(item, room.width, room.height, size)
    mask = text_mask(item, fitted)
    height, width = mask.coverage.shape
    left = room.left + (room.width - width) * align
    # Lines are levelled by their capitals, or words without descenders would sit lower.
    capital = item.cap_height(fitted)
    top = room.top + (room.height - capital) * level + capital + mask.top
    top = min(max(top, room.top), room.bottom - height)
    return Sprite(tinted(mask.coverage, colour), round(left), round(top))


def _polygon(points: list[tuple[float, float]], height: int, width: int) -> U8:
    fine = np.zeros((height * _FINE, width * _FINE), np.uint8)
    corners = np.rint(np.array(points) * _FINE).astype(np.int32)
    cv2.fillPoly(fine, [corners], (255,))
    return np.asarray(cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def ribbon(tagline: str, room: Rect, palette: BoxPalette) -> tuple[Sprite, Sprite]:
    """Draw the tagline's ribbon with folded tails.

    Args:
        tagline: Not empty.
        room: Pixels the whole ribbon stays within.

    Returns:
        The ribbon, and its lettering to lay over it.

    """
    band_height = room.height * 0.78
    tail, fold = room.height * 0.86, room.height * 0.34
    item = label_line(tagline)
    size = fit_size(item, room.width - 2 * tail - room.height, band_height * 0.62, 1e9)
    text_width = text_mask(item, size).coverage.shape[1]
    half = max(text_width / 2 + room.height * 0.5, room.width * 0.19)
    height, width = round(room.height), round(2 * (half + tail))
    drop = height - band_height
    shape = np.zeros((height, width, 4), np.uint8)
    shape[..., :3] = palette.accent
    shade = _warm_shade(palette.accent)
    dark = _warm_shade(shade)
    swallow = [(0, drop), (tail + fold, drop), (tail + fold, height), (0, height)]
    swallow.append((tail * 0.42, (drop + height) / 2))
    under = [(tail, band_height), (tail + fold, band_height), (tail + fold, height)]
    for points, colour in ((swallow, shade), (under, dark)):
        mask = _polygon(points, height, width)
        _lay(shape, mask, colour)
        _lay(shape, mask[:, ::-1], colour)
    front = [(tail, 0.0), (width - tail, 0.0), (width - tail, band_height), (tail, band_height)]
    _lay(shape, _polygon(front, height, width), palette.accent)
    _shine(shape, round(tail), round(band_height), width)
    cx = (room.left + room.right) / 2
    left, top = round(cx - width / 2), round(room.top)
    inner = Rect(cx - text_width / 2 - 2, top, cx + text_width / 2 + 2, top + band_height)
    return Sprite(shape, left, top), caption(item, inner, size, palette.accent_ink)


def _warm_shade(colour: Rgb) -> Rgb:
    """Darken towards red, as light through cloth does: plain grey would turn yellow olive."""
    red, green, blue = colour
    return round(red * 0.82), round(green * 0.68), round(blue * 0.55)


def _lay(picture: U8, mask: U8, colour: Rgb) -> None:
    """Lay a flat colour through a mask over RGBA, in place."""
    amount = (mask.astype(np.float32) / 255)[..., None]
    under = picture[..., 3:].astype(np.float32) / 255 * (1 - amount)
    total = np.maximum(amount + under, 1e-6)
    mixture = np.asarray(colour, np.float32) * amount + picture[..., :3] * under
    picture[..., :3] = np.rint(mixture / total)
    picture[..., 3] = np.maximum(picture[..., 3], mask)


def _shine(picture: U8, tail: int, rows: int, width: int) -> None:
    """Curve the ribbon's front with light: bright towards its top, darker at the ends."""
    front = picture[:rows, tail : width - tail, :3].astype(np.float32)
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    across = np.abs(np.linspace(-1, 1, front.shape[1], dtype=np.float32))[None, :, None]
    light = 1.06 - 0.13 * down - 0.07 * across**6
    picture[:rows, tail : width - tail, :3] = np.clip(front * light, 0, 255)


def trimmed(picture: U8) -> U8:
    """Cut transparent margins off RGBA (h, w, 4).

    Raises:
        ValueError: if nothing is visible or it is not an RGBA picture of bytes.

    """
    if picture.ndim != 3 or picture.shape[2] != 4 or picture.dtype != np.uint8:
        raise ValueError("Expected an RGBA picture of bytes, shaped (height, width, 4).")
    seen = picture[..., 3] > 4
    rows, columns = np.nonzero(seen.any(1))[0], np.nonzero(seen.any(0))[0]
    if not rows.size:
        raise ValueError("The picture is wholly transparent.")
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def fitted(picture: U8, room: Rect, *, level: float) -> Sprite:
    """Scale a trimmed RGBA picture to fill a room and place it.

    Args:
        picture: (h, w, 4) RGBA.
        room: Pixels to stay within.
        level: 0 at the top, 0.5 in the middle, 1 at the foot of the room.

    """
    height, width = picture.shape[:2]
    scale = min(room.width / width, room.height / height)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    left = round(room.left + (room.width - size[0]) / 2)
    top = round(room.top + (room.height - size[1]) * level)
    if size == (width, height):
        return Sprite(picture, left, top)
    # Colour must be weighted by alpha, or the hidden colour around the figure bleeds into its edge.
    weighted = cv2.multiply(
        picture,
        cv2.merge([picture[..., 3]] * 3 + [np.full_like(picture[..., 3], 255)]),
        scale=1 / 255,
    )
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(weighted, size, interpolation=method), np.uint8)
    alpha = np.maximum(small[..., 3:], 1)
    small[..., :3] = np.minimum(small[..., :3].astype(np.uint16) * 255 // alpha, 255)
    return Sprite(small, left, top)


def footer(edition: str, disclosure: str, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the strip with the disclosure and the edition's number."""
    strip = FOOTER.scaled(unit)
    number = line(edition, Typeface.LABEL)
    split = strip.right - 620 * unit
    inner = strip.inset(26 * unit)
    words = Rect(strip.left + 48 * unit, inner.top, split - 40 * unit, inner.bottom)
    value = Rect(
        split + 40 * unit, strip.top + 18 * unit, strip.right - 44 * unit, strip.bottom - 18 * unit
    )
    title = line("EDITION", Typeface.SANS_BOLD)
    title_width = title.width(30 * unit)
    rest = Rect(value.left + title_width + 26 * unit, value.top, value.right, value.bottom)
    left = Rect(value.left, value.top, value.left + title_width + 4, value.bottom)
    ink = mixed(palette.deep, BLACK, 0.15)
    return [
        DropShadow(strip, 36 * unit, 14 * unit, BLACK, 0.3),
        Panel(strip, 36 * unit, ink, ink),
        Panel(
            Rect(split, strip.top, split + 5 * unit, strip.bottom),
            0.5,
            palette.accent,
            palette.accent,
        ),
        Outline(strip, 36 * unit, 3 * unit, mixed(palette.base, WHITE, 0.4), 0.6),
        caption(line(disclosure, Typeface.SANS_BOLD), words, 46 * unit, WHITE, align=0),
        caption(title, left, 30 * unit, mixed(palette.tray, WHITE, 0.3), align=0),
        caption(number, rest, 76 * unit, WHITE, align=1),
    ]
