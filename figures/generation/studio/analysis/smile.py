"""Whether and how somebody smiles: "none", "closed" or "teeth"."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.logistic import Logistic
from figures.generation.studio.space import Floats

# Teeth show when the lips part (share of the mouth's width) and what is between them is lighter
# than the lips; more of one makes up for less of the other.
PARTED, PARTED_SCALE = 0.135, 0.03
LIGHTER, LIGHTER_SCALE = 35.0, 30.0
BRIGHT_SHARE = 60.0
# Corners of a smile lie higher: their place between nose (0) and chin (1), which moves as the head
# nods. Fitted to 13 of 49 portraits as they are and in five worse states; 1 wrong when left out.
CLOSED = Logistic({"corners": -37.98, "pitch": -0.20}, 10.07)
# Log-odds at which a closed smile, or none, is as sure as it can be: less than teeth ever are.
CLEAR_ODDS = 2.4
FEWEST_PIXELS = 5


def read_smile(frame: Frame, lab: Floats) -> tuple[str, float]:
    """Return the smile and how sure it is, 0..1."""
    points = frame.frontal
    width = points[lm.MOUTH_LEFT, 0] - points[lm.MOUTH_RIGHT, 0]
    gap = (points[lm.LIP_TOP_INNER, 1] - points[lm.LIP_BOTTOM_INNER, 1]) / max(width, 1e-6)
    shown = (gap - PARTED) / PARTED_SCALE + (_contrast(frame, lab) - LIGHTER) / LIGHTER_SCALE
    if shown > 0:
        return "teeth", _sure(shown)
    closed = CLOSED.probability({"corners": corner_height(frame), "pitch": frame.pitch})
    odds = abs(float(np.log(closed / (1 - closed))))
    return "closed" if closed > 0.5 else "none", min(
        _sure(shown), 0.4 + 0.4 * min(odds / CLEAR_ODDS, 1.0)
    )


def corner_height(frame: Frame) -> float:
    """Where the corners of the mouth lie between nose (0) and chin (1)."""
    points = frame.frontal
    nose, chin = points[lm.NOSE_BASE, 1], points[lm.CHIN, 1]
    corners = points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 1].mean()
    return float((nose - corners) / max(nose - chin, 1e-6))


def _contrast(frame: Frame, lab: Floats) -> float:
    """How much lighter the mouth's bright part is than the lips."""
    inner = frame.polygon(lm.LIPS_INNER)
    between, lips = lab[..., 0][inner], lab[..., 0][frame.polygon(lm.LIPS_OUTER) & ~inner]
    if len(between) <= FEWEST_PIXELS or not len(lips):
        return 0.0
    bright = between[between >= np.percentile(between, BRIGHT_SHARE)]
    return float(np.median(bright) - np.median(lips))


def _sure(evidence: float) -> float:
    """Logistic confidence of evidence either way."""
    return float(1 / (1 + np.exp(-2 * abs(evidence))))
