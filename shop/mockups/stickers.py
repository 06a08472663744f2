"""A cut-out made into a vinyl sticker: white border, rounded cut, a faint raised edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

from shop.mockups.layers import Bytes

ROUND_MM = 1.5
"""Inner corners of the cut are filled to this radius, as a cutting plotter needs."""

FREE_MM = 2.0
"""Kept free round the sticker, so that its shadow ends inside the slot."""

EDGE_MM = 0.35
EDGE_LIGHT = 26.0


def trimmed(art: Bytes) -> Bytes:
    """Return the part of RGBA `art` that is not wholly transparent.

    Raises:
        ValueError: if nothing is visible.

    """
    rows, columns = np.nonzero(art[..., 3].max(1))[0], np.nonzero(art[..., 3].max(0))[0]
    if not len(rows):
        raise ValueError("the art is wholly transparent")
    return art[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def premultiplied(art: Bytes) -> Bytes:
    """RGBA with its colour scaled by its alpha, so that resampling brings in no hidden colour."""
    out = art.copy()
    colour = cv2.multiply(art[..., :3], cv2.merge([art[..., 3]] * 3), scale=1 / 255)
    out[..., :3] = colour
    return out


def contained(art: Bytes, size: tuple[int, int], margin: float) -> Bytes:
    """Premultiplied RGBA `art` whole and centred in (width, height), `margin` pixels kept free."""
    room = max(1.0, size[0] - 2 * margin), max(1.0, size[1] - 2 * margin)
    scale = min(room[0] / art.shape[1], room[1] / art.shape[0])
    w, h = max(1, round(art.shape[1] * scale)), max(1, round(art.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    out = np.zeros((size[1], size[0], 4), np.uint8)
    x, y = (size[0] - w) // 2, (size[1] - h) // 2
    part = cv2.resize(art, (w, h), interpolation=way)
    out[max(y, 0) : y + h, max(x, 0) : x + w] = part[: size[1], : size[0]]
    return out


def cut_shape(alpha: Bytes, border: float, rounding: float) -> Bytes:
    """Coverage of the sticker: `alpha` grown by `border` pixels, its inner corners rounded."""
    pad = int(border + rounding) + 2  # the grown shape must not touch the rim, or it is cut flat
    solid = cv2.copyMakeBorder(alpha, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=[0])
    grown = (_distance(np.asarray(solid <= 127, np.uint8)) <= border + rounding).astype(np.uint8)
    inside = (_distance(grown) - rounding)[pad:-pad, pad:-pad]
    cover: NDArray[np.float32] = np.clip(inside, 0, 1)
    return np.round(cv2.GaussianBlur(cover, (0, 0), 0.7) * 255).astype(np.uint8)


def _distance(mask: Bytes) -> NDArray[np.float32]:
    """Pixels from each point of `mask` to the nearest zero."""
    return np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)


def sticker(art: Bytes, size: tuple[int, int], per_mm: float, border_mm: float) -> Bytes:
    """Make a premultiplied RGBA sticker of (width, height) from an RGBA cut-out.

    `per_mm` is pixels a millimetre; the white border is `border_mm` wide all round, and
    `FREE_MM` beyond it stay empty.
    """
    border, rounding = border_mm * per_mm, ROUND_MM * per_mm
    figure = contained(premultiplied(trimmed(art)), size, border + FREE_MM * per_mm)
    cover = cut_shape(figure[..., 3], border, rounding)
    white = cv2.subtract(cover, figure[..., 3])
    colour = cv2.add(figure[..., :3], cv2.merge([white] * 3))
    light = _edge_light(cover, EDGE_MM * per_mm)
    lit = np.clip(colour + light[..., None], 0, cover[..., None])
    return np.dstack([np.round(lit).astype(np.uint8), cv2.max(cover, figure[..., 3])])


def _edge_light(cover: Bytes, sigma: float) -> NDArray[np.float32]:
    """Lighter along edges that face the light at the upper left, darker along the others."""
    height = cv2.GaussianBlur(cover.astype(np.float32) / 255, (0, 0), max(0.8, sigma))
    dx, dy = cv2.Sobel(height, cv2.CV_32F, 1, 0), cv2.Sobel(height, cv2.CV_32F, 0, 1)
    slope = (dx + dy) * max(0.8, sigma) * 0.25
    return np.asarray(EDGE_LIGHT * slope * (cover > 0), np.float32)
