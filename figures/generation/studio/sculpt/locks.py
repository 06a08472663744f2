"""Hair that leaves the head: tails, knots and plaits, each a solid of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline

from figures.generation.studio.hairstyles.base import Lock
from figures.generation.studio.layout import to_toy
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.fields import largest_piece
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.materials import tie as tie_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.sculpt.strands import locks_table
from figures.generation.studio.space import UNIT_MM, Doubles, Floats, to_world
from figures.generation.studio.styles import Style

STEP_MM = 0.36
PADDING_MM = 2.0
SAMPLES = 20
RIDGES = 11
STRAND_MM, PLAIT_MM, COIL_MM = 0.55, 1.0, 1.0
PLAIT_PITCH = 1.75
COIL_PITCH_MM = 4.4
TIE_MM, TIE_SHARE = 0.75, 0.90


@dataclass(frozen=True)
class _Chain:
    """Smooth path: (n, 3) mm, radii (n,), unit tangents (n, 3)."""

    points: Doubles
    radii: Doubles
    tangents: Doubles


def add_locks(
    sculpture: Sculpture, locks: Iterable[Lock], material: Material, head: Head, style: Style
) -> None:
    """Add each lock, mirrored ones on both sides, with their ties."""
    for number, lock in enumerate(locks):
        for side in (-1, 1) if lock.mirrored else (1,):
            name = f"{number}{'r' if side < 0 else 'l'}"
            knots = _knots(lock, head, style, side)
            _add_lock(sculpture, f"hair_lock_{name}", lock.weave, knots, material)
            if lock.band is not None:
                _add_tie(sculpture, f"tie_{name}", knots, lock.band)


def _knots(lock: Lock, head: Head, style: Style, side: int) -> Doubles:
    """(n, 4) centres and radii in mm."""
    rows = []
    for x, y, z, radius in lock.path:
        toy_y = float(to_toy((0.0, y), style)[1])
        depth = float(head.back.max())
        center = to_world(side * x * head.half_width, toy_y, z * depth)
        rows.append([*center, radius * UNIT_MM])
    return np.array(rows)


def _chain(knots: Doubles) -> _Chain:
    t = np.linspace(0, len(knots) - 1, SAMPLES)
    spline = make_interp_spline(np.arange(len(knots)), knots, k=min(3, len(knots) - 1))
    smooth = np.asarray(spline(t), np.float64)
    tangents = np.gradient(smooth[:, :3], axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    return _Chain(smooth[:, :3], np.maximum(smooth[:, 3], 0.6), tangents)


def _add_lock(
    sculpture: Sculpture, name: str, weave: str, knots: Doubles, material: Material
) -> None:
    chain = _chain(knots)
    reach = chain.radii.max() + PADDING_MM
    low, high = chain.points.min(0) - reach, chain.points.max(0) + reach
    grid = sculpture.grid(low, high, STEP_MM)
    distances, tone = _woven(grid, chain, weave)
    sculpture.add_field(name, material, largest_piece(distances), grid, on_head=True, tone=tone)


def _woven(grid: Grid, chain: _Chain, weave: str) -> tuple[Floats, Floats]:
    """Distances and tone of a chain with its relief, mm."""
    at = np.stack(np.meshgrid(*(grid.axis(i) for i in range(3)), indexing="ij"), -1)
    best = np.full(grid.shape, 1e3)
    index, offset = np.zeros(grid.shape, np.int32), np.zeros((*grid.shape, 3))
    along = np.zeros(grid.shape)
    travelled = 0.0
    for i in range(len(chain.points) - 1):
        a, b = chain.points[i], chain.points[i + 1]
        length = float(np.linalg.norm(b - a))
        share = np.clip((at - a) @ (b - a) / length**2, 0, 1)
        away = at - a - share[..., None] * (b - a)
        radius = chain.radii[i] + (chain.radii[i + 1] - chain.radii[i]) * share
        distance = np.linalg.norm(away, axis=-1) - radius
        closer = distance < best
        best = np.where(closer, distance, best)
        index = np.where(closer, i, index)
        offset = np.where(closer[..., None], away / radius[..., None], offset)
        along = np.where(closer, travelled + share * length, along)
        travelled += length
    height, tone = _relief(chain, weave, index, offset, along)
    near = np.clip(1 + best / 2.5, 0, 1)
    return (best - height * tone * near).astype(np.float32), tone.astype(np.float32)


def _relief(
    chain: _Chain, weave: str, index: NDArray[np.int32], offset: Doubles, along: Doubles
) -> tuple[float, Doubles]:
    """Height in mm and the tone, -1..1."""
    tangents = chain.tangents[index]
    # Seen from the front, sides of a hanging lock lie along x.
    across = np.cross(tangents, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-6
    inward = np.cross(tangents, across)
    a, b = (offset * across).sum(-1), (offset * inward).sum(-1)
    turn = np.arctan2(b, a) / (2 * np.pi) % 1
    table = locks_table(RIDGES, 4)
    if weave == "plait":
        pitch = PLAIT_PITCH * float(np.median(chain.radii))
        phase = along / pitch - 0.55 * np.abs(a) + 0.5 * (a > 0)
        dome = 1.5 * np.sqrt(np.abs(np.sin(np.pi * phase))) - 1.0
        return PLAIT_MM, dome - 0.35 * np.exp(-((a / 0.10) ** 2))
    if weave == "coil":
        polar = np.arctan2(np.hypot(a, b), (offset * tangents).sum(-1) + 0.35) / np.pi
        phase = turn + along / COIL_PITCH_MM + polar
        return COIL_MM, 1.5 * np.sqrt(np.abs(np.sin(np.pi * phase))) - 1.0
    steps = ((turn + 0.02 * np.sin(along * 0.4)) % 1 * (len(table) - 1)).astype(np.int32)
    return STRAND_MM, np.asarray(table[steps], np.float64)


def _add_tie(sculpture: Sculpture, name: str, knots: Doubles, band: int) -> None:
    chain = _chain(knots)
    at = round(band / (len(knots) - 1) * (SAMPLES - 1))
    turn = p.along_axis(chain.tangents[at])
    radius = float(chain.radii[at]) * TIE_SHARE
    ring = p.torus(chain.points[at], radius + TIE_MM * 0.3, TIE_MM, turn)
    sculpture.add(name, tie_material(), [ring], 0.3, on_head=True)
