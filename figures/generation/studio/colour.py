"""Colours: sRGB, linear light, CIE Lab as OpenCV scales it for bytes."""

import re
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from figures.generation.studio.space import Bytes, Doubles, Floats

RGB = tuple[int, int, int]

_CURVE_STEPS = 4096
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def rgb(values: ArrayLike) -> RGB:
    """Clip and round three numbers to a colour."""
    r, g, b = np.clip(np.rint(np.asarray(values, np.float64)), 0, 255).astype(int).tolist()
    return r, g, b


def from_hex(text: str) -> RGB:
    """Read "#rrggbb"; raises ValueError for anything else."""
    if not _HEX.fullmatch(text):
        raise ValueError(f"{text!r} is not a colour like #1a2b3c")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def to_hex(colour: Sequence[int]) -> str:
    """Write "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def lab_of(colour: Sequence[float]) -> Doubles:
    """Lab of one sRGB colour: L 0..255, a and b around 128."""
    pixel = np.array([[np.clip(colour, 0, 255)]], np.uint8)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0], np.float64)


def rgb_of_lab(lab: ArrayLike) -> RGB:
    """SRGB of one Lab colour."""
    pixel = np.array([[np.clip(np.asarray(lab, np.float64), 0, 255)]], np.uint8)
    return rgb(cv2.cvtColor(pixel, cv2.COLOR_LAB2RGB)[0, 0])


def chroma(lab: ArrayLike) -> Any:
    """Distance from grey of Lab colours (..., 3)."""
    values = np.asarray(lab, np.float64)
    return np.hypot(values[..., 1] - 128, values[..., 2] - 128)


def linear(colour: ArrayLike) -> Doubles:
    """SRGB 0..255 to linear light 0..1."""
    c = np.asarray(colour, np.float64) / 255
    return np.asarray(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def encoded(light: ArrayLike) -> Bytes:
    """Linear light 0..1, clipped, to sRGB bytes."""
    v = np.clip(np.asarray(light), 0, 1)
    curve = np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(curve * 255), np.uint8)


_CURVE = linear(np.linspace(0, 255, _CURVE_STEPS)).astype(np.float32)


def linear_image(image: Floats) -> Floats:
    """As `linear` for whole images, by table."""
    steps = np.clip(image * ((_CURVE_STEPS - 1) / 255), 0, _CURVE_STEPS - 1)
    return np.asarray(_CURVE[steps.astype(np.uint16)], np.float32)


def scaled(colour: ArrayLike, factor: ArrayLike, offset: float = 0.0) -> NDArray[np.float32]:
    """Colour times a factor (one or one a channel) plus an offset, clipped."""
    values = np.asarray(colour, np.float32) * np.asarray(factor, np.float32) + offset
    return np.asarray(np.clip(values, 0, 255), np.float32)
