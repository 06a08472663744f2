"""Measures of the body and the parts every outfit shares: neck, trousers, shoes."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.bodies.base import Build
from figures.generation.studio.poses.base import Arm, Pose
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import EYE_HEIGHT_MM, HEAD_AXIS_Z_MM, UNIT_MM, Doubles

SHOULDER = np.array([10.6, 47.0, 0.0])
WAIST_Y = 26.5
LEFT, RIGHT = 1.0, -1.0


@dataclass(frozen=True)
class Limb:
    """One arm in place: shoulder, elbow, wrist in mm and the side it is on (+1 left, -1 right)."""

    side: float
    shoulder: Doubles
    elbow: Doubles
    wrist: Doubles
    thumb: Doubles
    grip: str

    @property
    def name(self) -> str:
        """Key for part names."""
        return "left" if self.side > 0 else "right"

    @property
    def forearm(self) -> Doubles:
        """Unit vector from elbow to wrist."""
        along = self.wrist - self.elbow
        return np.asarray(along / np.linalg.norm(along))


def limbs(pose: Pose, build: Build) -> tuple[Limb, Limb]:
    """Left and right arm of a pose on a build."""
    return _limb(pose.left, LEFT, build), _limb(pose.right, RIGHT, build)


def _limb(arm: Arm, side: float, build: Build) -> Limb:
    mirror = np.array([side, 1.0, 1.0])
    wider = np.array([SHOULDER[0] * (build.width - 1), 0.0, 0.0])
    points = [(np.array(q) + wider) * mirror for q in (SHOULDER, arm.elbow, arm.wrist)]
    return Limb(side, points[0], points[1], points[2], np.array(arm.thumb) * mirror, arm.grip)


def trunk(build: Build, grow: float = 0.0, blend: float = 3.0) -> list[Doubles]:
    """Chest, waist, shoulders and the root of the neck, grown by a layer of cloth, mm."""
    w, d = build.width, build.depth
    shoulder = 9.2 * w
    return [
        p.ellipsoid((0, 43.5, 0), (11.2 * w + grow, 9.6 + grow, 7.0 * d + grow)),
        p.ellipsoid(
            (0, 34, build.belly * 0.4),
            (9.8 * w + grow, 8.6 + grow, 6.4 * d + build.belly + grow),
            blend=blend,
        ),
        p.capsule((-shoulder, 47.2, 0), (shoulder, 47.2, 0), 4.4 + grow, blend=blend),
        p.capsule((0, 48, -0.5), (0, 53.5, -1.0), 5.6 + grow, 4.9 + grow, blend=2.0),
    ]


def reach(arms: tuple[Limb, Limb], low: Doubles, high: Doubles) -> tuple[Doubles, Doubles]:
    """Box that holds the trunk's box and both arms."""
    joints = np.array([q for arm in arms for q in (arm.shoulder, arm.elbow, arm.wrist)])
    return np.minimum(low, joints.min(0) - 6.5), np.maximum(high, joints.max(0) + 6.5)


def add_neck(sculpture: Sculpture, skin: Material) -> None:
    """Bar from the chest into the head."""
    z = HEAD_AXIS_Z_MM - 1.5
    low, high = EYE_HEIGHT_MM - 1.95 * UNIT_MM, EYE_HEIGHT_MM - 0.75 * UNIT_MM
    sculpture.add("neck", skin, [p.capsule((0, low, z), (0, high, z), 5.2, 4.8)], 0.6)


def add_trousers(sculpture: Sculpture, material: Material, pose: Pose, build: Build) -> None:
    """Two legs with a turn-up and a crease between them."""
    w, foot = build.width, pose.feet
    rows = [
        p.capsule((s * 5.0 * w, 27, 0), (s * (foot - 0.4), 6.0, 0.2), 5.7 * w, 4.7, blend=1.2)
        for s in (RIGHT, LEFT)
    ]
    rows.append(p.ellipsoid((0, 28.5, 0), (10.2 * w, 6.0, 6.5 * build.depth), blend=2.5))
    rows += [p.torus((s * (foot - 0.35), 5.6, 0.3), 4.5, 0.75, blend=0.5) for s in (RIGHT, LEFT)]
    rows.append(p.capsule((0, 24.5, 7.2), (0, 9, 6.6), 0.9, 0.5, p.SUBTRACT, 1.0))
    # Shirts are solid: the waist ends inside them and cannot bulge over their hem.
    rows.append(p.below(WAIST_Y + 1.0, blend=0.5))
    sculpture.add("trousers", material, rows)


def add_shoes(sculpture: Sculpture, upper: Material, sole: Material, pose: Pose) -> None:
    """Round-toed shoes on flat soles; the figure stands on y = 0."""
    uppers, soles = [], []
    for s in (RIGHT, LEFT):
        turn, x = p.rotation(0, s * 10, 0), s * (pose.feet + 0.3)
        uppers.append(p.ellipsoid((x, 3.0, 2.6), (4.6, 3.9, 7.4), turn))
        uppers.append(p.ellipsoid((x - s * 0.3, 4.6, -0.6), (4.3, 3.6, 4.6), turn, blend=1.5))
        soles.append(p.ellipsoid((x, 1.0, 2.6), (5.0, 3.2, 7.9), turn))
    side = pose.feet + 7.0
    uppers.append(p.above(0.8, blend=0.5))
    soles += [p.below(2.0, blend=0.5), p.above(0.0, blend=0.5)]
    sculpture.add("shoes", upper, uppers, 0.45, box=([-side, -1, -7], [side, 9.5, 12]))
    sculpture.add("soles", sole, soles, 0.45, box=([-side, -1, -8], [side, 4, 13]))
