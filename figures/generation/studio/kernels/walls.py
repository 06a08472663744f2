"""How thick a solid given as a level set is, along rays into it."""

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel
from figures.generation.studio.kernels.distance import trilinear


@parallel
def walls_along(
    field: NDArray[np.float32],
    places: NDArray[np.float64],
    inward: NDArray[np.float64],
    first: int,
    last: int,
    walls: NDArray[np.int64],
) -> None:
    """Write the last step at which each ray is still inside.

    Args:
        field: (nx, ny, nz) level set, negative inside.
        places: (n, 3) where the rays start, cells.
        inward: (n, 3) one step of each, cells.
        first: step from which a ray may leave.
        last: step at which it is followed no further.
        walls: (n,) steps; written.

    """
    for r in prange(places.shape[0]):
        walls[r] = last
        for k in range(first, last):
            x = places[r, 0] + inward[r, 0] * k
            y = places[r, 1] + inward[r, 1] * k
            z = places[r, 2] + inward[r, 2] * k
            if trilinear(field, x, y, z) > 0:
                # Somewhere since the step before: the shorter of the two.
                walls[r] = k - 1
                break


@parallel
def slopes_at(
    field: NDArray[np.float32], places: NDArray[np.float64], slopes: NDArray[np.float64]
) -> None:
    """Write the level set's unit gradient at places.

    Args:
        field: (nx, ny, nz) level set.
        places: (n, 3) cells.
        slopes: (n, 3); written.

    """
    for r in prange(places.shape[0]):
        x, y, z = places[r, 0], places[r, 1], places[r, 2]
        dx = trilinear(field, x + 0.5, y, z) - trilinear(field, x - 0.5, y, z)
        dy = trilinear(field, x, y + 0.5, z) - trilinear(field, x, y - 0.5, z)
        dz = trilinear(field, x, y, z + 0.5) - trilinear(field, x, y, z - 0.5)
        length = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
        slopes[r, 0] = dx / length
        slopes[r, 1] = dy / length
        slopes[r, 2] = dz / length


def warm_up() -> None:
    """Compile it for the first model that is printed, on a single ray."""
    cube, ray = np.zeros((2, 2, 2), np.float32), np.zeros((1, 3), np.float64)
    walls_along(cube, ray, ray.copy(), 0, 1, np.empty(1, np.int64))
    slopes_at(cube, ray, ray.copy())
