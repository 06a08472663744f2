"""Colour themes of the box, and the choice of one that sets off an outfit."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class BoxPalette:
    """A colour theme; all colours are 8-bit sRGB.

    Attributes:
        name: Name in lower case, kept in recipes.
        base: The card's main colour.
        deep: Dark relative of the base: outlines, lettering on the tray, extrusion.
        tray: The moulded tray behind the figure, light and quiet.
        accent: The ribbon.
        accent_ink: Lettering on the ribbon.

    """

    name: str
    base: Rgb
    deep: Rgb
    tray: Rgb
    accent: Rgb
    accent_ink: Rgb


PALETTES: Final = {
    palette.name: palette
    for palette in (
        BoxPalette(
            name="tomato",
            base=(236, 78, 52),
            deep=(88, 18, 20),
            tray=(255, 226, 204),
            accent=(255, 208, 64),
            accent_ink=(74, 20, 16),
        ),
        BoxPalette(
            name="lagoon",
            base=(10, 152, 158),
            deep=(4, 52, 66),
            tray=(212, 243, 236),
            accent=(255, 196, 60),
            accent_ink=(6, 50, 62),
        ),
        BoxPalette(
            name="grape",
            base=(112, 70, 200),
            deep=(40, 18, 92),
            tray=(232, 222, 252),
            accent=(255, 202, 70),
            accent_ink=(42, 18, 88),
        ),
        BoxPalette(
            name="raspberry",
            base=(222, 44, 108),
            deep=(86, 8, 48),
            tray=(255, 222, 230),
            accent=(96, 226, 214),
            accent_ink=(66, 6, 38),
        ),
        BoxPalette(
            name="cobalt",
            base=(30, 100, 216),
            deep=(8, 28, 92),
            tray=(214, 230, 255),
            accent=(255, 206, 58),
            accent_ink=(10, 28, 84),
        ),
        BoxPalette(
            name="sunshine",
            base=(250, 172, 24),
            deep=(110, 46, 4),
            tray=(255, 240, 200),
            accent=(204, 34, 44),
            accent_ink=(255, 255, 255),
        ),
        BoxPalette(
            name="meadow",
            base=(50, 158, 78),
            deep=(8, 58, 38),
            tray=(222, 244, 210),
            accent=(255, 212, 70),
            accent_ink=(12, 56, 34),
        ),
        BoxPalette(
            name="midnight",
            base=(40, 50, 92),
            deep=(10, 12, 34),
            tray=(122, 140, 192),
            accent=(255, 120, 84),
            accent_ink=(20, 10, 26),
        ),
    )
}


def _lab(rgb: Rgb) -> npt.NDArray[np.float32]:
    """Return CIELAB (D65) of one sRGB colour."""
    pixel = np.array([[rgb]], np.float32) / 255
    lab: npt.NDArray[np.float32] = cv2.cvtColor(pixel, cv2.COLOR_RGB2Lab)[0, 0]
    return lab


def _separation(palette: BoxPalette, outfit: npt.NDArray[np.float32]) -> float:
    """Tell how far the outfit stands from the tray it lies on, and in hue from the card.

    Beyond the two caps more distance is no longer seen, so the first palette in order wins.
    """
    behind = float(np.linalg.norm(_lab(palette.tray) - outfit))
    around = float(np.linalg.norm((_lab(palette.base) - outfit)[1:]))
    return min(behind, 60.0) + min(around, 70.0)


def box_palette_for(outfit_rgb: Rgb) -> BoxPalette:
    """Choose the palette that sets an outfit off best.

    Args:
        outfit_rgb: Main colour of the outfit, 8-bit sRGB.

    """
    outfit = _lab(outfit_rgb)
    return max(PALETTES.values(), key=lambda palette: _separation(palette, outfit))


def palette_of(theme: str, outfit_rgb: Rgb) -> BoxPalette:
    """Return a theme by its name, or the one that sets the outfit off where there is none."""
    return PALETTES.get(theme) or box_palette_for(outfit_rgb)
