"""All parts of a sculpture joined into the tables the kernels read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from figures.generation.studio.kernels.distance import merge
from figures.generation.studio.kernels.light import FORM_CELLS
from figures.generation.studio.sculpt.lettering import NO_INK, Ink
from figures.generation.studio.sculpt.solid import Part
from figures.generation.studio.space import NECK_PIVOT, Bytes, Doubles, Floats, Point3

DISTANCE_STEP_MM = 0.8
# Further away nothing darkens a point any more: see the steps of the shadow in the kernel.
DISTANCE_CAP_MM = 12.0
MARGIN_MM = 6.0
# Distances beyond this say nothing of a form nearby, mm; how far forms are blurred, cells.
FORM_REACH_MM, FORM_BLUR = 8.0, 0.9


@dataclass(frozen=True)
class Scene:
    """Tables of one posed sculpture; units and shapes as in `kernels.shading.resolve`."""

    vertices: Floats
    normals: Floats
    anchors: Floats
    triangles: NDArray[np.int32]
    material_of: NDArray[np.int32]
    materials: Floats
    texture: Bytes
    ink: Ink
    field: Floats
    form: Floats
    field_origin: Doubles
    field_step: float


@dataclass(frozen=True)
class Placement:
    """Where the head goes: it is sculpted in its own frame and placed on a body.

    Attributes:
        turn: (3, 3) rotation about the neck.
        scale: size of the head on this body.
        pivot: where the neck's pivot comes to lie, mm.

    """

    turn: Doubles
    scale: float = 1.0
    pivot: Point3 = (float(NECK_PIVOT[0]), float(NECK_PIVOT[1]), float(NECK_PIVOT[2]))

    @property
    def shift(self) -> Doubles:
        """Where the origin of the head's frame comes to lie."""
        return np.asarray(np.array(self.pivot) - self.scale * (self.turn @ NECK_PIVOT))

    def points(self, own: Floats | Doubles) -> Doubles:
        """Place points (n, 3), mm."""
        return np.asarray(own @ self.turn.T * self.scale + self.shift)


UNMOVED = Placement(np.eye(3))


NO_FACE = np.zeros((4, 4, 4), np.uint8)


def assemble(
    parts: list[Part],
    coarseness: float,
    *,
    head: Placement = UNMOVED,
    texture: Bytes = NO_FACE,
    ink: Ink = NO_INK,
) -> Scene:
    """Join parts, with those on the head placed on the body.

    Args:
        parts: of one or several sculptures.
        coarseness: factor on the cells of the distance grid.
        head: where the head goes.
        texture: (T, T, 4) painted face.
        ink: what is printed on the chest.

    """
    vertices, normals, triangles, count = [], [], [], 0
    for part in parts:
        place, mesh = placement_of(part, head), part.mesh
        vertices.append(place.points(mesh.vertices))
        normals.append(mesh.normals @ place.turn.T)
        triangles.append(mesh.triangles + count)
        count += len(mesh.vertices)
    joined = np.vstack(vertices)
    field, origin, step = _distances(parts, head, joined, coarseness)
    rows = [np.full(len(part.mesh.triangles), i, np.int32) for i, part in enumerate(parts)]
    return Scene(
        joined.astype(np.float32),
        np.vstack(normals).astype(np.float32),
        np.vstack([part.anchors for part in parts]),
        np.vstack(triangles).astype(np.int32),
        np.concatenate(rows),
        np.array([part.material.row() for part in parts], np.float32),
        texture,
        ink,
        field,
        _form(field),
        origin,
        step,
    )


def placement_of(part: Part, head: Placement) -> Placement:
    """Where a part goes, given where the head goes."""
    return head if part.on_head else UNMOVED


def _distances(
    parts: list[Part], head: Placement, vertices: Doubles, coarseness: float
) -> tuple[Floats, Doubles, float]:
    step = DISTANCE_STEP_MM * coarseness
    low, high = vertices.min(0) - MARGIN_MM, vertices.max(0) + MARGIN_MM
    nx, ny, nz = (np.ceil((high - low) / step).astype(int) + 1).tolist()
    field = np.full((nx, ny, nz), DISTANCE_CAP_MM, np.float32)
    for part in parts:
        place, grid = placement_of(part, head), part.mesh.grid
        merge(
            field, low, step, part.mesh.distances, grid.origin, grid.step, place.turn, place.shift,
            place.scale, DISTANCE_CAP_MM,
        )  # fmt: skip
    return field, low, step


def _form(field: Floats) -> Floats:
    """Distances blurred until only the large forms are left, on a grid FORM_CELLS as coarse."""
    wide = [(0, -side % FORM_CELLS) for side in field.shape]
    padded = np.pad(np.clip(field, -FORM_REACH_MM, FORM_REACH_MM), wide, mode="edge")
    nx, ny, nz = (side // FORM_CELLS for side in padded.shape)
    cells = padded.reshape(nx, FORM_CELLS, ny, FORM_CELLS, nz, FORM_CELLS).mean((1, 3, 5))
    return np.asarray(ndimage.gaussian_filter(cells, FORM_BLUR), np.float32)
