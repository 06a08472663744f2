"""Distance grids, the triangle meshes cut from them, and the sculpture that collects both."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage
from skimage.measure import marching_cubes

from figures.generation.studio.caching import Cache
from figures.generation.studio.kernels.distance import carve, evaluate
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.primitives import bounds, pack
from figures.generation.studio.space import (
    EYE_HEIGHT_MM,
    HEAD_AXIS_Z_MM,
    UNIT_MM,
    Doubles,
    Floats,
)

FAR_MM = 1e3
SHAPES_BYTES = 128 * 1024 * 1024
PADDING_MM = 1.2
# Half the distance, in cells, between the samples that give a normal: hides the grid's facets.
NORMAL_REACH = 0.75


@dataclass(frozen=True)
class Grid:
    """A box of cells.

    Attributes:
        origin: (3,) position of cell 0, mm.
        step: cell size, mm.
        shape: cells along x, y, z.

    """

    origin: Doubles
    step: float
    shape: tuple[int, int, int]

    @classmethod
    def over(cls, low: ArrayLike, high: ArrayLike, step: float) -> "Grid":
        """Cells that cover a box given in millimetres."""
        start = np.asarray(low, np.float64)
        nx, ny, nz = (np.ceil((np.asarray(high) - start) / step).astype(int) + 1).tolist()
        return cls(start, step, (nx, ny, nz))

    def axis(self, which: int) -> Doubles:
        """Positions of the cells along one axis, mm."""
        return np.asarray(self.origin[which] + np.arange(self.shape[which]) * self.step)

    def face_axes(self) -> tuple[Doubles, Doubles, Doubles]:
        """Positions along x, y, z in face units of the head."""
        return (
            self.axis(0) / UNIT_MM,
            (self.axis(1) - EYE_HEIGHT_MM) / UNIT_MM,
            (self.axis(2) - HEAD_AXIS_Z_MM) / UNIT_MM,
        )

    def empty(self) -> Floats:
        """Distances of nothing at all."""
        return np.full(self.shape, FAR_MM, np.float32)

    def carve(self, distances: Floats, rows: Iterable[Doubles]) -> Floats:
        """Combine primitives into `distances` (in place) and return them."""
        evaluate(distances, self.origin, self.step, pack(rows))
        return distances


@dataclass(frozen=True)
class Mesh:
    """A surface and the distances it was cut from.

    Attributes:
        vertices: (n, 3) mm.
        normals: (n, 3) unit vectors.
        triangles: (m, 3) vertex indices, counter-clockwise from outside.
        distances: the grid it was cut from, mm.
        grid: where that grid lies.

    """

    vertices: Floats
    normals: Floats
    triangles: NDArray[np.int32]
    distances: Floats
    grid: Grid

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        arrays = (self.vertices, self.normals, self.triangles, self.distances)
        return sum(int(array.nbytes) for array in arrays)


@dataclass(frozen=True)
class Seam:
    """Plane two halves of a mould met in: a point on it and its unit normal."""

    point: Doubles
    normal: Doubles


@dataclass(frozen=True)
class Part:
    """One solid of one material.

    Attributes:
        name: what it is; unique in a sculpture.
        material: what it is made of.
        mesh: its surface.
        anchors: (n, 3) for parts on the head their place in face units (for hair the third is the
            strand's tone); for others the first is the distance to the mould's seam, mm.
        on_head: whether it turns with the head and is scaled like it.

    """

    name: str
    material: Material
    mesh: Mesh
    anchors: Floats
    on_head: bool


# Edits come in runs that leave most parts as they are: shapes are kept by what they are made of.
_shapes: Cache[Mesh | None] = Cache(SHAPES_BYTES, lambda mesh: 0 if mesh is None else mesh.nbytes)


def forget_shapes() -> None:
    """Empty the cache of shapes."""
    _shapes.clear()


@dataclass
class Sculpture:
    """Collects parts; `coarseness` multiplies every cell size for quick previews."""

    coarseness: float = 1.0
    parts: list[Part] = field(default_factory=list)

    def grid(self, low: ArrayLike, high: ArrayLike, step: float) -> Grid:
        """Return cells over a box at this sculpture's coarseness."""
        return Grid.over(low, high, step * self.coarseness)

    def add(
        self,
        name: str,
        material: Material,
        rows: Iterable[Doubles],
        step: float = 0.5,
        *,
        box: tuple[ArrayLike, ArrayLike] | None = None,
        on_head: bool = False,
        seam: Seam | None = None,
    ) -> None:
        """Add a solid made of primitives; nothing happens if it is empty.

        Args:
            name: what it is.
            material: what it is made of.
            rows: primitives, combined in order.
            step: cell size, mm.
            box: overrides the bounds worked out from the rows.
            on_head: whether it turns with the head.
            seam: where its mould closed.

        """
        listed = list(rows)
        if box is None:
            low, high = bounds(listed)
            box = low - PADDING_MM, high + PADDING_MM
        packed, grid = pack(listed), self.grid(box[0], box[1], step)
        key = (packed.tobytes(), grid.origin.tobytes(), grid.step, grid.shape)
        mesh = _shapes.get(key, lambda: _carved(packed, grid))
        if mesh is not None:
            anchors = _anchors(mesh.vertices) if on_head else _seam_distances(mesh, seam)
            self.parts.append(Part(name, material, mesh, anchors, on_head))

    def add_field(
        self,
        name: str,
        material: Material,
        distances: Floats,
        grid: Grid,
        *,
        on_head: bool = False,
        tone: Floats | None = None,
    ) -> None:
        """Add a solid given as a distance grid; nothing happens if it is empty.

        Args:
            name: what it is.
            material: what it is made of.
            distances: mm, negative inside.
            grid: where they lie.
            on_head: whether it turns with the head.
            tone: lightness of the strands on the same grid, about -1..1.

        """
        mesh = _cut(distances, grid)
        if mesh is None:
            return
        anchors = _anchors(mesh.vertices)
        if tone is not None:
            anchors[:, 2] = _sample(tone, (mesh.vertices - grid.origin) / grid.step)
        self.parts.append(Part(name, material, mesh, anchors, on_head))


def _carved(packed: Doubles, grid: Grid) -> Mesh | None:
    distances = np.empty(grid.shape, np.float32)
    carve(distances, grid.origin, grid.step, packed)
    return _cut(distances, grid)


def _cut(distances: Floats, grid: Grid) -> Mesh | None:
    if distances.min() > 0:
        return None
    cells, triangles = _surface(distances)
    vertices = (cells * grid.step + grid.origin).astype(np.float32)
    return Mesh(vertices, _normals(distances, cells), triangles, distances, grid)


def _seam_distances(mesh: Mesh, seam: Seam | None) -> Floats:
    anchors = np.full(mesh.vertices.shape, FAR_MM, np.float32)
    if seam is not None:
        anchors[:, 0] = (mesh.vertices - seam.point) @ seam.normal
    return anchors


def _surface(distances: Floats) -> tuple[Doubles, NDArray[np.int32]]:
    cut: Any = marching_cubes
    cells, triangles, _, _ = cut(
        np.ascontiguousarray(distances, np.float32),
        0.0,
        gradient_direction="ascent",
        allow_degenerate=False,
    )
    return np.asarray(cells, np.float64), np.asarray(triangles, np.int32)


def _sample(values: Floats, cells: Doubles) -> Floats:
    sampled = ndimage.map_coordinates(values, cells.T, order=1, mode="nearest")
    return np.asarray(sampled, np.float32)


def _normals(distances: Floats, cells: Doubles) -> Floats:
    normals = np.empty((len(cells), 3), np.float32)
    for axis in range(3):
        reach = np.zeros(3)
        reach[axis] = NORMAL_REACH
        normals[:, axis] = _sample(distances, cells + reach) - _sample(distances, cells - reach)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    return normals


def _anchors(vertices: Floats) -> Floats:
    anchors = vertices - [0.0, EYE_HEIGHT_MM, HEAD_AXIS_Z_MM]
    return np.asarray(anchors / UNIT_MM, np.float32)
