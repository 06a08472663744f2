"""An active wheelchair made to the measure of who sits in it."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Frame
from figures.generation.studio.sculpt.materials import METAL, RUBBER, Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

UPHOLSTERY = Material((50, 52, 60), 0.62)
CHROME = METAL
TUBE_MM = 0.75
SPOKES = 12
CASTER_MM, WEB_MM = 2.5, 1.7
# Big wheels lean in at the top.
CAMBER = 4.0
SIDES = (-1.0, 1.0)


@dataclass(frozen=True)
class _Measures:
    """Half width of the seat, its height, front and back edge; the big wheels; mm."""

    half: float
    seat: float
    front: float
    back: float
    wheel: float
    wheel_x: float
    wheel_z: float
    top: float


def _measures(frame: Frame) -> _Measures:
    leg = frame.legs[0]
    thigh = leg.radii[0]
    half = max(abs(float(leg.hip[0])) + thigh, frame.torso.at(frame.crotch + 4)[0]) + 1.3
    seat = float(leg.hip[1]) - thigh - 1.0
    depth = frame.torso.at(frame.waist)[2]
    wheel = max(seat * 0.66, min(seat * 0.95, 12.0))
    return _Measures(
        half,
        seat,
        float(leg.knee[2]) - leg.radii[1] * 0.9,
        -depth - 1.2,
        wheel,
        half + 2.3,
        -depth * 0.32,
        frame.waist + (frame.chest - frame.waist) * 0.55,
    )


def add_wheelchair(sculpture: Sculpture, colour: RGB, frame: Frame) -> None:
    """Add the chair under a seated figure; `colour` is the frame's."""
    m, paint = _measures(frame), Material(colour, 0.24, 0.05)
    _seat(sculpture, m)
    _tubes(sculpture, paint, m, frame)
    for side in SIDES:
        _big_wheel(sculpture, paint, m, side)
        _caster(sculpture, paint, m, side)
    _footrest(sculpture, m, frame)


def print_rows(frame: Frame) -> list[Doubles]:
    """Webs between rim, spokes and hub, and in the casters' forks: a printer cannot draw wires."""
    m, rows = _measures(frame), []
    for side in SIDES:
        hub, turn = _wheel_place(m, side)
        rows.append(p.cylinder(hub, m.wheel - 0.95, WEB_MM / 2, 0.3, turn))
        # Out to the push rim, in to the frame.
        rows.append(p.cylinder(hub + turn[:, 1] * 0.7, m.wheel - 2.3, 0.9, 0.3, turn))
        caster = np.array([side * (m.half + 0.4), CASTER_MM, m.front - 3.2])
        rows.append(p.cylinder(caster, CASTER_MM - 0.4, 1.2, 0.3, p.rotation(0, 0, 90)))
        top = caster + [0, CASTER_MM + 0.8, 0.8]
        rows.append(p.capsule(caster, top, 1.1, 1.1))
    return rows


def _seat(sculpture: Sculpture, m: _Measures) -> None:
    middle = (m.front + m.back) / 2
    cushion = p.box((0, m.seat, middle), (m.half - 0.3, 1.3, (m.front - m.back) / 2), 1.0)
    height = (m.top - m.seat) / 2
    lean = p.rotation(-4)
    back = p.box((0, m.seat + height, m.back - 0.5), (m.half - 0.6, height, 0.9), 0.8, lean)
    sculpture.add("cushion", UPHOLSTERY, [cushion], 0.45)
    sculpture.add("backrest", UPHOLSTERY, [back], 0.45)
    skirts = [
        p.prism(_guard(m), (s * (m.half + 0.4), 0, 0), 0.4, 0.3, p.rotation(0, 90)) for s in SIDES
    ]
    sculpture.add("side guards", Material((36, 38, 44), 0.35), skirts, 0.35)


def _guard(m: _Measures) -> list[tuple[float, float]]:
    """Outline beside the hips, in the plane across x: local x is -z of the figure."""
    return [
        (-m.front + 3.0, m.seat - 0.8),
        (-m.front + 3.6, m.seat + 1.8),
        (-m.back - 1.5, m.seat + 3.6),
        (-m.back, m.seat - 0.8),
    ]


def _tubes(sculpture: Sculpture, paint: Material, m: _Measures, frame: Frame) -> None:
    rows = []
    rest = frame.floor + 0.6
    for s in SIDES:
        x = s * (m.half + 0.4)
        knee = (x, m.seat - 0.9, m.front - 0.6)
        foot = (x * 0.82, rest, float(frame.legs[0].ankle[2]) + 0.6)
        rows += [
            p.capsule((x, m.seat - 0.9, m.back - 0.4), knee, TUBE_MM),
            p.capsule(knee, foot, TUBE_MM, blend=0.6),
            p.capsule((x, m.seat - 1, m.back - 0.4), (x, m.top + 1, m.back - 1.6), TUBE_MM),
            p.capsule((x, m.seat - 1, m.wheel_z), (x, m.wheel, m.wheel_z), TUBE_MM, blend=0.6),
            p.capsule((x, m.seat - 1, m.front - 3), (x, 4.6, m.front - 2.4), TUBE_MM, blend=0.6),
        ]
    axle = [(s * m.wheel_x, m.wheel, m.wheel_z) for s in SIDES]
    rows.append(p.capsule(axle[0], axle[1], TUBE_MM * 1.15))
    sculpture.add("chair frame", paint, rows, 0.36)
    grips = [
        p.capsule(
            (s * (m.half + 0.4), m.top + 0.8, m.back - 1.6),
            (s * (m.half + 0.4), m.top + 1.0, m.back - 6.0),
            1.15,
            1.05,
        )
        for s in SIDES
    ]
    sculpture.add("handles", RUBBER, grips, 0.35)


def _wheel_place(m: _Measures, side: float) -> tuple[Doubles, Doubles]:
    """Hub, and the turn whose local y axis is the axle."""
    lean = np.radians(CAMBER)
    axle = np.array([side * np.cos(lean), np.sin(lean) * 1.0, 0.0])
    return np.array([side * m.wheel_x, m.wheel, m.wheel_z]), p.along_axis(axle)


def _big_wheel(sculpture: Sculpture, paint: Material, m: _Measures, side: float) -> None:
    hub, turn = _wheel_place(m, side)
    name = "left" if side > 0 else "right"
    out = turn[:, 1]
    tyre = p.torus(hub, m.wheel - 0.95, 0.95, turn)
    sculpture.add(f"{name} tyre", RUBBER, [tyre], 0.36)
    rim = [
        p.torus(hub, m.wheel - 1.95, 0.5, turn),
        p.torus(hub + out * 1.35, m.wheel - 2.5, 0.42, turn),
        p.cylinder(hub, 1.7, 1.1, 0.4, turn),
    ]
    for k in range(SPOKES):
        angle = 2 * np.pi * k / SPOKES
        way = turn[:, 0] * np.cos(angle) + turn[:, 2] * np.sin(angle)
        rim.append(p.capsule(hub + way * 1.2, hub + way * (m.wheel - 1.9), 0.27))
        if k % 3 == 0:
            # Clips that hold the push rim.
            near = hub + way * (m.wheel - 2.0)
            rim.append(p.capsule(near, near + out * 1.3 - way * 0.5, 0.32))
    sculpture.add(f"{name} wheel", CHROME, rim, 0.28)
    cap = p.ellipsoid(hub + out * 1.1, (1.3, 1.3, 0.7), turn @ p.rotation(90))
    sculpture.add(f"{name} hub", paint, [cap], 0.28)


def _caster(sculpture: Sculpture, paint: Material, m: _Measures, side: float) -> None:
    name = "left" if side > 0 else "right"
    radius, x = CASTER_MM, side * (m.half + 0.4)
    at = np.array([x, radius, m.front - 3.2])
    wheel = [p.torus(at, radius - 0.8, 0.8, p.rotation(0, 0, 90))]
    wheel.append(p.cylinder(at, radius - 0.6, 0.5, 0.2, p.rotation(0, 0, 90)))
    sculpture.add(f"{name} caster", RUBBER, wheel, 0.32)
    fork = [p.capsule(at + [s * 1.15, 0, 0], at + [s * 1.0, radius + 0.5, 0.8], 0.4) for s in SIDES]
    fork.append(p.capsule(at + [0, radius + 0.7, 0.8], at + [0, radius + 2.6, 0.8], 0.95))
    sculpture.add(f"{name} fork", paint, fork, 0.28)


def _footrest(sculpture: Sculpture, m: _Measures, frame: Frame) -> None:
    z = float(frame.legs[0].ankle[2]) + frame.foot[2] * 0.36
    plate = p.box((0, frame.floor - 0.62, z), (m.half * 0.86, 0.55, frame.foot[2] * 0.9), 0.4)
    sculpture.add("footrest", Material((60, 62, 70), 0.4), [plate], 0.4)
