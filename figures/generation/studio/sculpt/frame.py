"""The body of one figure measured out: a style's physique, a build and a pose, all in mm."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import PchipInterpolator

from figures.generation.studio.bodies.base import Build
from figures.generation.studio.poses.base import ON_LAP, Arm, Pose
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.space import HEAD_AXIS_Z_MM, Doubles, Point3
from figures.generation.studio.styles.base import Physique, Style

LEFT, RIGHT = 1.0, -1.0
STATIONS = 72
# The loft's sections are |x / w|^e + |z / d|^e = 1; the kernel has the same exponent built in.
EXPONENT = 2.5
# An arm is never quite straight; nor does a hand come nearer to its shoulder than this share.
LONGEST, SHORTEST = 0.985, 0.45
# Share of a belly that shows at the sides, and how far beside the hip a fist's wrist is, mm.
BELLY_SIDES, FIST_MM = 0.5, 4.2
# An arm that hangs leaves this much room beside the trunk, cloth of both included, and is turned
# outwards for it by no more than so many degrees.
CLEAR_MM, MOST_OUTWARD = 3.8, 34.0
# Footrest, and how far the knees of somebody who sits are apart.
FOOTREST_MM, SEATED_STANCE = 3.0, 0.92


@dataclass(frozen=True)
class Limb:
    """One arm in place.

    Attributes:
        side: +1 left, -1 right.
        shoulder: joint, mm.
        elbow: joint, mm.
        wrist: joint, mm.
        radii: bare radius at each of them, mm.
        thumb: direction the thumb's side of the hand faces.
        grip: how the fingers are held.
        hand: size of the hand, 1 is the vinyl toy's.

    """

    side: float
    shoulder: Doubles
    elbow: Doubles
    wrist: Doubles
    radii: tuple[float, float, float]
    thumb: Doubles
    grip: str
    hand: float

    @property
    def name(self) -> str:
        """Key for part names."""
        return "left" if self.side > 0 else "right"

    @property
    def forearm(self) -> Doubles:
        """Unit vector from elbow to wrist."""
        return _unit(self.wrist - self.elbow)

    @property
    def upper(self) -> Doubles:
        """Unit vector from shoulder to elbow."""
        return _unit(self.elbow - self.shoulder)

    @property
    def hinge(self) -> Doubles:
        """Unit vector along the elbow's axis."""
        return _across(self.upper, self.forearm)


@dataclass(frozen=True)
class Leg:
    """One leg in place: side, hip, knee, ankle and the bare radius at each, mm."""

    side: float
    hip: Doubles
    knee: Doubles
    ankle: Doubles
    radii: tuple[float, float, float]

    @property
    def name(self) -> str:
        """Key for part names."""
        return "left" if self.side > 0 else "right"


@dataclass(frozen=True)
class Torso:
    """The trunk as a stack of rounded sections.

    Attributes:
        bottom: height of the lowest, mm.
        top: height of the highest, mm.
        stations: (STATIONS, 3) half width, depth in front and behind, mm.

    """

    bottom: float
    top: float
    stations: Doubles

    @property
    def spacing(self) -> float:
        """Height between stations."""
        return (self.top - self.bottom) / (STATIONS - 1)

    def row(self, grow: float = 0.0, operation: int = p.UNION, blend: float = 0.0) -> Doubles:
        """Primitive of the trunk under a layer of cloth, mm."""
        return p.loft(self.bottom, self.spacing, self.stations, grow, operation, blend)

    def at(self, y: float) -> tuple[float, float, float]:
        """Half width, depth in front and behind at a height."""
        heights = np.linspace(self.bottom, self.top, STATIONS)
        width, front, back = (float(np.interp(y, heights, column)) for column in self.stations.T)
        return width, front, back

    def front(self, x: float, y: float, grow: float = 0.0) -> float:
        """Depth of the front surface at a place."""
        width, front, _ = self.at(y)
        share = min(abs(x) / (width + grow), 1.0) ** EXPONENT
        return float((front + grow) * (1 - share) ** (1 / EXPONENT))

    def ring(self, y: float, grow: float, turn: Doubles) -> tuple[Doubles, Doubles]:
        """Places (n, 3) round the surface in directions `turn`, 0 in front, and normals."""
        width, front, back = self.at(y)
        s, c = np.sin(turn), np.cos(turn)
        half, depth = width + grow, np.where(c > 0, front, back) + grow
        out = (np.abs(s / half) ** EXPONENT + np.abs(c / depth) ** EXPONENT) ** (-1 / EXPONENT)
        x, z = s * out, c * out
        normals = np.stack(
            [
                np.sign(x) * np.abs(x / half) ** (EXPONENT - 1) / half,
                np.zeros_like(x),
                np.sign(z) * np.abs(z / depth) ** (EXPONENT - 1) / depth,
            ],
            1,
        )
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        return np.stack([x, np.full_like(x, y), z], 1), normals


@dataclass(frozen=True)
class Frame:
    """The measured body.

    Attributes:
        style: what kind of toy.
        build: whose body.
        torso: the trunk.
        waist: height of the waist.
        chest: height of the chest.
        crotch: height of the crotch.
        floor: height the soles rest at.
        neck: height of the root of the neck.
        neck_radius: mm.
        arms: left, right.
        legs: left, right.
        foot: half width, height and half length of a shoe.
        pivot: where the head's pivot comes to lie.
        head: size of the head.

    """

    style: Style
    build: Build
    torso: Torso
    waist: float
    chest: float
    crotch: float
    floor: float
    neck: float
    neck_radius: float
    arms: tuple[Limb, Limb]
    legs: tuple[Leg, Leg]
    foot: tuple[float, float, float]
    pivot: Point3
    head: float


@dataclass(frozen=True)
class _Heights:
    """How heights of the regular standing body move on this one."""

    hip_before: float
    hip: float
    trunk: float

    def __call__(self, y: float) -> float:
        return self.hip + (y - self.hip_before) * self.trunk


@lru_cache(maxsize=16)
def measure(style: Style, build: Build, pose: Pose) -> Frame:
    """Measure a figure out."""
    body = style.physique
    leg = (body.hip[1] - body.ankle) * build.legs
    ankle = body.ankle + (FOOTREST_MM if build.seated else 0.0)
    hip = ankle + (leg * 0.5 + 1.0 if build.seated else leg)
    at = _Heights(body.hip[1], hip, build.trunk)
    torso = _torso(body, build, at)
    return Frame(
        style,
        build,
        torso,
        at(body.waist),
        at(body.chest),
        torso.bottom,
        ankle - body.ankle,
        at(body.trunk[-2].y),
        body.neck * (1 + (build.width - 1) * 0.5),
        (
            _limb(pose.left, LEFT, body, build, at, torso),
            _limb(pose.right, RIGHT, body, build, at, torso),
        ),
        (
            _leg(LEFT, body, build, pose, hip, ankle),
            _leg(RIGHT, body, build, pose, hip, ankle),
        ),
        _foot(body, build),
        (0.0, at(body.chin), HEAD_AXIS_Z_MM * body.head),
        body.head * build.head,
    )


def _torso(body: Physique, build: Build, at: _Heights) -> Torso:
    heights = np.array([at(section.y) for section in body.trunk])
    levels = np.array([[s.width, s.front, s.back] for s in body.trunk])
    levels *= [build.width, build.depth, build.depth]
    # The neck stays as it is: only the trunk below the shoulders takes the build.
    neck = np.array([[s.width, s.front, s.back] for s in body.trunk])
    share = np.clip((heights - at(body.shoulder[1])) / (heights[-1] - at(body.shoulder[1])), 0, 1)
    levels += (neck - levels) * share[:, None]
    reach = (heights - at(body.waist)) / (at(body.chest) - at(body.waist))
    bulge = build.belly * np.exp(-((reach / 0.85) ** 2))
    levels[:, 0] += bulge * BELLY_SIDES
    levels[:, 1] += bulge
    fine = np.linspace(heights[0], heights[-1], STATIONS)
    stations = np.asarray(PchipInterpolator(heights, levels)(fine), np.float64)
    return Torso(float(heights[0]), float(heights[-1]), stations)


def _limb(arm: Arm, side: float, body: Physique, build: Build, at: _Heights, torso: Torso) -> Limb:
    if build.seated and arm.hangs:
        arm = ON_LAP
    mirror = np.array([side, 1.0, 1.0])
    upper, fore = body.upper_arm * build.arms, body.forearm * build.arms
    shoulder = np.array([body.shoulder[0] * build.width, at(body.shoulder[1]), 0.0])
    target = _target(arm, body, build, shoulder, upper + fore, at, torso)
    shoulder_r, elbow_r, wrist_r = (r * build.girth for r in body.arm)
    elbow, wrist = _bend(shoulder, target, np.array(arm.elbow), upper, fore)
    if arm.hangs:
        turn = _outward(shoulder, elbow, elbow_r, torso)
        elbow, wrist = shoulder + turn @ (elbow - shoulder), shoulder + turn @ (wrist - shoulder)
    hand = body.hand * (1 + (build.girth - 1) * 0.6) * (0.94 if build.arms < 0.9 else 1.0)
    return Limb(
        side,
        shoulder * mirror,
        elbow * mirror,
        wrist * mirror,
        (shoulder_r, elbow_r, wrist_r),
        np.array(arm.thumb) * mirror,
        arm.grip,
        hand,
    )


def _outward(shoulder: Doubles, elbow: Doubles, radius: float, torso: Torso) -> Doubles:
    """Turn of a hanging arm that leaves a gap one can see through between elbow and trunk."""
    for angle in np.arange(0.0, MOST_OUTWARD, 1.0):
        turn = p.rotation(0.0, 0.0, float(angle))
        place = shoulder + turn @ (elbow - shoulder)
        if place[0] - radius - torso.at(float(place[1]))[0] > CLEAR_MM:
            break
    return turn


def _target(
    arm: Arm,
    body: Physique,
    build: Build,
    shoulder: Doubles,
    length: float,
    at: _Heights,
    torso: Torso,
) -> Doubles:
    if arm.at == "waist":
        y = at(body.waist) + arm.wrist[1] * length
        width, front, _ = torso.at(y)
        return np.array([arm.wrist[0] * width + FIST_MM * body.hand, y, arm.wrist[2] * front])
    if arm.at == "lap":
        thigh = (body.hip[1] - body.ankle) * build.legs * 0.5
        above = body.leg[0] * build.girth + arm.wrist[1] * body.hand
        return np.array(
            [arm.wrist[0] * body.hip[0] * build.width, at.hip + above, arm.wrist[2] * thigh]
        )
    way = np.array(arm.wrist)
    if arm.raised and body.lift:
        angle, out = np.radians(body.lift), float(np.hypot(way[0], way[1]))
        turned = np.arctan2(way[1], way[0]) + angle
        way = np.array([out * np.cos(turned), out * np.sin(turned), way[2]])
    return np.asarray(shoulder + way * length)


def _bend(
    shoulder: Doubles, target: Doubles, pole: Doubles, upper: float, fore: float
) -> tuple[Doubles, Doubles]:
    """Elbow and wrist of an arm that reaches for a target; the elbow points along the pole."""
    offset = target - shoulder
    far = float(np.linalg.norm(offset))
    along = offset / far
    reach = float(np.clip(far, (upper + fore) * SHORTEST, (upper + fore) * LONGEST))
    side = pole - along * float(pole @ along)
    side /= np.linalg.norm(side)
    # Law of cosines: how far along the line the elbow lies, and how far beside it.
    t = (upper**2 - fore**2 + reach**2) / (2 * reach)
    beside = np.sqrt(max(upper**2 - t**2, 0.0))
    return shoulder + along * t + side * beside, shoulder + along * reach


def _leg(
    side: float, body: Physique, build: Build, pose: Pose, hip_y: float, ankle_y: float
) -> Leg:
    length = (body.hip[1] - body.ankle) * build.legs
    stance = body.stance * (0.5 + 0.5 * build.width) * pose.feet
    hip = np.array([side * body.hip[0] * build.width, hip_y, 0.0])
    radii = tuple(r * build.girth for r in body.leg)
    thigh, knee, ankle = radii[0], radii[1], radii[2]
    if build.seated:
        x = side * body.hip[0] * SEATED_STANCE * build.width
        reach = length * 0.5 + body.leg[0] * 0.55
        return Leg(
            side,
            hip,
            np.array([x, hip_y + 0.3, reach]),
            np.array([x, ankle_y, reach + 1.0]),
            (thigh, knee, ankle),
        )
    foot = np.array([side * stance, ankle_y, -0.2])
    middle = (hip + foot) / 2 + np.array([0.0, 0.0, 0.35])
    return Leg(side, hip, middle, foot, (thigh, knee, ankle))


def _foot(body: Physique, build: Build) -> tuple[float, float, float]:
    width, height, length = body.foot
    small = 0.90 if build.legs < 0.9 else 1.0
    return width * small * (1 + (build.girth - 1) * 0.5), height * small, length * small


def _unit(v: Doubles) -> Doubles:
    return np.asarray(v / np.linalg.norm(v))


def _across(a: Doubles, b: Doubles) -> Doubles:
    """Return the unit vector across two; any across the first if they are in line."""
    across = np.cross(a, b)
    if np.linalg.norm(across) < 0.05:
        across = np.cross(a, [0.0, 0.0, 1.0])
    return _unit(across)
