"""The figure cut out of a hosted model's picture, or a refusal where that would look bad."""

import io
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.faces import person_mask

RGBA = NDArray[np.uint8]
_Mask = NDArray[np.bool_]

_LARGEST_SIDE = 4096
_SMALLEST_SIDE = 256
# Shares of the picture that a whole figure can reasonably take.
_LEAST, _MOST = 0.04, 0.80
# A border this free of figure has nothing cut off.
_BORDER_FREE = 0.97
# How much of what is there must hang together.
_ONE_PIECE = 0.9
# How far, per channel, a background may drift from pixel to pixel while it is flooded.
_DRIFT = 3
# From this difference of its channels a background is vivid; what is so near to it belongs to it.
_VIVID, _KEY_REACH = 90, 40
# Margin round the figure, as share of the canvas.
_MARGIN = 0.03
_CLEAR, _SOLID = 8, 128


class NoPicture(ValueError):
    """The bytes are not a picture of a size that can be used."""


class NoCleanCut(ValueError):
    """The figure and its background cannot be told apart well enough."""


def open_picture(data: bytes) -> RGBA:
    """Return a PNG, WebP or JPEG as (height, width, 4) with straight alpha.

    Raises:
        NoPicture: it is none, is damaged, or has an unusable size.

    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "WEBP", "JPEG")) as picture:
            if not _SMALLEST_SIDE <= min(picture.size) <= max(picture.size) <= _LARGEST_SIDE:
                raise NoPicture(f"{picture.size}")
            return np.asarray(picture.convert("RGBA"))
    except NoPicture:
        raise
    except Exception as error:  # Pillow's decoders raise whatever a damaged file makes them.
        raise NoPicture(type(error).__name__) from error


def cut_out(picture: RGBA, *, aspect: float) -> RGBA:
    """Return the figure alone on a transparent canvas, its pixels as they came.

    Where the picture has no transparent background, an even one is flooded from the border; an
    uneven one is taken away with the mask that finds people in photos.

    Args:
        picture: (height, width, 4).
        aspect: width / height of the canvas.

    Raises:
        NoCleanCut: no way gives a whole, single figure with room on every side.

    """
    for rgb, alpha in _candidates(picture):
        cut = _one_piece(alpha)
        if cut is not None:
            return _on_canvas(np.dstack([rgb, cut]), aspect)
    raise NoCleanCut


def main_colour(figure: RGBA) -> tuple[int, int, int]:
    """Return the figure's colour at its chest, from which the box takes its theme."""
    rows, columns = np.nonzero(figure[..., 3] > _SOLID)
    if not rows.size:
        return (128, 128, 128)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    height, width = bottom - top + 1, right - left + 1
    chest = (
        (rows > top + 0.5 * height)
        & (rows < top + 0.68 * height)
        & (columns > left + 0.35 * width)
        & (columns < left + 0.65 * width)
    )
    if not chest.any():
        chest = np.ones_like(rows, bool)
    red, green, blue = np.median(figure[rows[chest], columns[chest], :3], axis=0)
    return (int(red), int(green), int(blue))


def _candidates(picture: RGBA) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """Yield colours and alphas to try, the most trustworthy first."""
    alpha = np.ascontiguousarray(picture[..., 3])
    rgb = np.ascontiguousarray(picture[..., :3])
    if (alpha < _CLEAR).mean() > 1 - _MOST:
        yield rgb, alpha
        return
    yield _flooded(rgb)
    yield rgb, _masked(rgb)


def _flooded(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return colours and alpha with everything cleared that the border's even colour reaches.

    A vivid colour is cleared between arm and body too, and its shine on the rim is dulled; white
    or grey might as well be the figure's own.
    """
    height, width = rgb.shape[:2]
    # One pixel of border round the picture, in its own border colour, joins all four sides.
    colour = np.median(_border(rgb), axis=0)
    framed = cv2.copyMakeBorder(
        rgb, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=[float(v) for v in colour]
    )
    reached = np.zeros((height + 4, width + 4), np.uint8)
    drift = (_DRIFT,) * 3
    cv2.floodFill(framed, reached, (0, 0), (0, 0, 0), drift, drift, 4 | cv2.FLOODFILL_MASK_ONLY)
    clear = reached[2:-2, 2:-2] > 0
    if np.ptp(colour) >= _VIVID:
        clear |= np.abs(rgb.astype(np.int16) - colour).max(axis=2) <= _KEY_REACH
        rgb = _dulled(rgb, clear, int(np.argmax(colour)))
    alpha = np.where(clear, 0, 255).astype(np.uint8)
    # One pixel inwards and softened: the rim holds background colour.
    inner = cv2.erode(alpha, np.ones((3, 3), np.uint8))
    return rgb, np.asarray(cv2.GaussianBlur(inner, (3, 3), 0), np.uint8)


def _dulled(rgb: NDArray[np.uint8], clear: _Mask, channel: int) -> NDArray[np.uint8]:
    """Return the colours, near what is cleared without more of `channel` than of the others."""
    near = cv2.dilate(clear.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    others = np.delete(rgb, channel, axis=2).max(axis=2)
    dulled = rgb.copy()
    dulled[..., channel] = np.where(near, np.minimum(rgb[..., channel], others), rgb[..., channel])
    return dulled


def _masked(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(np.round(person_mask(rgb) * 255), np.uint8)


def _border(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the outermost pixels, one after the other."""
    return np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])


def _one_piece(alpha: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return the alpha of the largest piece; None where it is not a whole figure alone."""
    solid = alpha >= _SOLID
    share = float(solid.mean())
    if not _LEAST <= share <= _MOST or (_border(alpha) < _CLEAR).mean() < _BORDER_FREE:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8))
    if count < 2:
        return None
    sizes = stats[1:, cv2.CC_STAT_AREA]
    largest = int(np.argmax(sizes))
    if sizes[largest] < _ONE_PIECE * sizes.sum():
        return None
    # Soft edges belong to the piece they touch; specks go.
    near = cv2.dilate((labels == largest + 1).astype(np.uint8), np.ones((7, 7), np.uint8))
    return np.where(near > 0, alpha, 0).astype(np.uint8)


def _on_canvas(figure: RGBA, aspect: float) -> RGBA:
    """Return the figure in the middle of a canvas of this aspect, unscaled, with a margin."""
    rows = np.flatnonzero((figure[..., 3] > 0).any(axis=1))
    columns = np.flatnonzero((figure[..., 3] > 0).any(axis=0))
    part = figure[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = part.shape[:2]
    room = 1 - 2 * _MARGIN
    tall = int(np.ceil(max(height / room, width / room / aspect)))
    wide = round(tall * aspect)
    canvas = np.zeros((tall, wide, 4), np.uint8)
    top, left = (tall - height) // 2, (wide - width) // 2
    canvas[top : top + height, left : left + width] = part
    return canvas
