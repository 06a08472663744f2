"""Trousers and shoes that go with a top: chosen by its colour alone, the same every time.

A photo hardly ever shows them, so this is a stylist's guess, for the person to change.
"""

import numpy as np

from figures.generation.studio.colour import RGB, chroma, lab_of
from figures.generation.studio.outfits.base import Garment

# What is worn with a family of colours: trousers, then shoes; several so that people differ.
_NAVY, _DENIM, _STONE, _CHARCOAL = (44, 56, 88), (76, 106, 150), (206, 186, 150), (62, 64, 72)
_OLIVE, _BROWN, _CREAM, _BLACK = (96, 100, 70), (108, 78, 56), (232, 224, 206), (40, 40, 46)
_WHITE, _TAN, _RED, _TEAL, _SUN = (240, 238, 232), (164, 112, 70), (198, 66, 58), (40, 122, 122), (
    236, 176, 62,
)  # fmt: skip
_WITH: dict[str, tuple[tuple[RGB, RGB], ...]] = {
    "dark": ((_DENIM, _WHITE), (_STONE, _TAN), (_CHARCOAL, _RED)),
    "pale": ((_DENIM, _TAN), (_NAVY, _RED), (_OLIVE, _WHITE), (_CHARCOAL, _SUN)),
    "grey": ((_NAVY, _WHITE), (_DENIM, _SUN), (_BLACK, _RED)),
    "red": ((_DENIM, _WHITE), (_STONE, _BROWN), (_CHARCOAL, _WHITE)),
    "yellow": ((_DENIM, _WHITE), (_CHARCOAL, _SUN), (_BROWN, _CREAM)),
    "green": ((_STONE, _TAN), (_NAVY, _WHITE), (_BROWN, _CREAM)),
    "blue": ((_STONE, _WHITE), (_CREAM, _TAN), (_CHARCOAL, _SUN), (_NAVY, _WHITE)),
    "purple": ((_CHARCOAL, _WHITE), (_CREAM, _TEAL), (_DENIM, _WHITE)),
}
# Lab as OpenCV scales it: lightness 0..255, hue in degrees. Below this chroma a colour is grey.
_GREY, _DARK, _PALE = 11.0, 74.0, 196.0
_HUES = (("red", 48.0), ("yellow", 104.0), ("green", 200.0), ("blue", 292.0), ("purple", 344.0))


def family(main: RGB) -> str:
    """Name the family of colours a top belongs to."""
    lab = lab_of(main)
    if float(chroma(lab)) < _GREY:
        light = float(lab[0])
        return "dark" if light < _DARK else "pale" if light > _PALE else "grey"
    hue = float(np.degrees(np.arctan2(lab[2] - 128, lab[1] - 128))) % 360
    return next((name for name, end in _HUES if hue < end), "red")


def trousers_for(garment: Garment, main: RGB) -> RGB:
    """Trousers worn with a garment of a colour."""
    if garment.trousers is not None:
        return garment.trousers
    if garment.matching:
        return main
    return _pair(main)[0]


def shoes_for(garment: Garment, main: RGB) -> RGB:
    """Shoes worn with a garment of a colour."""
    return garment.shoes or _pair(main)[1]


def usual(garment: Garment, main: RGB) -> tuple[RGB, RGB]:
    """Trousers and shoes."""
    return trousers_for(garment, main), shoes_for(garment, main)


def _pair(main: RGB) -> tuple[RGB, RGB]:
    choices = _WITH[family(main)]
    # Neighbouring shades may differ: what counts is that one shade always gets the same.
    r, g, b = (v // 8 for v in main)
    return choices[(5 * r + 3 * g + 7 * b) % len(choices)]
