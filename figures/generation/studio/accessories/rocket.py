"""A rocket."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

HULL = Material((242, 242, 244), 0.3)
WINDOW = Material((70, 150, 220), 0.12)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    red, add = Material(tint, 0.3), sculpture.add
    hull = [p.ellipsoid((0, 16, 0), (6, 15, 6)), p.above(3.5, blend=0.5)]
    add("hull", HULL, hull, 0.4)
    nose = [p.ellipsoid((0, 16, 0), (6.15, 15.15, 6.15)), p.above(23, blend=0.3)]
    add("nose", red, nose, 0.4, box=((-8, 20, -8), (8, 33, 8)))
    fins = [
        p.box((s * 6.3, 5.5, 0), (2.6, 4.5, 0.8), 0.7, p.rotation(0, 0, s * -24)) for s in (-1, 1)
    ]
    add("fins", red, [*fins, p.box((0, 5.5, 6.3), (0.8, 4.5, 2.6), 0.7)], 0.35)
    add("window", WINDOW, [p.ellipsoid((0, 18, 5.2), (2.5, 2.5, 1.5))], 0.3)
    add("ring", HULL, [p.torus((0, 18, 5.4), 2.7, 0.6, p.rotation(90))], 0.3)


ITEM = Accessory("rocket", "Rocket", _build, yaw=-18.0, pitch=8.0)
