"""Art made by rule, for tests: no picture of a person is needed to prove geometry."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


def flat(colour: tuple[int, int, int], width: int = 300, height: int = 420) -> Bytes:
    art = np.empty((height, width, 3), np.uint8)
    art[:] = colour
    return art


def checker(width: int, height: int, cells: int = 24) -> Bytes:
    y, x = np.mgrid[0:height, 0:width]
    cell = width / cells
    on = ((x // cell + y // cell) % 2).astype(np.float32)
    red = 40 + 150 * on
    green = 60 + 120 * x / width
    blue = 80 + 120 * y / height
    return np.stack([red, green, blue], -1).round().astype(np.uint8)


def dot(width: int, height: int, u: float, v: float, radius: float) -> Bytes:
    """White on black, a soft dot centred at art coordinates (u, v)."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    far = np.hypot(x - u * width, y - v * height)
    value = np.clip(radius + 0.5 - far, 0, 1) * 255
    return np.repeat(value[..., None], 3, 2).round().astype(np.uint8)


def disc(size: int = 400, radius: int = 120) -> Bytes:
    """A red RGBA disc on nothing; its hidden colour is green and must never show."""
    y, x = np.mgrid[0:size, 0:size] + 0.5
    inside = np.hypot(x - size / 2, y - size / 2) <= radius
    art = np.zeros((size, size, 4), np.uint8)
    art[..., 1] = 255
    art[inside] = (220, 20, 20, 255)
    return art
