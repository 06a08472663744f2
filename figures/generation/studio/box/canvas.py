"""Painting a card band by band, so that no full-size float picture is ever held.

Layers are painted in order into one band of rows at a time, in float32; the finished band is
written out as bytes. Light and shade that vary slowly are kept small and enlarged on the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.palette import Rgb

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
Progress = Callable[[float], None]

BAND_ROWS: Final = 120


class Layer(Protocol):
    """Something that paints its part of a band."""

    def paint(self, band: F32, top: int) -> None:
        """Paint onto `band` (3, rows, width; 0 to 255), whose first row is `top`."""


def paint_layers(
    width: int, height: int, layers: Sequence[Layer], alpha: "Layer", progress: Progress | None
) -> U8:
    """Paint all layers and return (height, width, 4) RGBA.

    Args:
        width: Pixels.
        height: Pixels.
        layers: Bottom first.
        alpha: A layer painted on one channel of 255: the card's outline.
        progress: Told the finished share after every band.

    """
    picture = np.empty((height, width, 4), np.uint8)
    # The same grain for every picture: it hides the steps of slow gradients, and stays repeatable.
    grain = np.random.default_rng(7).random((BAND_ROWS, width), np.float32)
    for top in range(0, height, BAND_ROWS):
        rows = min(BAND_ROWS, height - top)
        band = np.zeros((4, rows, width), np.float32)
        for layer in layers:
            layer.paint(band[:3], top)
        band[:3] += grain[:rows]
        band[3] = 255
        alpha.paint(band[3:], top)
        np.clip(band, 0, 255, out=band)
        picture[top : top + rows] = np.moveaxis(band.astype(np.uint8), 0, 2)
        if progress is not None:
            progress((top + rows) / height)
    return picture


def blend(target: F32, colour: Rgb | F32, amount: F32) -> None:
    """Mix `colour` into `target` (planes, h, w) by `amount` (h, w) from 0 to 1, in place.

    Planes are kept apart because numpy is several times slower on a last axis of three.
    """
    for plane, value in zip(target, colour, strict=True):
        plane += (value - plane) * amount


@dataclass(frozen=True)
class Window:
    """The part of a band that a rectangle touches, with the middles of its pixels."""

    view: F32
    x: F32
    y: F32


def window(band: F32, top: int, rect: Rect) -> Window | None:
    """Cut the part of `band` inside `rect` (rounded outwards), or None if they do not meet."""
    rows, columns = band.shape[1:]
    x0, x1 = max(0, int(rect.left)), min(columns, int(rect.right) + 1)
    y0, y1 = max(0, int(rect.top) - top), min(rows, int(rect.bottom) + 1 - top)
    if x0 >= x1 or y0 >= y1:
        return None
    x = np.arange(x0, x1, dtype=np.float32)[None, :] + np.float32(0.5)
    y = np.arange(y0 + top, y1 + top, dtype=np.float32)[:, None] + np.float32(0.5)
    return Window(band[:, y0:y1, x0:x1], x, y)


def rounded_distance(rect: Rect, radius: float, x: F32, y: F32) -> F32:
    """Return the signed distance in pixels to a rounded rectangle, negative inside."""
    cx, cy = rect.centre
    qx = np.abs(x - np.float32(cx)) - np.float32(rect.width / 2 - radius)
    qy = np.abs(y - np.float32(cy)) - np.float32(rect.height / 2 - radius)
    # sqrt of squares: numpy's hypot guards against overflow and is far slower.
    outside = np.sqrt(np.square(np.maximum(qx, 0)) + np.square(np.maximum(qy, 0)))
    return np.asarray(outside + np.minimum(np.maximum(qx, qy), 0) - radius, np.float32)


def coverage(distance: F32) -> F32:
    """Return the share of a pixel inside an edge from its signed distance."""
    return np.asarray(np.clip(np.float32(0.5) - distance, 0, 1), np.float32)


@dataclass(frozen=True)
class Sprite:
    """A small picture (h, w, 4) RGBA laid at whole pixels."""

    pixels: U8
    left: int
    top: int

    def paint(self, band: F32, top: int) -> None:
        """Lay the picture over the band."""
        height, width = self.pixels.shape[:2]
        rect = Rect(self.left, self.top, self.left + width - 1, self.top + height - 1)
        part = window(band, top, rect)
        if part is None:
            return
        rows, columns = part.view.shape[1:]
        y0 = max(0, top - self.top)
        x0 = max(0, -self.left)
        cut = self.pixels[y0 : y0 + rows, x0 : x0 + columns]
        planes = np.ascontiguousarray(np.moveaxis(cut, 2, 0), np.float32)
        blend(part.view, planes[:3], planes[3] / 255)


@dataclass(frozen=True)
class Veil:
    """One colour through a small map (h, w) of 0 to 1, enlarged smoothly."""

    amount: F32
    left: float
    top: float
    scale: float
    colour: Rgb
    opacity: float = 1.0

    def paint(self, band: F32, top: int) -> None:
        """Mix the colour in."""
        height, width = self.amount.shape
        right = self.left + width * self.scale - 1
        rect = Rect(self.left, self.top, right, self.top + height * self.scale - 1)
        part = window(band, top, rect)
        if part is None:
            return
        rows, columns = part.view.shape[1:]
        step = 1 / self.scale
        matrix = np.array(
            [
                [step, 0, (float(part.x[0, 0]) - self.left) * step - 0.5],
                [0, step, (float(part.y[0, 0]) - self.top) * step - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        full = cv2.warpAffine(self.amount, matrix, (columns, rows), flags=flags)
        blend(part.view, self.colour, np.asarray(full, np.float32) * np.float32(self.opacity))


def shadow_of(
    sprite: Sprite, *, dx: float, dy: float, blur: float, colour: Rgb, opacity: float
) -> Veil:
    """Return the soft shadow a sprite casts: its coverage moved and blurred (Gaussian, pixels)."""
    shrink = max(1.0, blur / 5)
    height, width = sprite.pixels.shape[:2]
    small = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    alpha = cv2.resize(sprite.pixels[..., 3], small, interpolation=cv2.INTER_AREA)
    sigma = blur / shrink
    pad = int(3 * sigma) + 2
    padded = cv2.copyMakeBorder(alpha, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    soft = cv2.GaussianBlur(padded.astype(np.float32) / 255, (0, 0), sigma)
    return Veil(
        amount=np.asarray(soft, np.float32),
        left=sprite.left + dx - pad * shrink,
        top=sprite.top + dy - pad * shrink,
        scale=shrink,
        colour=colour,
        opacity=opacity,
    )
