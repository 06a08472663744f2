"""A game controller."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

DARK = Material((36, 36, 42), 0.42)
PALE = Material((238, 236, 230), 0.35)
KEYS = ((80, 170, 96), (222, 70, 62), (60, 120, 214), (248, 196, 70))
SIDES = (-1, 1)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add, up = sculpture.add, p.rotation(62)
    middle = np.array([0.0, 8.0, 0.0])

    def at(x: float, y: float, z: float) -> Doubles:
        """Place across, along and above the controller."""
        return np.asarray(middle + up @ np.array([x, z, -y]))

    body = [p.ellipsoid(at(0, 1.2, 0), (9.6, 2.7, 5.6), up)]
    body += [p.ellipsoid(at(s * 7.8, 0.8, 0), (5.2, 3.0, 5.4), up, blend=2.5) for s in SIDES]
    body += [
        p.capsule(at(s * 9.6, -1.0, -0.4), at(s * 11.4, -8.0, -1.6), 3.5, 2.5, blend=3.0)
        for s in SIDES
    ]
    add("body", Material(tint, 0.34), body, 0.4)
    sticks = []
    for s, y in ((-1, 2.4), (1, -1.8)):
        x = s * (8.2 if s < 0 else 4.0)
        sticks += [
            p.cylinder(at(x, y, 3.2), 1.0, 1.0, 0.2, up),
            p.cylinder(at(x, y, 4.4), 1.9, 0.55, 0.4, up),
        ]
    add("sticks", DARK, sticks, 0.26)
    cross = [
        p.box(at(-4.2, -1.8, 2.7), (2.3, 0.8, 0.75), 0.3, up),
        p.box(at(-4.2, -1.8, 2.7), (0.75, 0.8, 2.3), 0.3, up),
    ]
    add("cross", DARK, cross, 0.24)
    for k, colour in enumerate(KEYS):
        a = np.pi / 2 * k
        key = p.cylinder(at(8.4 + 1.9 * np.cos(a), 2.4 + 1.9 * np.sin(a), 3.2), 0.95, 0.7, 0.3, up)
        add(f"key {k}", Material(colour, 0.2), [key], 0.22)
    shoulders = [p.capsule(at(s * 6.0, 5.6, 0.6), at(s * 10.0, 4.6, 0.4), 1.5, 1.3) for s in SIDES]
    add("shoulders", DARK, shoulders, 0.32)
    add("home", PALE, [p.cylinder(at(0, 2.6, 2.6), 1.35, 0.6, 0.3, up)], 0.24)
    menu = [
        p.capsule(at(s * 2.4 - 0.4, 0.4, 2.75), at(s * 2.4 + 0.4, 0.4, 2.75), 0.45) for s in SIDES
    ]
    add("menu", PALE, menu, 0.2)


ITEM = Accessory("game_controller", "Game controller", _build, yaw=-14.0, pitch=14.0)
