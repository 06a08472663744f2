"""A potted plant."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

SOIL = Material((66, 46, 34), 0.9)
LEAF = Material((64, 138, 72), 0.38, 0.045, 0.3)
YOUNG = Material((112, 176, 92), 0.38, 0.045, 0.3)
# Direction around the pot, lean, length and height of the leaves: degrees and mm.
LEAVES = (
    (0, 58, 13.0), (72, 55, 12.0), (144, 60, 12.5), (216, 56, 12.0), (288, 60, 13.0),
    (30, 28, 13.5), (120, 26, 13.0), (200, 30, 14.0), (300, 25, 13.0), (0, 4, 14.5),
)  # fmt: skip


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add = sculpture.add
    wall = [
        (0, 0.4),
        (5.0, 0.4),
        (6.6, 8.6),
        (7.4, 8.6),
        (7.6, 11.2),
        (6.2, 11.2),
        (6.0, 9.8),
        (0, 9.8),
    ]
    add("pot", Material(tint, 0.5), [p.lathe(wall, corner=0.4)], 0.36)
    add("soil", SOIL, [p.ellipsoid((0, 9.7, 0), (6.1, 1.0, 6.1))], 0.4)
    for k, (around, lean, length) in enumerate(LEAVES):
        a, tilt = np.radians(around + 20), np.radians(lean)
        way = np.array([np.sin(a) * np.sin(tilt), np.cos(tilt), np.cos(a) * np.sin(tilt)])
        root = np.array([0.0, 9.5, 0.0]) + way * [1.5, 0, 1.5]
        middle = root + way * length * 0.62
        side = np.cross(way, [np.cos(a), 0, -np.sin(a)])
        turn = np.stack([np.array([np.cos(a), 0, -np.sin(a)]), way, -side], 1)
        leaf = [
            p.capsule(root, middle, 0.55),
            p.ellipsoid(middle, (2.7, length * 0.42, 0.85), turn, blend=0.6),
            p.capsule(
                middle - way * length * 0.3 + side * -0.9,
                middle + way * length * 0.34 + side * -0.9,
                0.3,
                0.2,
                p.SUBTRACT,
                0.4,
            ),
        ]
        add(f"leaf {k}", YOUNG if k >= 5 and k % 2 else LEAF, leaf, 0.32)


ITEM = Accessory("plant", "Plant", _build, yaw=0.0, pitch=16.0)
