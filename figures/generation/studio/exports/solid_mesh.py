"""The surface of a level set as one closed mesh, and its STL file."""

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import fast_simplification
import numpy as np
import trimesh
from numpy.typing import NDArray
from skimage.measure import marching_cubes

from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats

HEADER = 80
LEAST_VALUE = 1e-3
# Of an STL file: normal, three corners, two bytes of attributes.
_FACET = np.dtype([("normal", "<3f4"), ("corners", "<9f4"), ("attributes", "<u2")])


@dataclass(frozen=True)
class SolidMesh:
    """A triangle mesh: vertices (n, 3) mm, faces (m, 3) counter-clockwise from outside."""

    vertices: Doubles
    faces: NDArray[np.int64]

    @cached_property
    def _mesh(self) -> Any:
        return trimesh.Trimesh(self.vertices, self.faces, process=False)

    @property
    def is_solid(self) -> bool:
        """Whether it is closed, wound one way and encloses a volume."""
        return bool(self._mesh.is_watertight and self._mesh.is_volume and self._mesh.volume > 0)

    @property
    def pieces(self) -> int:
        """How many pieces it falls into."""
        return int(self._mesh.body_count)

    @property
    def volume(self) -> float:
        """Cubic millimetres."""
        return float(self._mesh.volume)

    @property
    def center(self) -> Doubles:
        """Centre of mass, (3,) mm."""
        return np.asarray(self._mesh.center_mass, np.float64)

    def samples(self, count: int) -> tuple[Doubles, Doubles]:
        """Return up to `count` vertices, evenly picked, and the outward normals there."""
        chosen = np.linspace(0, len(self.vertices) - 1, min(count, len(self.vertices))).astype(int)
        a, b, c = (self.vertices[self.faces[:, corner]] for corner in range(3))
        across = np.cross(b - a, c - a)
        # Each corner of a face by the face's area.
        normals = np.empty_like(self.vertices)
        for axis, part in enumerate(across.T):
            corners = self.faces.T.ravel()
            normals[:, axis] = np.bincount(corners, np.tile(part, 3), len(normals))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12
        return self.vertices[chosen], normals[chosen]


def cut(field: Floats, grid: Grid) -> SolidMesh:
    """Return the surface where the level set is zero.

    Args:
        field: (nx, ny, nz) mm, negative inside.
        grid: where it lies.

    """
    surface: Any = marching_cubes
    # A surface through a cell's corner would give triangles without an area.
    off_corners = np.copysign(np.maximum(np.abs(field), np.float32(LEAST_VALUE)), field)
    cells, faces, _, _ = surface(off_corners, 0.0, gradient_direction="descent")
    return SolidMesh(cells * grid.step + grid.origin, faces.astype(np.int64))


def simplified(whole: SolidMesh, triangles: int) -> SolidMesh:
    """Return the surface with about so many triangles; it may not be closed any more."""
    if triangles >= len(whole.faces):
        return whole
    points, fewer = fast_simplification.simplify(
        whole.vertices.astype(np.float32), whole.faces.astype(np.int32), target_count=triangles
    )
    return SolidMesh(points.astype(np.float64), fewer.astype(np.int64))


def write_stl(mesh: SolidMesh, label: str) -> bytes:
    """Return binary STL with z up, the figure facing -y, as slicers take it.

    Args:
        mesh: with y up, facing +z.
        label: at most 80 ASCII characters, for the header; not starting with "solid", by which
            readers know the text format.

    """
    header = label.encode("ascii")
    if len(header) > HEADER or header.startswith(b"solid"):
        raise ValueError("The label does not fit the header of an STL file.")
    turned = mesh.vertices[:, [0, 2, 1]] * [1, -1, 1]
    corners = turned[mesh.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    facets = np.zeros(len(mesh.faces), _FACET)
    facets["normal"] = across / np.maximum(length, 1e-12)
    facets["corners"] = corners.reshape(-1, 9)
    return header.ljust(HEADER) + struct.pack("<I", len(facets)) + facets.tobytes()
