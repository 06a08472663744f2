"""The mouth taken apart into width, lips, opening and lift, and put together again."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.expressions.base import Expression
from figures.generation.studio.space import Doubles

# The lips go round from the right corner over the upper edge: column i of the lower edge is here.
_UPPER = np.arange(11)
_LOWER = -_UPPER % 20
# A toy's closed mouth needs this much lift, over half its width, to look as friendly as a face.
FRIENDLY = 0.15
# However a photo's lips droop, a toy's corners lie this much over the middle.
LEAST_LIFT = 0.12
# Laughing teeth are a toy's best feature: open mouths open a little more.
OPEN_MORE = 1.15
# Openings under this share of the width are a closed mouth's noise.
CLOSED_UNDER = 0.10
# A laugh stretches the mouth at rest by up to this much, fully so from this opening on.
LAUGH_STRETCH, LAUGH_FROM = 0.16, 0.20
THINNEST_LIP = 0.012
# Closed lips together are at most this tall over the mouth's width: pushed further they purse.
FULLEST_LIPS = 0.38
# Nor is a closed mouth narrower than this, face units of the toy: in a beard it would be a hole.
NARROWEST = 0.42
# The upper lip makes this part of an opening's way, the lower lip the rest.
UPPER_SHARE = 0.25
# How far the skin around the mouth is pulled along, face units.
PULL_REACH = 0.09


def hold_mouth(
    points: Doubles, own: Doubles, expression: Expression | None, *, shut: bool = False
) -> Doubles:
    """Move the mouth, and the skin around it, into an expression.

    Args:
        points: (478, 2) caricature landmarks, face units of the toy.
        own: (478, 2) the person's own landmarks in the same units, before the caricature.
        expression: None keeps the photo's, made a little friendlier.
        shut: whether the photo's lips are together.

    Returns:
        (478, 2) landmarks.

    """
    outer, inner = points[list(lm.LIPS_OUTER)], points[list(lm.LIPS_INNER)]
    corners = outer[[0, 10]]
    half = float(corners[1, 0] - corners[0, 0]) / 2
    center = corners[:, 0].mean()
    lips = (
        np.maximum(outer[_UPPER, 1] - inner[_UPPER, 1], THINNEST_LIP),
        np.maximum(inner[_LOWER, 1] - outer[_LOWER, 1], THINNEST_LIP),
    )
    along = (inner[_UPPER, 0] - center) / half
    seen = own[list(lm.LIPS_INNER)]
    opening = np.maximum(seen[_UPPER, 1] - seen[_LOWER, 1], 0.0)
    share = float(opening.max()) / max(2 * half, 1e-6)
    line = (inner[_UPPER, 1] + inner[_LOWER, 1]) / 2
    if expression is None:
        closed = shut or share <= CLOSED_UNDER
        widen = max(1.0, NARROWEST / (2 * half)) if closed else 1.0
        lips = _unpursed(lips, half * widen) if closed else lips
        opening = opening * (0.0 if closed else OPEN_MORE)
        line = line + _friendly(line, half) * half * (along**2 - 0.35)
    else:
        at_rest = 1 - LAUGH_STRETCH * float(np.clip(share / LAUGH_FROM, 0, 1))
        widen = at_rest * expression.width
        middle = line[5] + (0.5 - UPPER_SHARE) * float(opening[5])
        line = middle + expression.lift * half * widen * (along**2 - 0.35)
        rounded = np.sqrt(np.maximum(1 - along**2, 0))
        opening = 2 * half * widen * expression.opening * rounded
        line = line - (0.5 - UPPER_SHARE) * opening
    held = points.copy()
    held[list(lm.LIPS_INNER)] = _ring(inner, line, opening, (np.zeros(11), np.zeros(11)))
    held[list(lm.LIPS_OUTER)] = _ring(outer, line, opening, lips)
    rings = [*lm.LIPS_OUTER, *lm.LIPS_INNER]
    held[rings, 0] = center + (held[rings, 0] - center) * widen
    return _with_skin(points, held, rings)


def _unpursed(lips: tuple[Doubles, Doubles], half: float) -> tuple[Doubles, Doubles]:
    """Lips no fuller than a closed mouth of this half width may have."""
    tallest = float((lips[0] + lips[1]).max())
    share = min(1.0, FULLEST_LIPS * 2 * half / tallest)
    return lips[0] * share, lips[1] * share


def _friendly(line: Doubles, half: float) -> float:
    """Lift for lips at rest, over half the mouth's width: some for all, more for drooping ones."""
    own = float((line[0] + line[10]) / 2 - line[5]) / half
    return max(FRIENDLY, LEAST_LIFT - own)


def _ring(ring: Doubles, line: Doubles, opening: Doubles, lips: tuple[Doubles, Doubles]) -> Doubles:
    """One ring of the lips around the line between them."""
    placed = ring.copy()
    placed[_UPPER, 1] = line + opening / 2 + lips[0]
    ends = placed[[0, 10], 1].copy()
    placed[_LOWER, 1] = line - opening / 2 - lips[1]
    # Both edges meet in the corners.
    placed[[0, 10], 1] = (ends + placed[[0, 10], 1]) / 2
    return placed


def _with_skin(points: Doubles, held: Doubles, rings: list[int]) -> Doubles:
    """Pull the skin along with the lips, less the further away it is."""
    moved = held[rings] - points[rings]
    others = np.setdiff1d(np.arange(lm.POINTS), [*rings, *lm.OVAL])
    offset = points[others][:, None] - points[rings][None]
    weight = np.exp(-(offset**2).sum(2) / (2 * PULL_REACH**2))
    pulled = held.copy()
    pulled[others] += (weight @ moved) / (weight.sum(1, keepdims=True) + 1.0)
    return pulled
