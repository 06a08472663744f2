"""A backpack."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture

STRAP = Material((48, 50, 58), 0.6)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    bag, add = Material(tint, 0.55), sculpture.add
    dark = Material((int(tint[0] * 0.78), int(tint[1] * 0.78), int(tint[2] * 0.78)), 0.55)
    body = [
        p.box((0, 11.5, 0), (8.6, 11.3, 4.6), 4.0),
        p.box((0, 5, 0), (8.9, 4.8, 4.9), 3.0, blend=1.5),
    ]
    add("bag", bag, body, 0.42)
    add("pocket", dark, [p.box((0, 7.2, 4.6), (6.4, 4.8, 2.2), 1.9)], 0.36)
    flap = [p.box((0, 10.9, 4.9), (6.7, 1.7, 2.3), 1.3)]
    add("flap", bag, flap, 0.34)
    sides = [p.box((s * 8.8, 6.0, 0), (1.5, 4.0, 3.2), 1.3) for s in (-1, 1)]
    add("side pockets", dark, sides, 0.36)
    turn = np.linspace(-0.9, 3.9, 24)
    zip_path = np.stack([7.2 * np.cos(turn), 13.6 + 6.0 * np.sin(turn), np.full(24, 4.1)], 1)
    zipper = p.pipe(zip_path, 0.5)
    add("zipper", STRAP, zipper, 0.28)
    handle = [p.torus((0, 22.6, -2.4), 2.6, 0.75, p.rotation(90), stretch=(1.0, 1.0))]
    add("handle", STRAP, handle, 0.3)
    straps = []
    for s in (-1, 1):
        path = np.array(
            [
                [s * 4.4, 21.0, -3.6],
                [s * 6.2, 17.5, -7.0],
                [s * 6.8, 10.0, -7.4],
                [s * 7.2, 3.4, -4.2],
            ]
        )
        straps += p.pipe(path, 1.15, blend=0.6)
    add("straps", STRAP, straps, 0.36)
    pulls = [
        p.box((3.2, 9.1, 7.4), (0.45, 1.2, 0.35), 0.3),
        p.box((7.0, 15.0, 4.6), (0.4, 1.3, 0.35), 0.3),
    ]
    add("pulls", METAL, pulls, 0.2)


ITEM = Accessory("backpack", "Backpack", _build, yaw=-30.0, pitch=12.0)
