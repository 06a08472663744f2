"""Which of the frames that can be made a pair of rims is closest to.

Rims are told apart by a few proportions of their closed curve. Aviators hang lower away from the
nose and are thin; cat eyes rise away from the nose. Both are named only where the curve says so
clearly, because an ordinary frame is no mistake on anybody's face.
"""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.analysis.rims import ANGLES, FLATTEN, Rims
from figures.generation.studio.space import Doubles
from figures.generation.studio.spectacles import SPECTACLES

# Height by width of a rim, and the share of its bounding box it fills.
ROUND_FROM, FLAT_BELOW, SQUARE_FROM = 0.90, 0.70, 0.84
# Cat eyes: how much more the upper edge rises outward than the lower one falls.
RISE, SAG_WEIGHT, CAT_EYE_BELOW, CAT_EYE_FILL = 0.04, 0.8, 0.80, 0.82
# Aviators: how much lower both rims hang outward, how high they are, and thickest lines.
SAG, AVIATOR_HEIGHT, AVIATOR_BREADTH = 0.07, (0.74, 0.92), 0.065
# Where edges are compared, shares of a rim's half width; positive is away from the nose.
INNER, OUTER, UPPER_OUTER = -0.6, 0.6, 0.7
SMOOTH = 5


@dataclass(frozen=True)
class Proportions:
    """Proportions of a rim; lengths are shares of its half width.

    Attributes:
        aspect: height by width.
        fill: share of the bounding box inside the curve.
        lift: how much higher the upper edge lies outward than inward.
        sag: how much lower the lower edge lies outward than inward.

    """

    aspect: float
    fill: float
    lift: float
    sag: float


def proportions(outline: Doubles) -> Proportions:
    """Measure a closed curve (n, 2), x away from the nose, y up."""
    low, high = outline.min(0), outline.max(0)
    half = (high[0] - low[0]) / 2
    x, y = ((outline - (low + high) / 2) / half).T
    area = abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2
    return Proportions(
        aspect=float(np.ptp(y)) / 2,
        fill=area / float(np.ptp(x) * np.ptp(y)),
        lift=_edge(x, y, UPPER_OUTER) - _edge(x, y, INNER),
        sag=_edge(x, -y, OUTER) - _edge(x, -y, INNER),
    )


def _edge(x: Doubles, y: Doubles, at: float) -> float:
    """Height of the upper edge of a curve around the origin."""
    upper = y > 0
    order = np.argsort(x[upper])
    return float(np.interp(at, x[upper][order], y[upper][order]))


def frame_shape(rims: Rims) -> str:
    """Key of SPECTACLES closest to the rims."""
    right, left = (proportions(_outline(curve)) for curve in rims.curves)
    name = _shape(right, left, rims.breadth)
    return name if name in SPECTACLES else "round"


def _outline(distance: Doubles) -> Doubles:
    """Points of a curve given by its distance at each of ANGLES, smoothed along it."""
    points = np.stack([np.cos(ANGLES), -np.sin(ANGLES) * FLATTEN], 1) * distance[:, None]
    around = np.vstack([points[-(SMOOTH // 2) :], points, points[: SMOOTH // 2]])
    kernel = np.full(SMOOTH, 1 / SMOOTH)
    return np.stack([np.convolve(around[:, axis], kernel, "valid") for axis in (0, 1)], 1)


def _shape(right: Proportions, left: Proportions, breadth: float) -> str:
    aspect, fill = (right.aspect + left.aspect) / 2, (right.fill + left.fill) / 2
    lift, sag = (right.lift + left.lift) / 2, (right.sag + left.sag) / 2
    lowest, highest = AVIATOR_HEIGHT
    rises = min(each.lift - SAG_WEIGHT * each.sag for each in (right, left)) > 0
    rises = rises and lift - SAG_WEIGHT * sag > RISE
    if rises and aspect < CAT_EYE_BELOW and fill < CAT_EYE_FILL:
        return "cat_eye"
    hangs = min(right.sag, left.sag) >= SAG and lift < 0
    if hangs and lowest < aspect < highest and fill < SQUARE_FROM and breadth < AVIATOR_BREADTH:
        return "aviator"
    if aspect < FLAT_BELOW:
        return "rectangular"
    if fill >= SQUARE_FROM:
        return "square"
    return "round" if aspect >= ROUND_FROM else "oval"
