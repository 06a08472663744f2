"""A painter's palette with a brush."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture

WOOD = Material((206, 160, 106), 0.42)
HANDLE = Material((166, 52, 44), 0.25)
BRISTLE = Material((70, 50, 38), 0.7)
PAINTS = ((228, 60, 52), (250, 190, 50), (70, 160, 88), (52, 112, 204), (246, 244, 238))


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add, lean = sculpture.add, p.rotation(-24)
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    radius = 11.5 + 1.1 * np.cos(2 * turn) - 2.6 * np.exp(-(((turn - 5.35) / 0.34) ** 2))
    outline = np.stack([radius * np.cos(turn), radius * 0.84 * np.sin(turn)], 1)
    center = np.array([0.0, 10.2, 0.0])
    hole = center + lean @ np.array([6.0, -3.6, 0.0])
    board = [
        p.prism(outline, center, 0.9, 0.5, lean),
        p.cylinder(hole, 1.7, 4.0, 0.2, lean @ p.rotation(90), p.SUBTRACT, 0.4),
    ]
    add("board", WOOD, board, 0.34)
    for k, colour in enumerate((*PAINTS, tint)):
        a = np.radians(20 + 44 * k)
        at = center + lean @ np.array([7.4 * np.cos(a), 6.0 * np.sin(a), 1.1])
        blob = [
            p.ellipsoid(at, (1.9, 1.7, 0.95), lean),
            p.ellipsoid(at + lean @ np.array([0.5, 0.4, 0.5]), (0.9, 0.8, 0.7), lean, blend=0.5),
        ]
        add(f"paint {k}", Material(colour, 0.14, 0.05), blob, 0.25)
    start, tip = np.array([-13.5, 1.0, 5.5]), np.array([8.5, 23.5, 3.6])
    way = (tip - start) / np.linalg.norm(tip - start)
    add("handle", HANDLE, [p.capsule(start, tip, 0.55, 0.95)], 0.28)
    add("ferrule", METAL, [p.cone(tip, tip + way * 3.4, 1.05, 1.25, 0.25)], 0.25)
    brush = [
        p.capsule(tip + way * 3.0, tip + way * 5.4, 1.25, 1.3),
        p.cone(tip + way * 5.0, tip + way * 9.0, 1.3, 0.35, 0.25, blend=0.6),
    ]
    add("bristles", BRISTLE, brush, 0.25)
    wet = p.cone(tip + way * 7.0, tip + way * 9.3, 1.0, 0.4, 0.25)
    add("wet", Material(tint, 0.14, 0.05), [wet], 0.22)


ITEM = Accessory("palette", "Palette and brush", _build, yaw=-12.0, pitch=10.0)
