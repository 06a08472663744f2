"""A skateboard."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

WHEEL = Material((244, 240, 230), 0.35)
STEEL = Material((150, 154, 160), 0.3)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add = sculpture.add
    deck = [
        p.box((0, 5.4, 0), (12.5, 0.7, 4.6), 0.6),
        p.box((14.6, 6.6, 0), (4.0, 0.7, 4.5), 0.6, p.rotation(0, 0, 24), blend=1.0),
        p.box((-14.6, 6.6, 0), (4.0, 0.7, 4.5), 0.6, p.rotation(0, 0, -24), blend=1.0),
    ]
    add("deck", Material(tint, 0.3), deck, 0.35)
    axles = [p.capsule((x, 3.4, -4.2), (x, 3.4, 4.2), 0.9) for x in (-9, 9)]
    add("axles", STEEL, [*axles, *(p.box((x, 4.4, 0), (1.8, 1.0, 1.6), 0.4) for x in (-9, 9))], 0.3)
    around = p.rotation(90)
    wheels = [p.cylinder((x, 2.4, z), 2.4, 1.2, 0.5, around) for x in (-9, 9) for z in (-4.4, 4.4)]
    add("wheels", WHEEL, wheels, 0.3)


ITEM = Accessory("skateboard", "Skateboard", _build, yaw=-30.0, pitch=24.0)
