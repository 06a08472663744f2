"""Which garment the lie of the cloths tells, and how sure kind and colour of it are.

The sureness is a model of being right, not a wish: `tests/bench/fit_reading.py` fits it to how
often each way of telling was right on labelled portraits in good and in bad states, and leaves
every portrait out in turn with all its states.
"""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.analysis.logistic import Logistic
from figures.generation.studio.space import Doubles

# A coat shows another cloth in this share of its front and hardly at its sides.
COAT_FRONT, COAT_SIDES, LIGHTEST_COAT = 0.25, 0.16, 170.0
# A tie fills the narrow middle more than the front around it.
BAND = 1.4
# What lies so much darker in front of a pale coat is worn under it, unless it is mostly skin.
UNDER_PALE, MOSTLY_SKIN = -100.0, 0.3
# Patterns and folded collars tell shirts: mean high-pass lightness, and share of the front.
SHIRT_TEXTURE, SHIRT_FRONT = 8.5, 0.15
BARE_ARMS = 0.15
# A pale front that lies open over something else at the neck, and whole at the sides, is a shirt.
# Light on dark lapels looks like a pattern: only paler ones are one.
DARK_PATTERN, PALE_SIDES, OPEN = 100.0, 0.12, (COAT_FRONT, 0.5)
# Log-odds that the kind is right, each way of telling against the others. Of 41 portraits 11 are
# asked about and 0 wrong and sure when left out; in the worse states 0 to 4 are, in back light 8,
# for which there is `CUT_NEEDS_LIGHT`.
KIND_RIGHT = Logistic(
    {"cast_on_coat": -1.159, "blurred_soft": -1.739, "collar": -1.878, "smooth": -1.732}, 2.203
)
COAT_WAYS = ("tie", "band", "open")
# Log-odds that the colour's name is right. 5 of 34 are asked about and 0 wrong and sure when left
# out; in the worse states 0 to 3 are.
COLOUR_RIGHT = Logistic(
    {"dim": -2.927, "cast": -1.926, "cloth": 0.8797, "unlike_skin": 5.435, "black": 0.695}, -2.532
)
# From these probabilities on nobody is asked.
KIND_SURE, COLOUR_SURE = 0.85, 0.90
# The cut of clothes cannot be told in light trusted less than this, their colour fades below that.
CUT_NEEDS_LIGHT, COLOUR_NEEDS_LIGHT = 0.3, 0.4
# Pixels of cloth that show its colour as well as more would.
ENOUGH_CLOTH_PX, LEAST_CLOTH_PX = 12000, 300
MOST_UNLIKE = 4.0


@dataclass(frozen=True)
class Cut:
    """How cloths lie: shares of another cloth than the main one, and relief.

    Attributes:
        front: in front.
        band: in the narrow middle of the front.
        sides: at the sides.
        arms: bare skin beside the chest.
        texture: mean relief of the main cloth, Lab lightness.
        shirt_and_tie: whether something runs down between two pale halves.
        lighter: by how much the other cloth in front is lighter than the main one, Lab lightness.
        skin_like: share of it that has the skin's hue.

    """

    front: float
    band: float
    sides: float
    arms: float
    texture: float
    shirt_and_tie: bool
    lighter: float = 0.0
    skin_like: float = 0.0


@dataclass(frozen=True)
class Sight:
    """How well a photo shows clothes.

    Attributes:
        lighting: 0..1, how far colours can be trusted in this light.
        uncast: 0..1, how far the light has no colour of its own.
        texture: 0..1, how far fine texture can be seen.

    """

    lighting: float
    uncast: float
    texture: float


def garment_kind(cut: Cut, main: Doubles) -> tuple[str, str]:
    """Kind of outfit and the way it was told by, which says how sure that is."""
    apart = cut.sides <= COAT_SIDES or cut.front > 2 * cut.sides
    if cut.front >= COAT_FRONT and apart and main[0] < LIGHTEST_COAT:
        return _coat(cut)
    if cut.arms > BARE_ARMS:
        return "tshirt", "bare arms"
    if cut.front > 1.5 * COAT_FRONT and cut.sides <= COAT_SIDES:
        if cut.lighter < UNDER_PALE and cut.skin_like < MOSTLY_SKIN and main[0] >= LIGHTEST_COAT:
            return "jacket", "pale coat"
        if cut.texture < SHIRT_TEXTURE / 2:
            # Pale and smooth over something else: coats are seldom pale.
            return "sweater", "layered"
    if cut.texture > SHIRT_TEXTURE or cut.front > SHIRT_FRONT:
        return "shirt", _shirt(cut, main)
    # Smooth cloth up to the neck: a sweater and a T-shirt differ in what the photo may not show.
    return "sweater", "smooth"


def _coat(cut: Cut) -> tuple[str, str]:
    if cut.shirt_and_tie:
        return "suit", "tie"
    if cut.band > BAND * cut.front and cut.texture < SHIRT_TEXTURE:
        return "suit", "band"
    return "jacket", "open"


def _shirt(cut: Cut, main: Doubles) -> str:
    if cut.texture > 1.3 * SHIRT_TEXTURE and main[0] > DARK_PATTERN:
        return "patterned"
    if main[0] >= LIGHTEST_COAT and OPEN[0] < cut.front < OPEN[1] and cut.sides < PALE_SIDES:
        return "pale"
    return "collar"


def kind_measures(way: str, sight: Sight) -> dict[str, float]:
    """Measure what `KIND_RIGHT` weighs."""
    coat = way in COAT_WAYS
    return {
        "cast_on_coat": (1 - sight.uncast) * coat,
        "blurred_soft": (1 - sight.texture) * (not coat),
        "collar": float(way == "collar"),
        "smooth": float(way == "smooth"),
    }


def kind_confidence(way: str, sight: Sight) -> float:
    """0..1, one half where the kind is right as often as it must be not to be asked about."""
    right = KIND_RIGHT.probability(kind_measures(way, sight))
    return _confidence(right, KIND_SURE) * min(sight.lighting / CUT_NEEDS_LIGHT, 1.0)


def colour_measures(name: str, cloth_px: int, unlike_skin: float, sight: Sight) -> dict[str, float]:
    """Measure what `COLOUR_RIGHT` weighs; black is black in any light."""
    black = name == "black"
    enough = float(np.clip(cloth_px, LEAST_CLOTH_PX, ENOUGH_CLOTH_PX)) / ENOUGH_CLOTH_PX
    return {
        "dim": (1 - min(sight.lighting / COLOUR_NEEDS_LIGHT, 1.0)) * (not black),
        "cast": (1 - sight.uncast) * (not black),
        "cloth": float(np.log(enough)),
        "unlike_skin": min(unlike_skin, MOST_UNLIKE) / MOST_UNLIKE,
        "black": float(black),
    }


def colour_confidence(name: str, cloth_px: int, unlike_skin: float, sight: Sight) -> float:
    """0..1, one half where the colour is right as often as it must be not to be asked about.

    Args:
        name: of the colour, as read.
        cloth_px: pixels of cloth in the frame.
        unlike_skin: how far its colour is from the skin's, in steps that can be told.
        sight: how well the photo shows it.

    """
    measures = colour_measures(name, cloth_px, unlike_skin, sight)
    return _confidence(COLOUR_RIGHT.probability(measures), COLOUR_SURE)


def _confidence(probability: float, sure: float) -> float:
    """Move a probability so that the one that is sure enough lies at one half."""
    odds = probability / max(1 - probability, 1e-9) * (1 - sure) / sure
    return odds / (1 + odds)
