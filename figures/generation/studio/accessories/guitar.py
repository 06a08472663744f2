"""A guitar."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture

DARK = Material((52, 34, 24), 0.4)
NECK = Material((150, 100, 60), 0.4)
PEGS = Material((228, 226, 220), 0.3)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    forward = p.rotation(90)
    add = sculpture.add
    body = [
        p.ellipsoid((0, 7, 0), (8.4, 7.4, 2.8)),
        p.ellipsoid((0, 17, 0), (6.3, 5.6, 2.8), blend=3.5),
        p.cylinder((0, 12, 3.4), 2.7, 2.0, 0.3, forward, p.SUBTRACT, 0.4),
    ]
    add("body", Material(tint, 0.22), body, 0.4)
    add("hole", DARK, [p.cylinder((0, 12, 1.1), 2.8, 0.5, 0.2, forward)], 0.3)
    add("neck", NECK, [p.box((0, 29, 1.6), (1.5, 13, 1.0), 0.5)], 0.35)
    add("head", DARK, [p.box((0, 43.5, 1.4), (2.6, 3.4, 1.0), 0.7)], 0.35)
    add("bridge", DARK, [p.box((0, 5.6, 2.8), (3.6, 0.8, 0.8), 0.3)], 0.3)
    board = p.box((0, 27.2, 2.7), (1.3, 13.4, 0.5), 0.3)
    add("fretboard", DARK, [board], 0.3)
    frets = [p.capsule((-1.25, y, 3.2), (1.25, y, 3.2), 0.22) for y in np.linspace(17, 39.6, 9)]
    strings = [
        p.capsule((x, 5.6, 3.75), (x * 0.8, 41.0, 3.35), 0.17) for x in (-0.9, -0.3, 0.3, 0.9)
    ]
    add("strings", METAL, [*frets, *strings], 0.16)
    ring = p.torus((0, 12, 1.85), 3.15, 0.4, forward)
    add("rosette", PEGS, [ring], 0.2)
    pegs = [
        p.capsule((s * 2.4, y, 1.4), (s * 3.9, y, 1.4), 0.6, 0.75)
        for s in (-1, 1)
        for y in (41.6, 43.6, 45.6)
    ]
    add("pegs", PEGS, pegs, 0.25)


ITEM = Accessory("guitar", "Guitar", _build, yaw=-16.0, pitch=8.0)
