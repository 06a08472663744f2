"""A trophy cup."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

GOLD = Material((240, 190, 72), 0.18, 0.20)
WOOD = Material((74, 44, 32), 0.3)
STAR_POINTS = 5


def _star(radius: float) -> Doubles:
    turn = np.pi / 2 + np.arange(2 * STAR_POINTS) * np.pi / STAR_POINTS
    reach = np.where(np.arange(2 * STAR_POINTS) % 2 == 0, radius, radius * 0.45)
    return np.stack([reach * np.cos(turn), reach * np.sin(turn)], 1)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add = sculpture.add
    add("plinth", WOOD, [p.box((0, 3.0, 0), (6.2, 2.9, 6.2), 0.6)], 0.38)
    add("plate", GOLD, [p.box((0, 3.0, 6.1), (3.6, 1.3, 0.35), 0.2)], 0.28)
    stem = [
        (0, 5.8),
        (4.4, 5.8),
        (4.0, 7.2),
        (1.6, 8.4),
        (1.2, 10.2),
        (2.2, 11.2),
        (1.2, 12.2),
        (1.6, 13.4),
        (0, 13.4),
    ]
    add("stem", GOLD, [p.lathe(stem, corner=0.35)], 0.3)
    bowl = [
        (0, 13.0), (3.2, 13.6), (6.0, 16.6), (7.2, 21.0), (7.6, 26.6), (8.2, 27.4), (7.2, 27.6),
        (6.4, 24.0), (5.4, 18.0), (0, 16.0),
    ]  # fmt: skip
    add("bowl", GOLD, [p.lathe(bowl, corner=0.3)], 0.34)
    t = np.linspace(0, 1, 20)
    handles = []
    for s in (-1, 1):
        x = 6.9 + 5.0 * np.sin(np.pi * t) ** 0.8 - 1.6 * t
        path = np.stack([s * x, 25.6 - 9.2 * t, 0 * t], 1)
        handles += p.pipe(path, 0.85)
    add("handles", GOLD, handles, 0.3)
    star = [p.prism(_star(3.6), (0, 21.4, 7.3), 0.7, 0.3, p.rotation(6))]
    add("star", Material(tint, 0.2, 0.05), star, 0.26)


ITEM = Accessory("trophy", "Trophy", _build, yaw=-18.0, pitch=10.0)
