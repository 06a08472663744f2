"""A football of twelve pentagons and twenty hexagons."""

from itertools import combinations, product

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

LEATHER = Material((246, 246, 244), 0.35)
RADIUS, CENTER = 10.0, np.array([0.0, 10.0, 0.0])
SEAM_MM, SEAM_DEPTH_MM = 0.28, 0.16
PATCH_MM = 0.16
_GOLDEN = (1 + 5**0.5) / 2


def _corners() -> Doubles:
    """Corners (12, 3) of an icosahedron, which carry the pentagons, on the unit sphere."""
    signs = product((-1.0, 1.0), (-_GOLDEN, _GOLDEN))
    ways = np.array([way for a, b in signs for way in ((0.0, a, b), (a, b, 0.0), (b, 0.0, a))])
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True))


def _between(a: Doubles, b: Doubles, share: Doubles, radius: float) -> Doubles:
    """Places (n, 3) on a sphere on the way from one direction to another, mm."""
    ways = a + np.atleast_1d(share)[:, None] * (b - a)
    return np.asarray(CENTER + ways / np.linalg.norm(ways, axis=1, keepdims=True) * radius)


def _pentagon(way: Doubles, around: Doubles) -> Doubles:
    """Prism through the ball's surface whose corners are a third of the way to the neighbours."""
    axes = p.along_axis(way)
    turn = np.stack([axes[:, 0], -axes[:, 2], axes[:, 1]], 1)
    ends = np.vstack([_between(way, one, np.array(1 / 3), RADIUS) for one in around]) - CENTER
    flat = ends @ turn[:, :2]
    order = np.argsort(np.arctan2(flat[:, 1], flat[:, 0]))
    return p.prism(flat[order] * 0.97, CENTER + way * RADIUS, 2.2, 0.25, turn)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    corners = _corners()
    near = np.linalg.norm(corners[:, None] - corners, axis=2).round(6)
    side = np.unique(near)[1]
    along = np.linspace(0.34, 0.66, 5)
    seams = [
        p.path(
            _between(corners[a], corners[b], along, RADIUS + SEAM_MM - SEAM_DEPTH_MM), SEAM_MM,
            p.SUBTRACT, 0.25,
        )
        for a, b in combinations(range(len(corners)), 2)
        if near[a, b] == side
    ]  # fmt: skip
    sculpture.add("ball", LEATHER, [p.ellipsoid(CENTER, (RADIUS,) * 3), *seams], 0.26)
    patches = [_pentagon(way, corners[near[k] == side]) for k, way in enumerate(corners)]
    shell = [*patches, p.ellipsoid(CENTER, (RADIUS + PATCH_MM,) * 3, None, p.INTERSECT, 0.2)]
    sculpture.add("patches", Material(tint, 0.35), shell, 0.25)


ITEM = Accessory("ball", "Football", _build, yaw=-20.0, pitch=14.0)
