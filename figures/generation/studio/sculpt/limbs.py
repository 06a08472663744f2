"""Arms and legs: bare or covered down to some length, moulded in one piece."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Leg, Limb
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture, Seam
from figures.generation.studio.space import Doubles

# How far a covering reaches: 1 is the elbow or knee, 2 the wrist or ankle.
SHORT, ELBOW, LONG = 0.74, 1.0, 2.0
# Bare skin starts this far inside what covers it.
TUCK = 0.3
STEP_MM = 0.45
# Share of the lower bone above the flat end of what covers it.
FLAT_FROM = 0.6


@dataclass(frozen=True)
class Chain:
    """A limb of two bones.

    Attributes:
        name: key for part names.
        joints: shoulder, elbow, wrist, or hip, knee, ankle; mm.
        radii: bare radius at each.
        hinge: unit vector along the axis of the middle joint.

    """

    name: str
    joints: tuple[Doubles, Doubles, Doubles]
    radii: tuple[float, float, float]
    hinge: Doubles

    def point(self, along: float) -> Doubles:
        """Place at 0..2 along the limb."""
        a, b, c = self.joints
        return np.asarray(a + (b - a) * along if along <= 1 else b + (c - b) * (along - 1))

    def radius(self, along: float) -> float:
        """Bare radius at 0..2 along the limb."""
        return float(np.interp(along, [0, 1, 2], self.radii))

    @property
    def is_leg(self) -> bool:
        """Whether it is a leg."""
        return self.name.endswith("leg")

    @property
    def seam(self) -> Seam:
        """Plane the mould's halves met in: through both bones."""
        return Seam(self.joints[1], self.hinge)

    @property
    def side_seam(self) -> Seam:
        """Plane across the bend through the lower bone: a seam at either side, as trousers have."""
        bone = self.joints[2] - self.joints[1]
        across = np.cross(self.hinge, bone)
        return Seam(self.joints[1], across / np.linalg.norm(across))


def arm_chain(limb: Limb) -> Chain:
    """Bones of an arm."""
    joints = (limb.shoulder, limb.elbow, limb.wrist)
    return Chain(f"{limb.name} arm", joints, limb.radii, limb.hinge)


def leg_chain(leg: Leg) -> Chain:
    """Bones of a leg."""
    hinge = np.array([1.0, 0.0, 0.0])
    return Chain(f"{leg.name} leg", (leg.hip, leg.knee, leg.ankle), leg.radii, hinge)


@dataclass(frozen=True)
class Covering:
    """What lies over a limb.

    Attributes:
        material: of the cloth.
        reach: how far it goes, 0 none to 2 all the way.
        ease: thickness at the top, mm.
        end_ease: thickness at its end; None is `ease`.
        blend: how softly it grows out of the trunk, mm.

    """

    material: Material
    reach: float
    ease: float
    end_ease: float | None = None
    blend: float = 2.0

    @property
    def last(self) -> float:
        """Thickness at its end, mm."""
        return self.ease if self.end_ease is None else self.end_ease

    def bend(self, chain: Chain) -> float:
        """Radius around the middle joint, mm."""
        return chain.radii[1] + (self.ease + self.last) / 2


def covering_rows(chain: Chain, over: Covering) -> list[Doubles]:
    """Cloth over a limb that is one piece with the trunk: all of it, of long sleeves the upper."""
    end, width = chain.point(over.reach), chain.radius(over.reach) + over.last
    a, b = chain.joints[:2]
    top = chain.radii[0] + over.ease
    if over.reach <= ELBOW:
        ball = p.ellipsoid(a, (top, top, top), blend=over.blend)
        return [ball, p.cone(a, end, top, width, 0.45, blend=over.blend)]
    return [p.capsule(a, b, top, over.bend(chain), blend=over.blend)]


def straight_rows(chain: Chain, over: Covering) -> list[Doubles]:
    """Cloth over a limb that hardly bends, in one piece down to its end."""
    if over.reach <= ELBOW:
        return covering_rows(chain, over)
    a, b, end = chain.joints[0], chain.joints[1], chain.point(over.reach)
    bend, last = over.bend(chain), chain.radius(over.reach) + over.last
    # A bar whose joint does not swell, and over its round end a flat one.
    near = b + (end - b) * FLAT_FROM
    width = bend + (last - bend) * FLAT_FROM
    bar = p.path([a, b, near], [chain.radii[0] + over.ease, bend, width], blend=over.blend)
    return [bar, p.cone(near + (b - near) * 0.2, end, width, last, 0.5)]


def lower_rows(chain: Chain, over: Covering) -> list[Doubles]:
    """Cloth below the elbow or knee, to lie where the upper ends; none if it does not reach there.

    The two share the joint's ball, so that a blend would only swell them.
    """
    if over.reach <= ELBOW:
        return []
    elbow, end = chain.joints[1], chain.point(over.reach)
    bar = p.capsule(elbow, end, over.bend(chain), chain.radius(over.reach) + over.last)
    return [bar, p.half_space(end, end - elbow, blend=0.6)]


def add_limb(sculpture: Sculpture, chain: Chain, skin: Material, over: Covering | None) -> None:
    """Add what of a limb is not covered, in one piece."""
    start = 0.06 if over is None else max(over.reach - TUCK, 0.06)
    if start > 2.0 - TUCK - 0.2:
        return
    rows = []
    if start < 1.0:
        rows.append(
            p.capsule(chain.point(start), chain.joints[1], chain.radius(start), chain.radii[1])
        )
    low = chain.point(max(start, 1.0))
    rows.append(
        p.capsule(low, chain.joints[2], chain.radius(max(start, 1.0)), chain.radii[2], blend=1.2)
    )
    sculpture.add(chain.name, skin, rows, STEP_MM, seam=chain.seam)
