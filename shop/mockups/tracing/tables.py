"""Describing a set in plain numbers: solids, materials, sources and the camera, as tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from shop.mockups.tracing import noise
from shop.mockups.tracing.arrays import Table

Vec: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True)
class Material:
    """A surface: linear albedo, gloss and procedural detail.

    `slot` >= 0 marks a surface that carries art. `mitre` (half width, half height in metres) turns
    the grain and draws the joint of a picture frame's bars.
    """

    albedo: Vec
    rough: float = 0.6
    f0: float = 0.0
    texture: int = noise.FLAT
    scale: float = 0.0
    contrast: float = 0.0
    metal: bool = False
    slot: int = -1
    mitre: tuple[float, float] = (0.0, 0.0)
    gloss_detail: float = 0.0
    grain_y: bool = False

    def row(self) -> list[float]:
        """Return the table row that the kernels read."""
        return [
            *self.albedo, self.rough, self.f0, self.texture, self.scale, self.contrast,
            float(self.metal), self.slot, *self.mitre, self.gloss_detail, float(self.grain_y),
        ]  # fmt: skip


@dataclass(frozen=True)
class Solid:
    """One body; `axes` are its local x, y, z in world terms (rows), sizes are half extents."""

    kind: int
    centre: Vec
    half: Vec
    material: str
    params: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    axes: Table = field(default_factory=lambda: np.eye(3))
    faces: dict[str, str] = field(default_factory=dict)
    corner: float = 0.0

    def row(self, names: Sequence[str]) -> list[float]:
        """Return the table row that the kernels read; `names` gives the materials' order."""
        sides = ("+x", "-x", "+y", "-y", "+z", "-z")
        faces = [float(names.index(self.faces[s])) if s in self.faces else -1.0 for s in sides]
        return [
            self.kind, *self.centre, *self.axes.ravel().tolist(), *self.half, *self.params,
            float(names.index(self.material)), *faces, self.corner,
        ]  # fmt: skip

    def world(self, local: Vec) -> Table:
        """Return a local point in world metres."""
        return np.asarray(self.centre) + np.asarray(local) @ self.axes


@dataclass(frozen=True)
class Light:
    """A rectangular source: centre, half edges, radiance; with a shade in front (0: none).

    `shade_at` is the shade's centre and half edges. `mirror` scales its picture in glossy
    surfaces (0: unseen); `lamp` False makes it a picture only.
    """

    centre: Vec
    u: Vec
    v: Vec
    radiance: Vec
    shade: int = 0
    shade_at: tuple[Vec, Vec, Vec] = ((0, 0, 0), (1, 0, 0), (0, 1, 0))
    mirror: float = 1.0
    lamp: bool = True

    def row(self) -> list[float]:
        """Return the table row that the kernels read."""
        shade = [x for vec in self.shade_at for x in vec]
        normal = (4 * np.cross(self.u, self.v)).tolist()
        return [
            *self.centre, *self.u, *self.v, *self.radiance, self.shade, *shade,
            float(self.lamp), self.mirror, *normal,
        ]  # fmt: skip


@dataclass(frozen=True)
class Camera:
    """Pinhole: eye, target, half field of view as a tangent; `shift` moves the film (no tilt)."""

    eye: Vec
    target: Vec
    tan_half: float
    shift: tuple[float, float] = (0.0, 0.0)

    def row(self) -> Table:
        """Return the row that the kernels read."""
        ahead = unit(np.subtract(self.target, self.eye))
        right = unit(np.cross(ahead, (0, 0, 1)))
        up = np.cross(right, ahead)
        return np.array([*self.eye, *ahead, *right, *up, self.tan_half, *self.shift])

    def project(self, point: Table) -> tuple[float, float]:
        """Where a world point lands, as fractions of the picture's width and height."""
        row = self.row()
        v = point - row[0:3]
        z = v @ row[3:6]
        x = (v @ row[6:9] / z - self.shift[0]) / self.tan_half
        y = (v @ row[9:12] / z - self.shift[1]) / self.tan_half
        return float(0.5 + 0.5 * x), float(0.5 - 0.5 * y)


@dataclass(frozen=True)
class Slot:
    """Where art goes: a face of a solid (or its curled top), corners from the art's top left."""

    name: str
    solid: int
    corners: tuple[Vec, Vec, Vec, Vec]


@dataclass(frozen=True)
class Stage:
    """A whole set, ready to be traced.

    `env` is the room's radiance away from and towards a direction; `white` the linear brightness of
    well-lit paper. `decal`: the art is stuck on a surface that stays seen around it; `holes`: art
    may have holes through which the set behind it is seen.
    """

    solids: tuple[Solid, ...]
    materials: dict[str, Material]
    lights: tuple[Light, ...]
    camera: Camera
    slots: tuple[Slot, ...]
    env: tuple[Vec, Vec, Vec] = ((0.24, 0.228, 0.213), (0.56, 0.55, 0.535), (-0.6, -0.3, 0.74))
    floor: tuple[float, str] = (0.0, "floor")
    wall: tuple[float, str] = (0.0, "wall")
    blur: float = 0.0
    white: float = 0.95
    decal: bool = False
    holes: bool = False

    def tables(self) -> tuple[Table, Table, Table, Table, Table]:
        """Solids, planes, materials, lights and room as the kernels read them."""
        names = list(self.materials)
        planes = [[z, names.index(m)] for z, m in (self.floor, self.wall)]
        return (
            np.array([s.row(names) for s in self.solids], np.float64),
            np.array(planes, np.float64),
            np.array([m.row() for m in self.materials.values()], np.float64),
            np.array([light.row() for light in self.lights], np.float64),
            np.array(self.env, np.float64).ravel(),
        )

    def without_art(self) -> "Stage":
        """Return the same set with the bodies that carry art taken away."""
        gone = {slot.solid for slot in self.slots}
        solids = tuple(s for i, s in enumerate(self.solids) if i not in gone)
        return replace(self, solids=solids, slots=())


def unit(v: Table) -> Table:
    """Return the unit vector along `v`."""
    return np.asarray(v / np.linalg.norm(v), np.float64)


def axes(x: Vec, z: Vec) -> Table:
    """Rows of a right-handed frame from a local z and a (made perpendicular) local x."""
    uz = unit(np.asarray(z, np.float64))
    ux = np.asarray(x, np.float64)
    ux = unit(ux - uz * (uz @ ux))
    return np.stack([ux, np.cross(uz, ux), uz])
