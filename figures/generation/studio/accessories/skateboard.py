"""A skateboard."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

GRIP = Material((46, 46, 50), 0.85)
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
    tape = [
        p.box((0, 6.0, 0), (12.4, 0.35, 4.1), 0.3),
        p.box((14.5, 7.25, 0), (3.5, 0.35, 4.0), 0.3, p.rotation(0, 0, 24), blend=0.8),
        p.box((-14.5, 7.25, 0), (3.5, 0.35, 4.0), 0.3, p.rotation(0, 0, -24), blend=0.8),
    ]
    add("grip tape", GRIP, tape, 0.3)
    bolts = [p.cylinder((x + a, 6.4, z), 0.5, 0.25, 0.15)
             for x in (-9, 9) for a in (-1.3, 1.3) for z in (-1.2, 1.2)]  # fmt: skip
    add("bolts", STEEL, bolts, 0.18)
    trucks = [p.box((x, 4.5, 0), (2.2, 0.5, 1.7), 0.3) for x in (-9, 9)]
    for x in (-9, 9):
        trucks += [
            p.cone((x, 4.6, 0), (x, 2.6, 0), 1.6, 1.0, 0.3, blend=0.6),
            p.capsule((x, 2.6, -4.6), (x, 2.6, 4.6), 0.75, blend=0.8),
        ]
    add("trucks", STEEL, trucks, 0.26)
    around = p.rotation(90)
    places = [(x, 2.6, z) for x in (-9, 9) for z in (-4.5, 4.5)]
    add("wheels", WHEEL, [p.cylinder(at, 2.6, 1.3, 0.6, around) for at in places], 0.28)
    hubs = [p.cylinder(at, 1.1, 1.5, 0.25, around) for at in places]
    add("hubs", Material(tint, 0.3), hubs, 0.22)


ITEM = Accessory("skateboard", "Skateboard", _build, yaw=-30.0, pitch=24.0)
