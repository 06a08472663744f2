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
# Pale hair redder than this looks pink: stray light, not its own colour. It keeps its chroma.
PALE, MOST_RED_PALE = 120.0, 0.62
# Percent of cropped hair that is strands for sure.
STRANDS = 30
# Grey hair of the labelled portraits has at most a chroma of 5.8, the palest brown at least 8.6.
GREY_STRANDS, GREY_CHROMA, PALE_CHROMA = 43.0, 7.3, 10.0
# Brown that is cropped shows in strands that are lit a little: percent of the strands by
# lightness, and their least chroma and chroma over lightness. Black ones reach 0.22.
LIT_STRANDS, BROWN_CHROMA, BROWN_SHARE = (10, 45), 6.0, 0.30
# The toy gets the colour of these, unless they are so colourful that the scalp shines through.
SHOWN_STRANDS, SCALP_CHROMA = (30, 55), 22.0
# Glare is as bright as this; unless so much of the hair is, it says nothing of its colour.
GLARE, MOST_GLARE = 225.0, 0.30
# Hair of a colour like skin's: percent of it by lightness, the least chroma there, and its most
# lightness over skin's.
MIDDLING, COLOURED, DARKER = (35, 75), 11.0, 0.85
# Dark hair that looks purple mirrors its surroundings: dyed hair has more chroma.
DYED, DARKEST_DYED, LESS_RED, MOST_RED_DARK, RED_TO_YELLOW = 27.0, 75.0, 0.7, 9.0, 0.55
# Neutral hair is black up to this lightness; the scalp lightens cropped hair.
BLACK, BLACK_CROPPED = 72.0, 80.0
# Yellow hair is blond from this lightness, other hair from the next.
GOLDEN, BLOND, GOLDEN_TO_RED = 118.0, 140.0, 1.7
# From here on cropped hair that looks black may be brown in its own shade.
REDDISH = 3.5
WHITE_LIGHTNESS, WHITE_CHROMA = 135.0, 16.0

SHADES = frozenset(
    frozenset(pair)
    for pair in (("black", "dark brown"), ("dark brown", "brown"), ("auburn", "red"))
)


def read_hair_colour(
    lab: Floats, hair: HairMask, skin: Doubles, *, cropped: bool = False
) -> Doubles | None:
    """Lab of the hair's lit half, or of the strands if it is cropped; None if the head is bald."""
    pixels = lab[hair.cover > 0.7].astype(np.float64)
    if len(pixels) <= FEWEST_PIXELS:
        return None
    glare = pixels[:, 0] > GLARE
    if glare.mean() < MOST_GLARE:
        pixels = pixels[~glare]
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
    if cropped and not white:
        # The scalp shines through: only what is least like skin is hair.
        order = np.argsort(-distance)
        strands = np.median(pixels[order[: max(len(order) * STRANDS // 100, 20)]], 0)
        if strands[0] > GREY_STRANDS and chroma(strands) < PALE_CHROMA:
            # The darkest strands of black hair are darker: this is grey or fair, without shadows.
            strands[0] = max(strands[0], np.median(pixels[:, 0]))
        elif (lit := _lit_brown(pixels)) is not None:
            strands = lit
        return _natural(strands)
    lit = unlike[unlike[:, 0] >= np.percentile(unlike[:, 0], 45)]
    return _natural(_coloured(np.median(lit, 0), pixels, skin))


def _coloured(seen: Doubles, pixels: Doubles, skin: Doubles) -> Doubles:
    """Colour of hair that looks grey only because what is like skin was left out, and glare not."""
    middle = _between(pixels, MIDDLING)
    dull = chroma(seen) < GREY_CHROMA and BLACK < seen[0] < PALE
    # As light as skin, it is skin that the cut took in.
    coloured = chroma(middle) > COLOURED and middle[0] < DARKER * skin[0]
    return middle if dull and coloured else seen


def _lit_brown(pixels: Doubles) -> Doubles | None:
    """Colour of cropped hair whose lit strands are brown, though its darkest look black."""
    brown = _between(pixels, LIT_STRANDS)
    grey = float(chroma(brown))
    if grey < BROWN_CHROMA or grey < BROWN_SHARE * brown[0] or brown[2] <= 128:
        return None
    shown = _between(pixels, SHOWN_STRANDS)
    return shown if chroma(shown) < SCALP_CHROMA else None


def _between(pixels: Doubles, percent: tuple[int, int]) -> Doubles:
    """Median of the pixels between two percentiles of lightness."""
    low, high = np.percentile(pixels[:, 0], percent)
    between = (pixels[:, 0] >= low) & (pixels[:, 0] <= high)
    return np.asarray(np.median(pixels[between], 0), np.float64)


def _is_white(pixels: Doubles) -> bool:
    light = float(np.median(pixels[:, 0])) > WHITE_LIGHTNESS
    return light and float(np.percentile(chroma(pixels), 25)) < WHITE_CHROMA


def _natural(lab: Doubles) -> Doubles:
    yellow = lab[2] - 128
    if lab[1] < 128 and lab[0] < DARKEST_DYED and chroma(lab) < DYED:
        # No hair is greenish: what is mirrors a wall.
        return np.array([lab[0], 128.0, max(lab[2], 128.0)])
    purple = yellow < RED_TO_YELLOW * (lab[1] - 128) / 2 and lab[0] < DARKEST_DYED
    if purple and GREY_CHROMA < chroma(lab) < DYED:
        red = min((lab[1] - 128) * LESS_RED, MOST_RED_DARK)
        return np.array([lab[0], 128 + red, 128 + RED_TO_YELLOW * red])
    red = max(lab[1], 128 + LEAST_RED * yellow) if yellow > 0 else lab[1]
    if lab[0] > PALE and red - 128 > MOST_RED_PALE * yellow:
        yellow = float(chroma(lab)) / np.hypot(1.0, MOST_RED_PALE)
        return np.array([lab[0], 128 + MOST_RED_PALE * yellow, 128 + yellow])
    return np.array([lab[0], red, lab[2]])


def hair_rgb(lab: Doubles) -> RGB:
    """SRGB of the hair."""
    return rgb_of_lab(lab)


def colour_name(lab: Doubles, *, cropped: bool = False) -> str:
    """Black, dark brown, brown, auburn, red, blond, grey or white."""
    lightness, grey = float(lab[0]), float(chroma(lab))
    red, yellow = float(lab[1] - 128), float(lab[2] - 128)
    if grey < GREY_CHROMA:
        black = BLACK_CROPPED if cropped else BLACK
        return "black" if lightness < black else "grey" if lightness < 165 else "white"
    if lightness < 20 or (lightness < 48 and yellow < 6):
        return "black"
    if grey < WHITE_CHROMA * 0.75 and lightness > 165:
        return "white"
    if red > 14 and red > 0.75 * yellow:
        return "auburn" if lightness < 95 else "red"
    if lightness < 75:
        return "dark brown"
    golden = yellow > GOLDEN_TO_RED * red and lightness > GOLDEN
    return "blond" if golden or (lightness > BLOND and yellow > 1.2 * red) else "brown"


def alike(one: str, other: str) -> bool:
    """Whether two names may be those of one and the same hair in light and in shade."""
    return one == other or frozenset((one, other)) in SHADES


def colour_sureness(lab: Doubles, *, cropped: bool) -> float:
    """How far a colour lies from where it would be quite another one, 0..1.

    The toy gets the colour itself: names that people use for one and the same hair (dark brown
    and brown, grey and white) are no reason to ask.
    """
    lightness, grey = float(lab[0]), float(chroma(lab))
    red, yellow = float(lab[1] - 128), float(lab[2] - 128)
    if grey < GREY_CHROMA:
        edge = BLACK_CROPPED if cropped else BLACK
    else:
        edge = GOLDEN if yellow > GOLDEN_TO_RED * red else BLOND
    apart = abs(lightness - edge) / 25
    between = abs(grey - GREY_CHROMA) / 5 if lightness > 40 else 1.0
    sure = float(np.clip(min(apart, between), 0.3, 1.0)) * (0.7 if cropped else 1.0)
    # The darkest strands of cropped brown hair are as dark as black ones, but still reddish.
    reddish = cropped and red >= REDDISH and colour_name(lab, cropped=True) == "black"
    return sure * (0.5 if reddish else 1.0)
