"""Hands: a palm, four fingers and a thumb in the three grips a toy needs."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.body import Limb
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

FINGER_LENGTHS = (3.1, 3.7, 3.5, 2.7)
FINGER_SPACING = 1.32
FINGER_RADIUS = 1.06


@dataclass(frozen=True)
class _Axes:
    """Along the forearm, towards the thumb, out of the back of the hand; unit vectors."""

    along: Doubles
    thumb: Doubles
    back: Doubles

    def at(self, wrist: Doubles, along: float, thumb: float, back: float) -> Doubles:
        return np.asarray(wrist + self.along * along + self.thumb * thumb + self.back * back)

    def turn(self) -> Doubles:
        return np.stack([self.thumb, self.along, self.back], 1)


def _axes(limb: Limb) -> _Axes:
    along = limb.forearm
    thumb = limb.thumb - along * float(limb.thumb @ along)
    thumb = thumb / np.linalg.norm(thumb)
    # Mirrored arms need a mirrored cross product to keep the palm on the inner side.
    return _Axes(along, thumb, limb.side * np.cross(thumb, along))


def add_hand(sculpture: Sculpture, material: Material, limb: Limb) -> None:
    """Add the hand of one arm."""
    axes = _axes(limb)
    build = {"open": _open, "fist": _fist}.get(limb.grip, _relaxed)
    wrist = p.capsule(limb.wrist - axes.along, axes.at(limb.wrist, 2.0, 0, 0), 2.6, 2.5, blend=1.4)
    sculpture.add(f"{limb.name} hand", material, [*build(axes, limb.wrist), wrist], 0.33)


def _palm(axes: _Axes, wrist: Doubles, thickness: float) -> Doubles:
    return p.box(axes.at(wrist, 2.8, 0, 0), (2.85, 2.7, thickness), 1.6, axes.turn())


def _bar(axes: _Axes, wrist: Doubles, start: Doubles, end: Doubles, radius: float) -> Doubles:
    return p.capsule(axes.at(wrist, *start), axes.at(wrist, *end), radius, radius * 0.9, blend=0.55)


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
