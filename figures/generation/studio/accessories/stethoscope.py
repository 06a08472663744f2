"""A stethoscope, laid out flat and stood up."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, RUBBER, Material
from figures.generation.studio.sculpt.solid import Sculpture

SIDES = (-1, 1)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    tube, add = Material(tint, 0.35), sculpture.add
    t = np.linspace(0, 1, 18)
    rows = []
    for s in SIDES:
        arm = np.stack(
            [s * (6.6 * np.sin(np.pi * (0.5 + 0.5 * t)) + 0.2), 27 - 12 * t, np.zeros(18)], 1
        )
        rows += p.pipe(arm, 0.85)
    turn = np.linspace(np.pi / 2, -np.pi * 1.08, 34)
    loop = np.stack([6.4 * np.cos(turn), 8.6 + 6.4 * np.sin(turn), 1.5 * np.sin(turn / 2)], 1)
    rows += p.pipe(loop, 0.95)
    add("tube", tube, rows, 0.3)
    metal = []
    for s in SIDES:
        bow = np.stack([s * (6.8 + 2.6 * np.sin(np.pi * t) - 3.6 * t), 26.6 + 11.5 * t, 0 * t], 1)
        metal += p.pipe(bow, 0.6)
    add("bows", METAL, metal, 0.26)
    tips = [p.ellipsoid((s * 3.0, 38.6, 0), (1.25, 1.25, 1.25)) for s in SIDES]
    add("ear tips", RUBBER, tips, 0.24)
    end = loop[-1] + [0.0, 0.0, 0.6]
    forward = p.rotation(90)
    piece = [
        p.cylinder(end, 4.4, 1.0, 0.6, forward),
        p.cylinder(end + [0, 0, -1.4], 2.4, 1.0, 0.5, forward),
    ]
    add("chest piece", METAL, piece, 0.28)
    membrane = p.cylinder(end + [0, 0, 0.95], 3.5, 0.25, 0.1, forward)
    add("membrane", Material((236, 236, 232), 0.4), [membrane], 0.24)
    add("rim", RUBBER, [p.torus(end + [0, 0, 0.7], 4.3, 0.5, forward)], 0.26)


ITEM = Accessory("stethoscope", "Stethoscope", _build, yaw=-14.0, pitch=6.0)
