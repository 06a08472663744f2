"""Colours of a designed page."""

from dataclasses import dataclass

from shop.prepress.colour import RGB


@dataclass(frozen=True)
class Palette:
    """sRGB colours: the ground, its lighter tone, type on the ground, one accent and type on it."""

    ground: RGB = (238, 90, 60)
    light: RGB = (250, 128, 92)
    glow: RGB = (255, 214, 170)
    type: RGB = (255, 255, 255)
    accent: RGB = (255, 210, 62)
    dark: RGB = (66, 24, 22)
    accent_type: RGB = (66, 24, 22)


CORAL = Palette()
TEAL = Palette((20, 122, 128), (36, 142, 146), (196, 232, 222), (255, 255, 255),
               (255, 206, 70), (10, 44, 54), (10, 44, 54))  # fmt: skip
# Under this, words in large type are hard to read (WCAG 2.2 asks for 3 to 1).
LEAST_CONTRAST = 3.0
INK = (26, 26, 26)
WHITE = (255, 255, 255)


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
