"""Walls of a solid given as a level set: made thick enough, and measured."""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from figures.generation.studio.kernels.morphology import lowest_around
from figures.generation.studio.kernels.walls import slopes_at, walls_along
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats

LEAST_WALL_MM = 1.2
# Grown a little over the rule, because the surface is cut between cells and then simplified.
GROWN_MM = 1.38
# What is left over this close to something thick is an edge, which may be rounded off.
EDGE_MM = 0.4
# Gaps narrower than twice this are closed first, or what lies close over something thick, such as
# a lapel, would count as a wall; and touches narrower than twice that become joints at the end. A
# nozzle closes both anyway.
GAP_MM, JOINT_MM = 0.6, 0.4
TERRACE_MM, ROUNDING_MM = 0.15, 0.08
SMOOTHING_CELLS = 0.7
# Cells this far from the surface take no part.
BAND_MM = 2.4
# Directions in which a structuring element is checked to be wide enough.
_DIRECTIONS = 800
# The measurement: rays into the solid, how finely they are followed, and how far.
RAYS, RAY_STEP_MM, RAY_MM = 200_000, 0.04, 2.0
# Before that thin places are looked for closer together; both mend to more than the rule.
MENDING_RAYS, MENDED_WALL_MM, SAFE_WALL_MM = 120_000, 1.30, 1.24


def ball(radius: float) -> NDArray[np.int64]:
    """Return offsets (n, 3) in cells that reach at least `radius` cells in every direction.

    Of the digital balls the smallest that does; plain rounding falls short along the diagonals.
    """
    reach = int(np.ceil(radius)) + 1
    cube = np.array(list(product(range(-reach, reach + 1), repeat=3)))
    squared = (cube**2).sum(1)
    for limit in np.unique(squared):
        offsets = cube[squared <= limit]
        if (_directions() @ offsets.T).max(1).min() >= radius:
            return np.asarray(offsets, np.int64)
    raise AssertionError("a cube reaches further than its own ball")


def _directions() -> Doubles:
    """Return unit vectors spread evenly over the sphere, the diagonals of cells among them."""
    index = np.arange(_DIRECTIONS) + 0.5
    z, turn = 1 - 2 * index / _DIRECTIONS, index * np.pi * (1 + 5**0.5)
    flat = np.sqrt(1 - z * z)
    spread = np.stack([np.cos(turn) * flat, np.sin(turn) * flat, z], 1)
    corners = np.array([c for c in product((-1, 0, 1), repeat=3) if any(c)], np.float64)
    corners /= np.linalg.norm(corners, axis=1, keepdims=True)
    return np.vstack([spread, corners])


def thickened(field: Floats, step: float) -> Floats:
    """Return the level set with every wall at least LEAST_WALL_MM thick.

    Narrow gaps are closed. Opened by a ball of that diameter, the solid then loses what is
    thinner; what is lost is put back, grown by the same ball, while mere edges stay rounded off.
    Where two bodies then touch in a point, a closing turns the touch into a joint.

    Args:
        field: (nx, ny, nz) mm, negative inside, positive at the border.
        step: cell, mm.

    """
    wall = ball(GROWN_MM / 2 / step)
    # A digital ball leaves terraces on what is smooth: small changes are not made.
    solid = np.minimum(field, _closed(field, ball(GAP_MM / step)) + np.float32(TERRACE_MM))
    opened = np.maximum(solid, -_closed(-solid, wall) - np.float32(ROUNDING_MM))
    near_thick = _grown(opened, ball(EDGE_MM / step))
    lost = np.maximum(solid, -near_thick)
    thick = np.minimum(opened, _grown(lost, wall))
    closed = np.minimum(thick, _closed(thick, ball(JOINT_MM / step)) + np.float32(TERRACE_MM))
    # Where a closed gap ends the values hardly change from cell to cell: smooth their noise away.
    return np.asarray(ndimage.gaussian_filter(closed, SMOOTHING_CELLS, truncate=2.0), np.float32)


def _closed(field: Floats, offsets: NDArray[np.int64]) -> Floats:
    return -_grown(-_grown(field, offsets), offsets)


def _grown(field: Floats, offsets: NDArray[np.int64]) -> Floats:
    out = np.empty_like(field)
    lowest_around(np.ascontiguousarray(field), out, offsets, BAND_MM)
    return out


def thin_places(
    field: Floats, grid: Grid, places: Doubles, normals: Doubles, least: float = LEAST_WALL_MM
) -> tuple[float, Doubles]:
    """Measure the walls: rays from the surface straight into the solid until they leave it.

    Args:
        field: (nx, ny, nz) mm, negative inside.
        grid: where it lies.
        places: (n, 3) mm on the surface.
        normals: (n, 3) outward there.
        least: walls thinner than this are told, mm.

    Returns:
        The thinnest wall found, mm, at most RAY_MM; and (n, 3) mm the middles of thin walls.

    """
    cells = np.ascontiguousarray((places - grid.origin) / grid.step)
    inward = np.ascontiguousarray(normals * (-RAY_STEP_MM / grid.step))
    steps = np.empty(len(places), np.int64)
    # The first cell's half may still be in the facet's own dent.
    first = int(np.ceil(grid.step / 2 / RAY_STEP_MM))
    walls_along(field, cells, inward, first, round(RAY_MM / RAY_STEP_MM), steps)
    walls = steps * RAY_STEP_MM
    thin = walls < least
    return float(walls.min()), places[thin] - normals[thin] * walls[thin, None] / 2


def surface_places(field: Floats, grid: Grid, count: int) -> tuple[Doubles, Doubles]:
    """Return about `count` places (n, 3) mm evenly picked on the zero level, and normals there."""
    inside = field < 0
    crossings = []
    for axis in range(3):
        low = [slice(None)] * 3
        high = [slice(None)] * 3
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        changes = np.flatnonzero(inside[tuple(low)] != inside[tuple(high)])
        changes = changes[:: max(1, 3 * len(changes) // count)]
        shape = list(field.shape)
        shape[axis] -= 1
        start = np.stack(np.unravel_index(changes, shape), 1)
        here, there = field[tuple(start.T)], field[tuple((start + np.eye(3, dtype=int)[axis]).T)]
        places = start.astype(np.float64)
        places[:, axis] += here / (here - there)
        crossings.append(places)
    cells = np.vstack(crossings)
    slopes = np.empty_like(cells)
    slopes_at(field, cells, slopes)
    return grid.origin + cells * grid.step, slopes
