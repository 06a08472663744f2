"""Colours of a designed page."""

from dataclasses import dataclass

from shop.prepress.colour import RGB


@dataclass(frozen=True)
class Palette:
    """sRGB colours: the ground, its lighter tone, type on the ground, and one accent."""

    ground: RGB = (238, 90, 60)
    light: RGB = (250, 128, 92)
    glow: RGB = (255, 214, 170)
    type: RGB = (255, 255, 255)
    accent: RGB = (255, 210, 62)
    dark: RGB = (66, 24, 22)


CORAL = Palette()
TEAL = Palette((20, 122, 128), (36, 142, 146), (196, 232, 222), (255, 255, 255),
               (255, 206, 70), (10, 44, 54))  # fmt: skip
INK = (26, 26, 26)
WHITE = (255, 255, 255)
