"""A microphone on a stand."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture

BLACK = Material((38, 38, 44), 0.4)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add = sculpture.add
    foot = [(0, 0.4), (7.0, 0.4), (7.4, 1.4), (2.2, 2.4), (1.2, 4.0), (0, 4.0)]
    add("foot", BLACK, [p.lathe(foot, corner=0.4)], 0.36)
    add("stand", METAL, [p.capsule((0, 2, 0), (0, 17.5, 0), 0.8)], 0.3)
    lean = p.rotation(28)
    way = lean @ np.array([0.0, 1.0, 0.0])
    low = np.array([0.0, 16.0, -1.0])
    add("clip", BLACK, [p.cone(low + way * 2.2, low + way * 4.8, 2.6, 2.8, 0.4)], 0.3)
    add(
        "handle",
        Material(tint, 0.24, 0.05),
        [p.cone(low - way * 6, low + way * 9.4, 1.5, 2.6, 0.5)],
        0.34,
    )
    add("collar", METAL, [p.cone(low + way * 9.0, low + way * 10.8, 3.5, 4.4, 0.4)], 0.3)
    head = low + way * 14.0
    add("band", METAL, [p.torus(head, 4.75, 0.55, p.along_axis(way))], 0.28)
    ball = [p.ellipsoid(head, (4.8, 4.8, 4.8))]
    # The mesh of the head: rings both ways.
    for k in range(-3, 4):
        at, r = head + way * k * 1.25, float(np.sqrt(4.85**2 - (k * 1.25) ** 2))
        ball.append(p.torus(at, r, 0.26, p.along_axis(way)))
    axes = p.along_axis(way)
    for k in range(8):
        a = np.pi * k / 8
        normal = axes[:, 0] * np.cos(a) + axes[:, 2] * np.sin(a)
        ball.append(p.torus(head, 4.82, 0.24, p.along_axis(normal)))
    add("mesh", Material((150, 152, 160), 0.3, 0.12), ball, 0.26)


ITEM = Accessory("microphone", "Microphone", _build, yaw=-34.0, pitch=8.0)
