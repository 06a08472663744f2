"""Hands: a palm, four fingers and a thumb in the grips a toy needs."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Limb
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture, Seam
from figures.generation.studio.space import Doubles

FINGER_LENGTHS = (3.1, 3.7, 3.5, 2.7)
FINGER_SPACING = 1.32
FINGER_RADIUS = 1.06


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
    rows.append(p.capsule(start, axes.at(limb.wrist, 2.0, 0, 0), wide, wide, blend=1.4 * axes.size))
    seam = Seam(limb.wrist, axes.back)
    sculpture.add(f"{limb.name} hand", material, rows, 0.33, seam=seam)


def _palm(axes: _Axes, wrist: Doubles, thickness: float) -> Doubles:
    size = axes.size
    half = (2.85 * size, 2.7 * size, thickness * size)
    return p.box(axes.at(wrist, 2.8, 0, 0), half, 1.5 * size, axes.turn())


def _bar(axes: _Axes, wrist: Doubles, start: Doubles, end: Doubles, radius: float) -> Doubles:
    first, last, size = axes.at(wrist, *start), axes.at(wrist, *end), axes.size
    return p.capsule(first, last, radius * size, radius * 0.9 * size, blend=0.5 * size)


def _open(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = [_palm(axes, wrist, 1.7)]
    for k, length in enumerate(FINGER_LENGTHS):
        across = (1.5 - k) * FINGER_SPACING
        start = np.array([4.6, across, 0.0])
        way = np.array([1.0, 0.17 * (1.5 - k), -0.08])
        rows.append(_bar(axes, wrist, start, start + way * (length + 0.5), FINGER_RADIUS))
    thumb = np.array([2.3, 2.0, -0.3])
    rows.append(_bar(axes, wrist, thumb, thumb + np.array([2.3, 2.5, -0.4]), 1.18))
    return rows


def _relaxed(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = [_palm(axes, wrist, 1.75)]
    for k, length in enumerate(FINGER_LENGTHS):
        start = np.array([4.5, (1.5 - k) * FINGER_SPACING, 0.1])
        knuckle = start + np.array([length * 0.52, 0.05 * (1.5 - k), -0.35])
        tip = knuckle + np.array([length * 0.40, 0.0, -0.9 - 0.14 * k])
        rows.append(_bar(axes, wrist, start, knuckle, FINGER_RADIUS))
        rows.append(_bar(axes, wrist, knuckle, tip, FINGER_RADIUS * 0.97))
    thumb = np.array([1.8, 2.0, -0.5])
    rows.append(_bar(axes, wrist, thumb, thumb + np.array([3.2, 1.5, -0.9]), 1.15))
    return rows


def _fist(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = [_palm(axes, wrist, 1.9)]
    for k in range(4):
        across = (1.5 - k) * FINGER_SPACING
        start, knuckle = np.array([4.4, across, 0.7]), np.array([5.5, across, -0.7])
        rows.append(_bar(axes, wrist, start, knuckle, 1.2))
        rows.append(_bar(axes, wrist, knuckle, np.array([4.0, across, -2.2]), 1.12))
    rows.append(_bar(axes, wrist, np.array([2.0, 2.3, -1.0]), np.array([4.3, 1.9, -2.9]), 1.2))
    rows.append(_bar(axes, wrist, np.array([4.3, 1.9, -2.9]), np.array([4.7, 0.2, -3.2]), 1.08))
    return rows


def _thumb_up(axes: _Axes, wrist: Doubles) -> list[Doubles]:
    rows = _fist(axes, wrist)[:-2]
    base, middle, tip = np.array([[2.0, 2.2, -0.6], [2.5, 4.1, -0.8], [2.2, 7.0, -0.5]])
    rows.append(_bar(axes, wrist, base, middle, 1.4))
    rows.append(_bar(axes, wrist, middle, tip, 1.28))
    return rows
