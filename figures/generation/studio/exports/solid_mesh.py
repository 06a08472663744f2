"""The surface of a level set as one closed mesh, and its STL file."""

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import fast_simplification
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from skimage.measure import marching_cubes

from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats

HEADER = 80
LEAST_VALUE = 1e-3
# A directed edge is one number: its first corner times this, and its second.
_MOST = 1 << 31
# Where pinched sheets are parted: the way from the edge to their own side, share.
ASIDE = 0.2
# Of an STL file: normal, three corners, two bytes of attributes.
_FACET = np.dtype([("normal", "<3f4"), ("corners", "<9f4"), ("attributes", "<u2")])


@dataclass(frozen=True)
class SolidMesh:
    """A triangle mesh: vertices (n, 3) mm, faces (m, 3) counter-clockwise from outside."""

    vertices: Doubles
    faces: NDArray[np.int64]

    @property
    def is_solid(self) -> bool:
        """Whether it is closed, wound one way and encloses a volume."""
        ways = np.sort(_ways(self.faces))
        back = np.sort(_ways(self.faces[:, ::-1]))
        return bool((np.diff(ways) > 0).all() and np.array_equal(ways, back) and self.volume > 0)

    @property
    def pieces(self) -> int:
        """How many pieces it falls into."""
        ends = self.faces[:, [0, 1, 1, 2]].reshape(-1, 2).T
        joins = coo_matrix(
            (np.ones(ends.shape[1], np.int8), tuple(ends)), (len(self.vertices),) * 2
        )
        _, piece = connected_components(joins, directed=False)
        return len(np.unique(piece[self.faces[:, 0]]))

    @cached_property
    def _cones(self) -> tuple[Doubles, Doubles]:
        """Volumes (m,) of the tetrahedra between faces and origin, and sums of their corners."""
        a, b, c = (self.vertices[self.faces[:, corner]] for corner in range(3))
        return (a * np.cross(b, c)).sum(1) / 6, a + b + c

    @property
    def volume(self) -> float:
        """Cubic millimetres."""
        return float(self._cones[0].sum())

    @property
    def center(self) -> Doubles:
        """Centre of mass, (3,) mm."""
        volumes, corners = self._cones
        return np.asarray(volumes @ corners / (4 * volumes.sum()), np.float64)

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
    return unpinched(SolidMesh(points.astype(np.float64), fewer.astype(np.int64)))


def unpinched(mesh: SolidMesh) -> SolidMesh:
    """Return the mesh closed again where simplifying has pinched it.

    Flaps without a volume, two faces back to back, go. Where two sheets meet along an edge, the
    four faces there are wound by turns one way and the other: two and two get a corner of their own
    in the middle of the edge, a little towards their own side.
    """
    if (np.diff(np.sort(_ways(mesh.faces))) > 0).all():
        return mesh
    kept = _without_flaps(mesh.faces)
    used, numbered = np.unique(kept, return_inverse=True)
    points, faces = list(mesh.vertices[used]), list(numbered.reshape(-1, 3))
    ways = _ways(np.array(faces))
    listed, counts = np.unique(ways, return_counts=True)
    pinched = listed[(counts == 2) & (listed // _MOST < listed % _MOST)]
    for way in pinched.tolist():
        start, end = divmod(way, _MOST)
        there, back = (
            (np.flatnonzero(ways == one) % len(kept)).tolist() for one in (way, end * _MOST + start)
        )
        if len(back) == 2:
            for pair in _nearest(points, faces, there, back):
                _part(points, faces, pair, (start, end))
    return SolidMesh(np.array(points), np.array(faces))


def _without_flaps(faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the faces without pairs that have the same corners."""
    _, which, counts = np.unique(
        np.sort(faces, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return np.asarray(faces[counts[which.ravel()] == 1])


def _nearest(
    points: list[Doubles], faces: list[NDArray[np.int64]], there: list[int], back: list[int]
) -> list[tuple[int, int]]:
    """Pair faces wound one way with those wound the other so that each pair is a narrow wedge."""

    def width(pairs: list[tuple[int, int]]) -> float:
        middles = np.array([[np.mean([points[c] for c in faces[f]], 0) for f in p] for p in pairs])
        return float(np.linalg.norm(middles[:, 0] - middles[:, 1], axis=1).sum())

    one, two = ([*zip(there, order, strict=True)] for order in (back, back[::-1]))
    return one if width(one) <= width(two) else two


def _part(
    points: list[Doubles],
    faces: list[NDArray[np.int64]],
    pair: tuple[int, int],
    edge: tuple[int, int],
) -> None:
    """Give a pair of faces a corner of their own in the middle of their edge (in place)."""
    start, end = edge
    middle = (points[start] + points[end]) / 2
    tips = np.mean([points[int(faces[face].sum()) - start - end] for face in pair], axis=0)
    points.append(middle + (tips - middle) * ASIDE)
    new = len(points) - 1
    for face in pair:
        faces.append(np.where(faces[face] == start, new, faces[face]))
        faces[face] = np.where(faces[face] == end, new, faces[face])


def _ways(faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the directed edges (3 m,) of faces as numbers; the first corners' come first."""
    return np.concatenate([faces[:, a] * _MOST + faces[:, b] for a, b in ((0, 1), (1, 2), (2, 0))])


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
