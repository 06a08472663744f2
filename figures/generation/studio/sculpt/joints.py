"""Arms and legs of an action figure: shaped bones on pinned hinges, shoulders in sockets."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.colour import scaled
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.limbs import ELBOW, LONG, TUCK, Chain, Covering
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

# Gap between parts that move on each other.
GAP_MM = 0.42
# Hinge: radius of its ball and half the width left of it, in radii of the limb there; how far its
# pins stand out, and their radius.
BALL, HALF_WIDTH, PIN_MM, PIN = 1.0, 0.86, 0.30, 0.46
# The bones end this far from the hinge, in radii of the limb: straight, and bent by 180 degrees.
SHORTENED, SHORTENED_BENT = 0.26, 0.46
EDGE_MM = 0.5
# Muscle: places along a limb, factor on its radius and how far behind its bone it lies, in radii.
_ARM = ((0.0, 1.0, 0.0), (0.34, 1.03, 0.0), (0.75, 0.93, 0.0), (1.0, 0.92, 0.0),
        (1.05, 0.96, 0.0), (1.30, 1.05, 0.0), (1.72, 0.94, 0.0), (2.0, 0.92, 0.0))  # fmt: skip
_LEG = ((0.0, 1.0, 0.0), (0.30, 1.0, 0.0), (0.76, 0.92, 0.0), (1.0, 0.90, 0.0),
        (1.06, 0.92, 0.02), (1.30, 1.08, 0.18), (1.68, 0.90, 0.10), (2.0, 0.92, 0.0))  # fmt: skip
ANKLE_MM, _DOWN = 1.2, np.array([0.0, -1.0, 0.0])
_BEHIND = np.array([0.0, 0.0, -1.0])
# Where the thigh turns, and the groove that shows it.
SWIVEL, SWIVEL_MM = 0.42, 0.3
FINE_MM = 0.30


@dataclass(frozen=True)
class _Layer:
    """What covers a stretch of a limb: thickness at its start and end, mm; 0 is bare skin."""

    material: Material
    ease: float
    last: float


def add_jointed_limb(
    sculpture: Sculpture, chain: Chain, skin: Material, over: Covering | None
) -> None:
    """Add a limb as two bones on a hinge, cloth and all."""
    bare, reach = _Layer(skin, 0.0, 0.0), 0.0 if over is None else over.reach
    cloth = bare if over is None else _Layer(over.material, over.ease, over.last)
    hinge = cloth if reach > ELBOW else bare
    bent = chain.radii[1] * 0.93 + (hinge.ease + hinge.last) / 2
    cut = _shortened(chain, bent)
    before, after = (cut / float(np.linalg.norm(bone)) for bone in _bones(chain))
    covered = min(reach, ELBOW - before)
    if covered > 0:
        name = f"{chain.name} sleeve"
        _add_bone(sculpture, name, chain, cloth, (0.0, covered), whole=reach > ELBOW)
    if reach < ELBOW - before:
        start = max(covered - TUCK, 0.0)
        _add_bone(sculpture, chain.name, chain, bare, (start, ELBOW - before))
    far = reach if reach > ELBOW + after else LONG
    _add_bone(sculpture, f"{chain.name} lower", chain, hinge, (ELBOW + after, far))
    if ELBOW < reach < LONG - TUCK:
        _add_bone(sculpture, chain.name, chain, bare, (reach - 0.1, LONG))
    elif far > LONG - TUCK and chain.is_leg:
        _add_ankle(sculpture, chain, hinge.material)
    _add_hinge(sculpture, chain, hinge.material, bent)


def socket(chain: Chain, ease: float) -> Doubles:
    """Cut what lies round a shoulder free of its ball under cloth of some thickness, mm."""
    radius = chain.radii[0] + ease + GAP_MM
    return p.ellipsoid(chain.joints[0], (radius,) * 3, None, p.SUBTRACT, 0.8)


def _bones(chain: Chain) -> tuple[Doubles, Doubles]:
    a, b, c = chain.joints
    return b - a, c - b


def _shortened(chain: Chain, bent: float) -> float:
    """How far from the hinge both bones end, mm: further the more it bends, to make room."""
    upper, lower = (bone / np.linalg.norm(bone) for bone in _bones(chain))
    half = float(np.arccos(np.clip(upper @ lower, -1, 1))) / 2
    return bent * (SHORTENED + SHORTENED_BENT * float(np.sin(half)))


def _add_bone(
    sculpture: Sculpture,
    name: str,
    chain: Chain,
    layer: _Layer,
    span: tuple[float, float],
    *,
    whole: bool = True,
) -> None:
    """Add a stretch of a limb, shaped by its muscles.

    It is cut flat where it does not end in a ball or, bare, in a hand or shoe.

    Args:
        sculpture: gets it.
        name: of the part.
        chain: the limb.
        layer: what it is covered with.
        span: start and end along the limb.
        whole: whether the layer goes on behind the hinge, so that it does not widen to its end.

    """
    start, end = span
    shape = np.array(_LEG if chain.is_leg else _ARM)
    inner = shape[(shape[:, 0] > start + 0.02) & (shape[:, 0] < end - 0.02), 0]
    places = np.array([start, *inner, end])
    swell, behind = (np.interp(places, shape[:, 0], column) for column in shape.T[1:])
    bare = np.array([chain.radius(float(at)) for at in places])
    widening = layer.ease if whole and end < ELBOW + 0.1 else layer.last
    radii = bare * swell + np.linspace(layer.ease, widening, len(places))
    points = np.array([chain.point(float(at)) for at in places])
    points += (bare * behind)[:, None] * _BEHIND
    rows = [p.path(points, radii)]
    if start > 0:
        rows.append(p.half_space(points[0], points[0] - points[1], blend=EDGE_MM))
    if layer.ease > 0 or end < LONG:
        rows.append(p.half_space(points[-1], points[-1] - points[-2], blend=EDGE_MM))
    if start == 0 and chain.is_leg and end > SWIVEL + 0.2:
        rows.append(_swivel(chain, float(np.interp(SWIVEL, places, radii))))
    sculpture.add(name, layer.material, rows, FINE_MM, seam=chain.seam)


def _swivel(chain: Chain, radius: float) -> Doubles:
    """Cut a groove round the thigh."""
    turn = p.along_axis(chain.joints[1] - chain.joints[0])
    return p.torus(chain.point(SWIVEL), radius + 0.1, SWIVEL_MM, turn, p.SUBTRACT, 0.15)


def _add_hinge(sculpture: Sculpture, chain: Chain, material: Material, bent: float) -> None:
    """Ball of the middle joint with flat sides, a slotted pin on each."""
    turn, middle, half = p.along_axis(chain.hinge), chain.joints[1], bent * HALF_WIDTH
    ball = p.ellipsoid(middle, (bent * BALL,) * 3, None, p.INTERSECT, 0.2)
    sides = p.cylinder(middle, bent * 1.2, half, 0.0, turn)
    sculpture.add(f"{chain.name} hinge", _darker(material, 0.86), [sides, ball], FINE_MM)
    end = half + PIN_MM
    rows = [p.cylinder(middle, bent * PIN, end, 0.22, turn)]
    for side in (-1, 1):
        slot = middle + chain.hinge * (side * end)
        across = turn[:, 0] * (bent * PIN * 0.55)
        rows.append(p.capsule(slot - across, slot + across, 0.24, operation=p.SUBTRACT, blend=0.1))
    sculpture.add(f"{chain.name} pin", _darker(material, 0.70), rows, 0.2)


def _add_ankle(sculpture: Sculpture, chain: Chain, material: Material) -> None:
    """Peg between a trouser leg and the shoe."""
    radius = chain.radii[2] * 0.8
    row = p.capsule(chain.point(1.8), chain.joints[2] + ANKLE_MM * _DOWN, radius, radius)
    sculpture.add(f"{chain.name} ankle", _darker(material, 0.6), [row], FINE_MM)


def _darker(material: Material, factor: float) -> Material:
    r, g, b = (int(value) for value in scaled(material.colour, factor))
    return Material((r, g, b), 0.34, 0.05, material.scatter)
