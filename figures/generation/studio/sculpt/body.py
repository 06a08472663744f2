"""Parts every figure has below its head: neck, shoes, and what it stands on."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Frame, Leg
from figures.generation.studio.sculpt.materials import METAL, Material
from figures.generation.studio.sculpt.solid import Sculpture, Seam
from figures.generation.studio.space import Doubles

# The vinyl toy's shoe, to which the shapes below are drawn.
_WIDTH, _HEIGHT, _LENGTH = 4.6, 7.0, 7.4
TOES_OUT = 9.0
SOLE_MM = 1.7
LACES_Z = (2.1, 0.9, -0.3)
SPRING_TURNS, SPRING_STEPS, WIRE_MM = 4.0, 14, 0.52
BASE_MM, BASE_MARGIN_MM = 5.0, 3.6
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


def _footprint(frame: Frame, leg: Leg, grow: float) -> tuple[Doubles, Doubles, Doubles]:
    """Outline of a shoe from above in its own plane, its centre on the floor, and its turn."""
    width, _, length = frame.foot
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x, z = np.cos(turn), np.sin(turn)
    # Round toes, a narrower waist and heel.
    breadth = np.interp(z, [-1.0, -0.5, -0.05, 0.5, 1.0], [0.80, 0.84, 0.84, 1.0, 0.98])
    power = 0.78
    outline = np.stack(
        [
            np.sign(x) * np.abs(x) ** power * (width * breadth + grow),
            np.sign(z) * np.abs(z) ** power * (length + grow),
        ],
        1,
    )
    flat = p.rotation(0, leg.side * TOES_OUT) @ p.rotation(90)
    center = np.array([leg.ankle[0], frame.floor, leg.ankle[2] + length * 0.36])
    return outline, center, flat


@dataclass(frozen=True)
class _Shoe:
    """Where one shoe stands: its turn, its centre on the floor and its size beside the vinyl's."""

    turn: Doubles
    center: Doubles
    size: Doubles

    def at(self, x: float, y: float, z: float) -> Doubles:
        """Place given on the vinyl toy's shoe."""
        return np.asarray(self.center + self.turn @ (np.array([x, y, z]) * self.size))

    def radii(self, x: float, y: float, z: float) -> Doubles:
        """Radii given on the vinyl toy's shoe."""
        return np.asarray(np.array([x, y, z]) * self.size)


def add_shoes(
    sculpture: Sculpture, upper: Material, sole: Material, laces: Material | None, frame: Frame
) -> None:
    """Round-toed shoes on flat soles, with laces or without."""
    soles, lacing = [], []
    for leg in frame.legs:
        outline, center, flat = _footprint(frame, leg, 0.0)
        turn = p.rotation(0, leg.side * TOES_OUT)
        shoe = _Shoe(turn, center, np.array(frame.foot) / (_WIDTH, _HEIGHT, _LENGTH))
        rows = [
            p.ellipsoid(shoe.at(0, 2.2, 2.3), shoe.radii(4.5, 3.7, 4.9), turn),
            p.ellipsoid(shoe.at(0, 3.0, -2.6), shoe.radii(4.1, 4.3, 4.6), turn, blend=2.0),
            p.prism(outline, center + [0, 10, 0], 10.0, 0.0, flat, p.INTERSECT, 1.2),
        ]
        seam = Seam(leg.ankle, turn[:, 0])
        sculpture.add(f"{leg.name} shoe", upper, rows, 0.4, seam=seam)
        wide, _, _ = _footprint(frame, leg, 0.45)
        soles.append(p.prism(wide, center + [0, SOLE_MM / 2, 0], SOLE_MM / 2, 0.5, flat))
        for i, z in enumerate(LACES_Z):
            y, thick = 5.75 + 0.42 * i, 0.42 * float(shoe.size[1])
            lacing.append(p.capsule(shoe.at(-1.5, y, z), shoe.at(1.5, y, z), thick))
    sculpture.add("soles", sole, soles, 0.4)
    if laces is not None:
        sculpture.add("laces", laces, lacing, 0.25)


def add_base(sculpture: Sculpture, colour: RGB, frame: Frame) -> None:
    """Round base under the feet, with a coloured band."""
    if frame.style.base == "none":
        return
    reach = max(abs(float(leg.ankle[0])) + frame.foot[0] for leg in frame.legs)
    radius = max(reach, frame.foot[2] * 1.36) + BASE_MARGIN_MM
    if frame.build.seated:
        radius = max(radius, float(frame.legs[0].ankle[2]) + frame.foot[2] * 1.5)
    top = [(0, -0.4), (radius - 1.2, -0.4), (radius - 0.6, -1.2), (radius - 0.6, -2.0), (0, -2.0)]
    foot = [(0, -2.0), (radius + 0.4, -2.0), (radius + 1.2, -BASE_MM + 0.4), (0, -BASE_MM + 0.4)]
    foot_name, top_name = BASE_PARTS
    sculpture.add(foot_name, Material((44, 46, 52), 0.22, 0.05), [p.lathe(foot, corner=0.4)], 0.5)
    sculpture.add(top_name, Material(colour, 0.3, 0.05), [p.lathe(top, corner=0.4)], 0.5)
