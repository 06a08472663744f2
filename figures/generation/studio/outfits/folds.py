"""Creases that cloth throws where a body bends and where it is tucked in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Torso
from figures.generation.studio.sculpt.limbs import Chain
from figures.generation.studio.space import Doubles

# A crease is cut by a round bar of this radius that lies on the cloth and fades out at its ends.
RADIUS_MM, BLEND_MM = 0.85, 0.7
STEPS = 7
# Grooves of knitted bands: radius and depth, and how many round a hem.
RIB_MM, RIB_DEPTH_MM, HEM_RIBS = 0.34, 0.16, 44
# Joints that bend less than this throw no folds inside, degrees; and the most that counts, radians.
BENT, MOST_BENT = 12.0, 1.6
CLEAR_OF_TRUNK = 0.55


def around(
    chain: Chain, along: float, ease: float, facing: Doubles, spread: float, depth: float
) -> list[Doubles]:
    """Cut an arc across a limb.

    Args:
        chain: the limb.
        along: where, 0..2.
        ease: thickness of its cloth there, mm.
        facing: direction the middle of the arc faces.
        spread: how far it goes to both sides, degrees.
        depth: in the middle, mm.

    """
    a, b, c = chain.joints
    axis = b - a if along < 1 else c - b
    axis = axis / np.linalg.norm(axis)
    front = facing - axis * float(facing @ axis)
    front /= np.linalg.norm(front)
    aside = np.cross(axis, front)
    t = np.linspace(-1.0, 1.0, STEPS)
    turn = np.radians(spread) * t
    out = chain.radius(along) + ease + RADIUS_MM - depth * (1 - t**2)
    ring = np.cos(turn)[:, None] * front + np.sin(turn)[:, None] * aside
    return _cut(chain.point(along) + ring * out[:, None])


def inside_bend(
    chain: Chain, ease: float, depth: float = 0.36
) -> tuple[list[Doubles], list[Doubles]]:
    """Folds on the inner side of a bent elbow or knee: of the upper and of the lower bone.

    They lie where the two have parted again, the nearer the less it bends; a straight limb has
    none.
    """
    a, b, c = chain.joints
    upper, lower = (b - a) / np.linalg.norm(b - a), (c - b) / np.linalg.norm(c - b)
    bent = float(np.arccos(np.clip(upper @ lower, -1, 1)))
    if bent < np.radians(BENT):
        return [], []
    inner = lower - upper
    # Bars this thick touch on the inner side as far as this from the joint.
    apart = (chain.radius(1.0) + ease) * float(np.tan(min(bent, MOST_BENT) / 2)) + RADIUS_MM
    before, after = (apart / float(np.linalg.norm(bone)) for bone in (b - a, c - b))
    above: list[Doubles] = []
    for along, spread, share in ((0.98 - before, 66.0, 1.0), (0.78 - before, 44.0, 0.7)):
        # Nearer to the trunk they would cut into it.
        if along > CLEAR_OF_TRUNK:
            above += around(chain, along, ease, inner, spread, depth * share)
    return above, around(chain, min(1 + after + 0.04, 1.7), ease, inner, 62.0, depth)


def stacked(chain: Chain, ease: float, facing: ArrayLike, depth: float = 0.40) -> list[Doubles]:
    """Cut the folds of a leg of cloth that rests on the shoe, or of a sleeve on the wrist."""
    front = np.asarray(facing, np.float64)
    side = np.cross(front, [0.0, 1.0, 0.0])
    rows = around(chain, 1.80, ease, front + 0.5 * side, 74, depth)
    rows += around(chain, 1.62, ease, front - 0.6 * side, 66, depth * 0.9)
    return [*rows, *around(chain, 1.42, ease, front + 0.9 * side, 46, depth * 0.6)]


def on_trunk(
    torso: Torso, path: Sequence[tuple[float, float]], ease: float, depth: float
) -> list[Doubles]:
    """Cut a crease along places (x, y) on the front of the trunk, mm."""
    knots = np.asarray(path, np.float64)
    at = np.linspace(0, len(knots) - 1, STEPS)
    x, y = (np.interp(at, np.arange(len(knots)), column) for column in knots.T)
    points = []
    for px, py, t in zip(x, y, np.linspace(-1.0, 1.0, STEPS), strict=True):
        turn = np.arctan2(px, torso.front(px, py, ease))
        place, normal = torso.ring(py, ease, np.array([turn]))
        points.append(place[0] + normal[0] * (RADIUS_MM - depth * (1 - t**2)))
    return _cut(np.array(points))


def ribs(torso: Torso, low: float, high: float, ease: float) -> list[Doubles]:
    """Cut upright grooves round a band of the trunk."""
    turn = np.linspace(-np.pi, np.pi, HEM_RIBS, endpoint=False)
    ends = []
    for y in (low - 1, high + 1):
        places, normals = torso.ring(y, ease, turn)
        ends.append(places + normals * (RIB_MM - RIB_DEPTH_MM))
    return [_groove(a, b) for a, b in zip(*ends, strict=True)]


def ribs_round(start: Doubles, end: Doubles, radius: float, count: int) -> list[Doubles]:
    """Cut grooves along a band round a limb, from one end to the other."""
    axis = (end - start) / np.linalg.norm(end - start)
    basis = p.along_axis(axis)
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    out = np.cos(turn)[:, None] * basis[:, 0] + np.sin(turn)[:, None] * basis[:, 2]
    out *= radius + RIB_MM - RIB_DEPTH_MM
    return [_groove(start - axis + way, end + axis + way) for way in out]


def _groove(start: Doubles, end: Doubles) -> Doubles:
    return p.capsule(start, end, RIB_MM, RIB_MM, p.SUBTRACT, 0.22)


def _cut(points: Doubles) -> list[Doubles]:
    return [p.path(points, RADIUS_MM, p.SUBTRACT, BLEND_MM)]
