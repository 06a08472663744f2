"""Colours derived from skin and lips."""

from numpy.typing import ArrayLike

from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.space import Floats


def shadow(skin: RGB, depth: float) -> Floats:
    """Skin in shadow; `depth` 1 leaves it, less is darker and warmer."""
    return scaled(skin, [depth, depth * 0.86, depth * 0.82])


def flushed(skin: RGB, warmth: ArrayLike) -> Floats:
    """Skin with each channel scaled: blush and the red of lips."""
    return scaled(skin, warmth)
