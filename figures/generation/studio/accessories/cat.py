"""A cat that sits with its tail around its feet."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

EYE = Material((120, 176, 92), 0.10, 0.06)
PUPIL = Material((22, 20, 22), 0.10, 0.06)
NOSE = Material((226, 138, 138), 0.3)
BELL = Material((250, 206, 84), 0.2, 0.12)
COLLAR = Material((200, 50, 60), 0.35)
SIDES = (-1, 1)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    r, g, b = (int(255 - (255 - v) * 0.30) for v in tint)
    coat, pale = Material(tint, 0.5, 0.04, 0.2), Material((r, g, b), 0.5, 0.04, 0.2)
    add = sculpture.add
    body = [
        p.ellipsoid((0, 6.8, -1.4), (5.6, 7.0, 5.6)),
        p.ellipsoid((0, 18.0, 0.8), (6.6, 5.4, 5.6), blend=1.8),
        *(p.capsule((s * 2.2, 10, 2.4), (s * 2.2, 1.7, 4.2), 1.9, 1.7, blend=1.0) for s in SIDES),
        *(p.ellipsoid((s * 4.6, 2.6, 0.2), (2.3, 2.6, 4.2), blend=1.4) for s in SIDES),
        *(
            p.cone((s * 4.1, 21.2, 0.4), (s * 5.3, 26.6, 0.2), 2.6, 0.9, 0.5, blend=0.8)
            for s in SIDES
        ),
    ]
    add("cat", coat, body, 0.36)
    turn = np.linspace(-2.6, 0.9, 14)
    path = np.stack([6.6 * np.sin(turn) + 0.5, np.full(14, 1.5), 6.4 * np.cos(turn) - 0.6], 1)
    tail = p.pipe(path, 1.45, blend=0.4)
    add("tail", coat, tail, 0.36)
    add("tip", pale, [p.ellipsoid(path[-1], (1.75, 1.75, 1.75))], 0.3)
    ears = [p.cone((s * 4.2, 22.4, 1.2), (s * 5.0, 25.4, 1.0), 1.6, 0.5, 0.3) for s in SIDES]
    add("ears", NOSE, ears, 0.25)
    muzzle = [p.ellipsoid((s * 1.25, 16.4, 5.6), (1.7, 1.35, 1.5), blend=0.4) for s in SIDES]
    add("muzzle", pale, [*muzzle, p.ellipsoid((0, 9.4, 2.8), (3.2, 4.4, 2.2))], 0.3)
    add("nose", NOSE, [p.ellipsoid((0, 17.5, 6.9), (0.85, 0.6, 0.6))], 0.18)
    add("eyes", EYE, [p.ellipsoid((s * 2.7, 19.4, 5.2), (1.35, 1.5, 0.9)) for s in SIDES], 0.2)
    pupils = [p.ellipsoid((s * 2.75, 19.4, 5.95), (0.45, 1.15, 0.35)) for s in SIDES]
    add("pupils", PUPIL, pupils, 0.15)
    whiskers = [
        p.capsule((s * 2.4, 16.6 + k * 0.5, 6.1), (s * 6.8, 16.3 + k * 1.5, 6.2), 0.2)
        for s in SIDES
        for k in (-1, 0, 1)
    ]
    add("whiskers", Material((246, 244, 240), 0.4), whiskers, 0.18)
    add("collar", COLLAR, [p.torus((0, 13.0, 0.0), 4.2, 0.7, p.rotation(8))], 0.28)
    add("bell", BELL, [p.ellipsoid((0, 12.1, 4.6), (1.1, 1.1, 1.1))], 0.2)


ITEM = Accessory("cat", "Cat", _build, yaw=-26.0)
