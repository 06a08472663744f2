"""A football."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.primitives import along_axis
from figures.generation.studio.sculpt.solid import Sculpture

LEATHER = Material((246, 246, 244), 0.35)
RADIUS = 10.0
_GOLDEN = (1 + 5**0.5) / 2


def _build(sculpture: Sculpture, tint: RGB) -> None:
    center = (0.0, RADIUS, 0.0)
    sculpture.add("ball", LEATHER, [p.ellipsoid(center, (RADIUS,) * 3)], 0.35)
    patches = []
    # The twelve corners of an icosahedron carry the patches.
    for a in (-1.0, 1.0):
        for b in (-_GOLDEN, _GOLDEN):
            for way in ((0.0, a, b), (a, b, 0.0), (b, 0.0, a)):
                length = (a * a + b * b) ** 0.5
                at = [c + v / length * RADIUS for c, v in zip(center, way, strict=True)]
                patches.append(p.cylinder(at, 3.4, 1.4, 0.2, along_axis(way)))
    shell = [*patches, p.ellipsoid(center, (RADIUS + 0.20,) * 3, None, p.INTERSECT, 0.1)]
    sculpture.add("patches", Material(tint, 0.35), shell, 0.25)


ITEM = Accessory("ball", "Football", _build)
