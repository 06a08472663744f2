"""Colour of the hair and whether there is any."""

import numpy as np

from figures.generation.studio.analysis.hair import HairMask
from figures.generation.studio.colour import RGB, chroma, rgb_of_lab
from figures.generation.studio.space import Doubles, Floats

FEWEST_PIXELS = 200
# Hair whose median is this close to the skin is a lit scalp.
SCALP_DISTANCE = 1.65
UNLIKE_SKIN = np.array([40.0, 8.0, 8.0])
SCALP_WEIGHTS = np.array([45.0, 8.0, 8.0])
# Brown below this red to yellow ratio looks olive on a toy.
LEAST_RED = 0.42
WHITE_LIGHTNESS, WHITE_CHROMA = 135.0, 16.0


def read_hair_colour(lab: Floats, hair: HairMask, skin: Doubles) -> Doubles | None:
    """Lab of the hair's lit half; None if the head is bald."""
    pixels = lab[hair.cover > 0.7].astype(np.float64)
    if len(pixels) <= FEWEST_PIXELS:
        return None
    distance = np.abs((pixels - skin) / UNLIKE_SKIN).sum(1)
    unlike = pixels[distance >= np.percentile(distance, 40)]
    white = _is_white(unlike)
    if white:
        # Warm light and skin shine through white hair: its greyest third is the hair.
        grey = chroma(unlike)
        unlike = unlike[grey <= np.percentile(grey, 35)]
    middle = np.median(pixels, 0)
    if not white and chroma(middle) > WHITE_CHROMA:
        apart = float(np.sqrt((((middle - skin) / SCALP_WEIGHTS) ** 2).sum()))
        if apart < SCALP_DISTANCE:
            return None
    lit = unlike[unlike[:, 0] >= np.percentile(unlike[:, 0], 45)]
    return _natural(np.median(lit, 0))


def _is_white(pixels: Doubles) -> bool:
    light = float(np.median(pixels[:, 0])) > WHITE_LIGHTNESS
    return light and float(np.percentile(chroma(pixels), 25)) < WHITE_CHROMA


def _natural(lab: Doubles) -> Doubles:
    yellow = lab[2] - 128
    red = max(lab[1], 128 + LEAST_RED * yellow) if yellow > 0 else lab[1]
    return np.array([lab[0], red, lab[2]])


def hair_rgb(lab: Doubles) -> RGB:
    """SRGB of the hair."""
    return rgb_of_lab(lab)


def colour_name(lab: Doubles) -> str:
    """Black, dark brown, brown, auburn, red, blond, grey or white."""
    lightness, grey = float(lab[0]), float(chroma(lab))
    red, yellow = float(lab[1] - 128), float(lab[2] - 128)
    if grey < 9:
        return "black" if lightness < 72 else "grey" if lightness < 165 else "white"
    if lightness < 36 or (lightness < 48 and yellow < 6):
        return "black"
    if red > 14 and red > 0.75 * yellow:
        return "auburn" if lightness < 95 else "red"
    if lightness < 75:
        return "dark brown"
    return "brown" if lightness < 140 else "blond"
