"""Headphones that stand on their cups."""

import numpy as np

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture

PAD = Material((40, 40, 46), 0.7)
SIDES = (-1, 1)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    shell, add = Material(tint, 0.22, 0.05), sculpture.add
    turn = np.linspace(0, np.pi, 28)
    arch = np.stack([11.0 * np.cos(turn), 9.5 + 13.0 * np.sin(turn), np.zeros(28)], 1)
    add("band", shell, p.pipe(arch, 1.5), 0.34)
    inner = np.stack([9.6 * np.cos(turn), 9.8 + 11.4 * np.sin(turn), np.zeros(28)], 1)[8:20]
    add(
        "cushion",
        PAD,
        p.pipe(inner, 1.35),
        0.32,
    )
    for s in SIDES:
        name = "left" if s > 0 else "right"
        lean = p.rotation(0, 0, 90 - s * 8)
        cup = [p.cylinder((s * 11.4, 6.6, 0), 6.2, 2.0, 1.4, lean)]
        add(f"{name} cup", shell, cup, 0.34)
        pad = [p.torus((s * 8.9, 6.4, 0), 4.3, 1.75, lean)]
        add(f"{name} pad", PAD, pad, 0.34)
        ring = [
            p.torus((s * 13.2, 6.8, 0), 3.6, 0.45, lean),
            p.cylinder((s * 13.1, 6.8, 0), 2.0, 0.5, 0.3, lean),
        ]
        add(f"{name} ring", METAL, ring, 0.24)
        fork = [p.capsule((s * 11.2, 9.0, z), (s * 11.0, 13.8, z * 0.3), 0.6) for z in (-3.4, 3.4)]
        add(f"{name} fork", METAL, fork, 0.28)


ITEM = Accessory("headphones", "Headphones", _build, yaw=-32.0, pitch=12.0)
