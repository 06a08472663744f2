"""Parts every figure has below its head: its neck, and what it stands on."""

import numpy as np

from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Frame
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture, Seam

SPRING_TURNS, SPRING_STEPS, WIRE_MM = 4.0, 14, 0.52
BASE_MM, BASE_MARGIN_MM = 5.0, 3.6
EDGE_MM = 0.8
BASE_PARTS = ("base", "base top")


def add_neck(sculpture: Sculpture, skin: Material, frame: Frame) -> None:
    """Bar from the chest into the head, or a spring on a peg."""
    x, y, z = frame.pivot
    low = np.array([0.0, frame.neck - 5.0, z - 1.5])
    if frame.style.neck == "spring":
        _add_spring(sculpture, skin, frame)
        return
    high = np.array([x, y + 7.0 * frame.head, z - 1.5 * frame.head])
    radius = frame.neck_radius
    row = p.capsule(low, high, radius * 1.06, radius * 0.98)
    sculpture.add("neck", skin, [row], 0.5, seam=Seam(low, np.array([0.0, 0.0, 1.0])))


def _add_spring(sculpture: Sculpture, skin: Material, frame: Frame) -> None:
    radius, z = frame.neck_radius, frame.pivot[2] - 0.8
    low, high = frame.neck - 0.6, frame.pivot[1] + 4.0
    stump = p.capsule((0, low - 4, z), (0, low - 0.4, z), radius * 1.35, radius * 1.3)
    sculpture.add("neck", skin, [stump], 0.4)
    count = int(SPRING_TURNS * SPRING_STEPS)
    turn = np.linspace(0, 2 * np.pi * SPRING_TURNS, count + 1)
    height = np.linspace(low, high, count + 1)
    wire = np.stack([np.sin(turn) * radius, height, np.cos(turn) * radius + z], 1)
    rows = p.pipe(wire, WIRE_MM)
    sculpture.add("spring", METAL, rows, 0.26)
    peg = p.capsule((0, low - 2, z), (0, high, z), radius * 0.42)
    sculpture.add("peg", Material((58, 60, 66), 0.4), [peg], 0.3)


def add_base(sculpture: Sculpture, colour: RGB, frame: Frame) -> None:
    """Round base under the feet, with a coloured band."""
    if frame.style.base == "none":
        return
    reach = max(abs(float(leg.ankle[0])) + frame.foot[0] for leg in frame.legs)
    radius = max(reach, frame.foot[2] * 1.36) + BASE_MARGIN_MM
    if frame.build.seated:
        radius = max(radius, float(frame.legs[0].ankle[2]) + frame.foot[2] * 1.5)
    # The edges' rounding is wider than a cell: sharper ones are ragged.
    r, inner = EDGE_MM, radius - 0.6
    top = [(0, -r), (inner - r - 0.4, -r), (inner - r, -r - 0.5), (inner - r, -2.4), (0, -2.4)]
    foot = [(0, -2.0 - r), (radius + 0.6 - r, -2.0 - r), (radius + 1.4 - r, -BASE_MM + r),
            (0, -BASE_MM + r)]  # fmt: skip
    foot_name, top_name = BASE_PARTS
    sculpture.add(foot_name, Material((44, 46, 52), 0.22, 0.05), [p.lathe(foot, corner=r)], 0.4)
    sculpture.add(top_name, Material(colour, 0.3, 0.05), [p.lathe(top, corner=r)], 0.4)
