"""Shoes: sneakers with laces and toe caps, formal shoes on heels, flats with a strap."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Frame, Leg
from figures.generation.studio.sculpt.materials import Material, cloth
from figures.generation.studio.sculpt.solid import Sculpture, Seam
from figures.generation.studio.space import Doubles

Shoes = Literal["sneakers", "formal", "flats"]

# The vinyl toy's shoe, to which the shapes below are drawn.
_WIDTH, _HEIGHT, _LENGTH = 4.6, 7.0, 7.4
TOES_OUT = 9.0
ROUGHNESS: dict[str, float] = {"sneakers": 0.34, "formal": 0.14, "flats": 0.20}
LACES: RGB = (246, 244, 238)
# Toe, instep and heel: centre (y, z) and radii of the three ellipsoids of a last.
_LASTS: dict[str, tuple[tuple[float, ...], ...]] = {
    "sneakers": ((2.1, 3.0, 4.4, 3.1, 4.4), (2.7, -0.9, 4.0, 3.9, 4.7), (3.1, -3.7, 3.8, 4.3, 3.7)),
    "formal": ((1.8, 3.2, 4.1, 2.8, 4.5), (2.6, -1.0, 3.8, 3.7, 4.8), (3.0, -3.8, 3.7, 4.2, 3.6)),
    "flats": ((1.7, 3.2, 4.2, 2.5, 4.4), (1.9, -0.9, 3.9, 2.6, 4.9), (2.2, -3.7, 3.8, 3.2, 3.7)),
}
_SOFT = 1.8
# Sole: its thickness, and how far it stands out, mm.
_SOLES: dict[str, tuple[float, float]] = {
    "sneakers": (1.9, 0.40), "formal": (1.5, 0.42), "flats": (1.1, 0.25),
}  # fmt: skip
CAP_FROM_Z, COUNTER_TO_Z, CAP_MM = 5.3, -4.6, 0.24
# In front of a turned-up trouser leg.
LACES_Z = (2.4, 3.2, 4.0)
HEEL_Z = -1.6


@dataclass(frozen=True)
class _Shoe:
    """Where one shoe stands, and how its last is shaped.

    Attributes:
        turn: of the foot, toes out.
        center: on the floor, mm.
        size: beside the vinyl toy's.
        outline: (n, 2) of the sole from above in its own plane.
        flat: turn of that plane.
        last: of what kind of shoe.

    """

    turn: Doubles
    center: Doubles
    size: Doubles
    outline: Doubles
    flat: Doubles
    last: tuple[tuple[float, ...], ...]

    def at(self, x: float, y: float, z: float) -> Doubles:
        """Place given on the vinyl toy's shoe."""
        return np.asarray(self.center + self.turn @ (np.array([x, y, z]) * self.size))

    def upper(self, grow: float = 0.0) -> list[Doubles]:
        """Primitives of all that stands on the sole."""
        rows = []
        for y, z, *radii in self.last:
            size = np.array(radii) * self.size + grow
            rows.append(p.ellipsoid(self.at(0, y, z), size, self.turn, blend=_SOFT))
        sides = p.prism(self.outline * (1 + grow / 5), self.center + [0, 10, 0], 10.0, 0.0,
                        self.flat, p.INTERSECT, 1.0)  # fmt: skip
        return [*rows, sides]

    def top(self, x: float, z: float) -> float:
        """Height of the upper's surface at a place, on the vinyl toy's shoe."""
        heights = [0.0]
        for y, middle, wide, tall, deep in self.last:
            rest = 1 - (x / wide) ** 2 - ((z - middle) / deep) ** 2
            if rest > 0:
                heights.append(y + tall * rest**0.5)
        return max(heights)

    def across(self, z: float, half: float, lean: float = 0.0, lift: float = 0.42) -> Doubles:
        """Path over the instep from side to side (7, 3), mm."""
        xs = np.linspace(-half, half, 7)
        places = [(x, self.top(x, z + lean * x) + lift, z + lean * x) for x in xs]
        return np.array([self.at(*place) for place in places])


def add_shoes(
    sculpture: Sculpture, kind: Shoes, colour: RGB, sole_colour: RGB, frame: Frame
) -> None:
    """Add a pair of shoes."""
    upper = Material(colour, ROUGHNESS[kind], 0.05)
    sole = Material(sole_colour, 0.55, 0.04)
    soles = []
    for leg in frame.legs:
        shoe = _shoe(frame, leg, kind)
        seam = Seam(leg.ankle, shoe.turn[:, 0])
        sculpture.add(f"{leg.name} shoe", upper, shoe.upper(), 0.36, seam=seam)
        _add_details(sculpture, leg.name, kind, shoe, upper, sole)
        soles += _sole(shoe, kind)
    sculpture.add("soles", sole, soles, 0.34)


def _shoe(frame: Frame, leg: Leg, kind: Shoes) -> _Shoe:
    width, _, length = frame.foot
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    x, z = np.cos(turn), np.sin(turn)
    # Round toes, a narrower waist and heel.
    breadth = np.interp(z, [-1.0, -0.5, -0.05, 0.5, 1.0], [0.80, 0.84, 0.84, 1.0, 0.98])
    if kind != "sneakers":
        breadth = breadth * np.interp(z, [0.3, 1.0], [0.97, 0.86])
    power = 0.78
    outline = np.stack(
        [
            np.sign(x) * np.abs(x) ** power * width * breadth,
            np.sign(z) * np.abs(z) ** power * length,
        ],
        1,
    )
    toes_out = p.rotation(0, leg.side * TOES_OUT)
    center = np.array([leg.ankle[0], frame.floor, leg.ankle[2] + length * 0.36])
    size = np.array(frame.foot) / (_WIDTH, _HEIGHT, _LENGTH)
    return _Shoe(toes_out, center, size, outline, toes_out @ p.rotation(90), _LASTS[kind])


def _sole(shoe: _Shoe, kind: Shoes) -> list[Doubles]:
    thick, out = _SOLES[kind]
    thick *= float(shoe.size[1])
    wide = shoe.outline * (1 + out / np.abs(shoe.outline).max(0))
    rows = [p.prism(wide, shoe.center + [0, thick / 2, 0], thick / 2, 0.42, shoe.flat)]
    if kind == "formal":
        # The arch in front of the heel.
        arch = shoe.at(0, -0.1, HEEL_Z + 0.9)
        rows.append(p.box(arch, (9.0, 0.75, 0.95), 0.2, shoe.turn, p.SUBTRACT, 0.3))
    return rows


def _add_details(
    sculpture: Sculpture, name: str, kind: Shoes, shoe: _Shoe, upper: Material, sole: Material
) -> None:
    forward, add = shoe.turn[:, 2], sculpture.add
    if kind == "flats":
        strap = p.path(shoe.across(0.2, 3.7, lift=0.45), 0.62 * float(shoe.size[1]))
        add(f"{name} strap", upper, [strap], 0.26)
        return
    cap = [*shoe.upper(CAP_MM), p.half_space(shoe.at(0, 0, CAP_FROM_Z), -forward, blend=0.2)]
    add(f"{name} toe cap", sole if kind == "sneakers" else upper, cap, 0.3)
    if kind == "sneakers":
        counter = [
            *shoe.upper(CAP_MM),
            p.half_space(shoe.at(0, 0, COUNTER_TO_Z), forward, blend=0.2),
        ]
        add(f"{name} heel", _darker(upper), counter, 0.3)
    lace = cloth(LACES) if kind == "sneakers" else _darker(upper)
    thick = (0.36 if kind == "sneakers" else 0.34) * float(shoe.size[1])
    bars = [p.path(shoe.across(z, 1.5, 0.22 * (-1) ** i), thick) for i, z in enumerate(LACES_Z)]
    add(f"{name} laces", lace, bars, 0.22)


def _darker(material: Material) -> Material:
    r, g, b = (int(v) for v in scaled(material.colour, 0.72))
    return Material((r, g, b), material.roughness, material.reflectance)
