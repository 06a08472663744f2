"""A small dog that sits."""

from typing import Final

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

DARK = Material((26, 22, 22), 0.15, 0.06)
COLLAR = Material((200, 50, 60), 0.35)
PALE: Final = 0.55


def _build(sculpture: Sculpture, tint: RGB) -> None:
    r, g, b = (int(255 - (255 - v) * PALE) for v in tint)
    coat, pale, add = (
        Material(tint, 0.5, 0.04, 0.2),
        Material((r, g, b), 0.5, 0.04, 0.2),
        sculpture.add,
    )
    body = [
        p.ellipsoid((0, 7.5, -1.5), (6.0, 7.2, 6.2)),
        p.ellipsoid((0, 19.5, 1.0), (7.4, 6.6, 6.6), blend=2.0),
        *(p.capsule((s * 2.8, 10, 3), (s * 3.0, 1.8, 5.0), 2.2, 1.9, blend=1.2) for s in (-1, 1)),
        *(p.ellipsoid((s * 5.0, 2.6, 0.5), (2.4, 2.6, 4.6), blend=1.5) for s in (-1, 1)),
        p.capsule((0, 4, -7), (2.5, 11, -9.5), 1.6, 1.0, blend=1.5),
    ]
    add("dog", coat, body, 0.4)
    ears = [
        p.ellipsoid((s * 6.9, 20.5, 0.5), (1.9, 4.6, 3.2), p.rotation(0, 0, s * 16))
        for s in (-1, 1)
    ]
    add(
        "ears",
        Material((int(tint[0] * 0.6), int(tint[1] * 0.6), int(tint[2] * 0.6)), 0.5),
        ears,
        0.35,
    )
    add(
        "muzzle",
        pale,
        [p.ellipsoid((0, 17.6, 6.2), (3.7, 2.9, 3.4)), p.ellipsoid((0, 9, 3.4), (3.4, 4.6, 2.2))],
        0.35,
    )
    face = [p.ellipsoid((0, 19.3, 9.0), (1.5, 1.1, 1.1))]
    face += [p.ellipsoid((s * 3.2, 21.4, 6.4), (1.05, 1.25, 0.9)) for s in (-1, 1)]
    add("face", DARK, face, 0.2)
    add("collar", COLLAR, [p.torus((0, 13.6, 0.2), 4.9, 0.8, p.rotation(8))], 0.3)


ITEM = Accessory("dog", "Dog", _build, yaw=-28.0)
