"""A rocket."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

HULL = Material((242, 242, 244), 0.3)
NOZZLE = Material((92, 96, 104), 0.3, 0.1)
WINDOW = Material((70, 150, 220), 0.12)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    red, add = Material(tint, 0.3), sculpture.add
    hull = [p.ellipsoid((0, 16, 0), (6, 15, 6)), p.above(3.5, blend=0.5)]
    add("hull", HULL, hull, 0.4)
    nose = [p.ellipsoid((0, 16, 0), (6.15, 15.15, 6.15)), p.above(23, blend=0.3)]
    add("nose", red, nose, 0.4, box=((-8, 20, -8), (8, 33, 8)))
    outline = [(3.4, 11.5), (6.6, 8.4), (9.0, 3.4), (9.2, 0.6), (6.8, 2.6), (4.2, 4.4)]
    fins = [p.prism(outline, (0, 0, 0), 0.75, 0.6, p.rotation(0, turn)) for turn in (30, 150, 270)]
    add("fins", red, fins, 0.3)
    bell = [(0, 4.4), (2.8, 4.4), (3.6, 1.0), (2.6, 1.0), (2.0, 3.0), (0, 3.0)]
    add("nozzle", NOZZLE, [p.lathe(bell, corner=0.3)], 0.3)
    band = [p.ellipsoid((0, 16, 0), (6.12, 15.12, 6.12)), p.above(6.0, blend=0.2)]
    add("band", red, [*band, p.below(8.2, blend=0.2)], 0.3, box=((-8, 5, -8), (8, 9.4, 8)))
    add("window", WINDOW, [p.ellipsoid((0, 18, 5.2), (2.5, 2.5, 1.5))], 0.3)
    add("ring", HULL, [p.torus((0, 18, 5.4), 2.7, 0.6, p.rotation(90))], 0.3)


ITEM = Accessory("rocket", "Rocket", _build, yaw=-18.0, pitch=8.0)
