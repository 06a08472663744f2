"""All parts of a sculpture joined into the tables the kernels read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figures.generation.studio.kernels.distance import merge
from figures.generation.studio.sculpt.solid import Part
from figures.generation.studio.space import NECK_PIVOT, Doubles, Floats

DISTANCE_STEP_MM = 0.8
DISTANCE_CAP_MM = 20.0
MARGIN_MM = 6.0


@dataclass(frozen=True)
class Scene:
    """Tables of one posed sculpture; units and shapes as in `kernels.shading.resolve`."""

    vertices: Floats
    normals: Floats
    anchors: Floats
    triangles: NDArray[np.int32]
    material_of: NDArray[np.int32]
    materials: Floats
    texture: Floats
    field: Floats
    field_origin: Doubles
    field_step: float


def assemble(parts: list[Part], head_turn: Doubles, texture: Floats, coarseness: float) -> Scene:
    """Join parts, with those on the head turned about the neck."""
    vertices, normals, triangles, count = [], [], [], 0
    for part in parts:
        turn = _turn(part, head_turn)
        vertices.append((part.vertices - NECK_PIVOT) @ turn.T + NECK_PIVOT)
        normals.append(part.normals @ turn.T)
        triangles.append(part.triangles + count)
        count += len(part.vertices)
    joined = np.vstack(vertices)
    field, origin, step = _distances(parts, head_turn, joined, coarseness)
    rows = [np.full(len(part.triangles), i, np.int32) for i, part in enumerate(parts)]
    return Scene(
        joined.astype(np.float32),
        np.vstack(normals).astype(np.float32),
        np.vstack([part.anchors for part in parts]),
        np.vstack(triangles).astype(np.int32),
        np.concatenate(rows),
        np.array([part.material.row() for part in parts], np.float32),
        texture,
        field,
        origin,
        step,
    )


def _turn(part: Part, head_turn: Doubles) -> Doubles:
    return head_turn if part.on_head else np.eye(3)


def _distances(
    parts: list[Part], head_turn: Doubles, vertices: Doubles, coarseness: float
) -> tuple[Floats, Doubles, float]:
    step = DISTANCE_STEP_MM * coarseness
    low, high = vertices.min(0) - MARGIN_MM, vertices.max(0) + MARGIN_MM
    nx, ny, nz = (np.ceil((high - low) / step).astype(int) + 1).tolist()
    field = np.full((nx, ny, nz), DISTANCE_CAP_MM, np.float32)
    for part in parts:
        turn, grid = _turn(part, head_turn), part.grid
        merge(field, low, step, part.distances, grid.origin, grid.step, turn, NECK_PIVOT, MARGIN_MM)
    return field, low, step
