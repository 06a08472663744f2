"""Hands: a palm, four fingers and a thumb in the grips a toy needs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Limb
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture, Seam
from figures.generation.studio.space import Doubles

FINGER_LENGTHS = (3.0, 3.6, 3.4, 2.6)
FINGER_SPACING, FIST_SPACING = 1.52, 1.46
FINGER_RADIUS = 0.88
# How softly a finger grows out of the palm: little, so that the gaps between fingers are drawn.
CREASE = 0.22
# A fist's thumb: along its side, then over the fingers.
_FIST_THUMB = (
    ((1.4, 2.3, -0.6), (2.9, 2.9, -1.7)),
    ((3.9, 2.0, -3.0), (4.1, 0.3, -3.35)),
)


@dataclass(frozen=True)
class _Axes:
    """Along the forearm, towards the thumb, out of the back of the hand; the hand's size."""

    along: Doubles
    thumb: Doubles
    back: Doubles
    size: float

    def at(self, wrist: Doubles, along: float, thumb: float, back: float) -> Doubles:
        way = self.along * along + self.thumb * thumb + self.back * back
        return np.asarray(wrist + way * self.size)

    def turn(self) -> Doubles:
        return np.stack([self.thumb, self.along, self.back], 1)


def _axes(limb: Limb) -> _Axes:
    along = limb.forearm
    thumb = limb.thumb - along * float(limb.thumb @ along)
    thumb = thumb / np.linalg.norm(thumb)
    # Mirrored arms need a mirrored cross product to keep the palm on the inner side.
    return _Axes(along, thumb, limb.side * np.cross(thumb, along), limb.hand)


def add_hand(sculpture: Sculpture, material: Material, limb: Limb) -> None:
    """Add the hand of one arm."""
    axes = _axes(limb)
    grips = {"open": _open, "fist": _fist, "thumb": _thumb_up}
    rows = grips.get(limb.grip, _relaxed)(axes, limb.wrist)
    start = axes.at(limb.wrist, -1.0, 0, 0)
    wide = limb.radii[2] * 1.02
    end = axes.at(limb.wrist, 1.4, 0, 0)
    rows.append(p.capsule(start, end, wide, wide * 0.94, blend=1.3 * axes.size))
    seam = Seam(limb.wrist, axes.back)
    sculpture.add(f"{limb.name} hand", material, rows, 0.28, seam=seam)


def _palm(axes: _Axes, wrist: Doubles, thickness: float, half_length: float = 2.55) -> Doubles:
    size = axes.size
    half = (2.95 * size, half_length * size, thickness * size)
    return p.box(axes.at(wrist, 2.6, 0, 0), half, 1.45 * size, axes.turn())


def _finger(
    axes: _Axes, wrist: Doubles, knots: ArrayLike, radius: float, blend: float = CREASE
) -> Doubles:
    """One finger through knots (n, 3) along, towards the thumb, and out of the back."""
    points = [axes.at(wrist, *knot) for knot in np.asarray(knots, np.float64)]
    radii = radius * axes.size * np.linspace(1.0, 0.90, len(points))
    return p.path(points, radii, blend=blend * axes.size)


def _open(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = [_palm(axes, wrist, 1.55)]
    for k, length in enumerate(FINGER_LENGTHS):
        across = 1.5 - k
        start = np.array([4.2, across * FINGER_SPACING, 0.0])
        way = np.array([1.0, 0.16 * across, -0.06])
        tip = start + way * (length + 0.9) + [0, 0, -0.25]
        rows.append(_finger(axes, wrist, [start, start + way * length * 0.6, tip], FINGER_RADIUS))
    thumb = [[1.7, 1.9, -0.3], [2.9, 3.6, -0.5], [4.5, 4.7, -0.6]]
    return [*rows, _finger(axes, wrist, thumb, 1.12, 0.6)]


def _relaxed(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = [_palm(axes, wrist, 1.6)]
    for k, length in enumerate(FINGER_LENGTHS):
        across = 1.5 - k
        start = np.array([4.2, across * FINGER_SPACING, 0.1])
        knuckle = start + [length * 0.55, 0.04 * across, -0.35]
        tip = knuckle + [length * 0.42, -0.05 * across, -1.0 - 0.16 * k]
        rows.append(_finger(axes, wrist, [start, knuckle, tip], FINGER_RADIUS))
    thumb = [[1.3, 1.9, -0.4], [2.8, 3.7, -0.9], [4.5, 4.2, -1.5]]
    return [*rows, _finger(axes, wrist, thumb, 1.05, 0.4)]


def _fist(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    fingers, (thumb, over) = _curled(axes, wrist), _FIST_THUMB
    return [*fingers, _finger(axes, wrist, [*thumb, *over], 1.12, 0.4)]


def _curled(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    """Palm and four fingers bent into it; the gaps between them stay sharp."""
    rows = [_palm(axes, wrist, 1.65, 2.3)]
    for k in range(4):
        across = (1.5 - k) * FIST_SPACING
        bow = -0.10 * (1.2 - k) ** 2
        knots = [
            [3.6, across, 0.75], [4.75 + bow, across, 0.45], [5.2 + bow, across, -1.1],
            [4.1, across, -2.35], [2.9, across, -2.3],
        ]  # fmt: skip
        rows.append(_finger(axes, wrist, knots, 1.06, 0.12))
    return rows


def _thumb_up(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    thumb = [[1.6, 2.0, -0.6], [2.5, 3.9, -0.8], [2.3, 5.6, -0.6], [1.9, 7.1, -0.4]]
    return [*_curled(axes, wrist), _finger(axes, wrist, thumb, 1.28, 0.5)]
