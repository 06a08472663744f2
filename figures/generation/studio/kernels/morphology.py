"""Openings of solids given as level sets, to find and thicken what is too thin to print.

Grey-scale dilation with a flat structuring element acts on every level set as the binary one does
(Serra, "Image Analysis and Mathematical Morphology", 1982), so that the zero level stays as smooth
as the field it came from.
"""

import numpy as np
from numba import prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel

Grid = NDArray[np.float32]


@parallel
def lowest_around(field: Grid, out: Grid, offsets: NDArray[np.int64], beyond: float) -> None:
    """Write the lowest value around every cell: the solid (negative) grown by the offsets.

    Args:
        field: (nx, ny, nz) level set.
        out: the same shape; written.
        offsets: (n, 3) cells of the structuring element.
        beyond: rows of cells that all have a larger absolute value are too far from the surface to
            matter, and stay.

    """
    nx, ny, nz = field.shape
    for i in prange(nx):
        for j in range(ny):
            nearest = beyond + 1
            for k in range(nz):
                nearest = min(nearest, abs(field[i, j, k]))
                out[i, j, k] = field[i, j, k]
            if nearest > beyond:
                continue
            # Whole rows at a time, so that the innermost loop runs on vectors.
            for o in range(offsets.shape[0]):
                x = min(max(i + offsets[o, 0], 0), nx - 1)
                y = min(max(j + offsets[o, 1], 0), ny - 1)
                low, high = max(0, -offsets[o, 2]), min(nz, nz - offsets[o, 2])
                row, there = out[i, j, low:high], field[x, y, low + offsets[o, 2] :]
                for k in range(row.shape[0]):
                    row[k] = min(row[k], there[k])


def warm_up() -> None:
    """Compile it for the first model that is printed, on a single cell."""
    cell = np.zeros((1, 1, 1), np.float32)
    lowest_around(cell, np.empty_like(cell), np.zeros((1, 3), np.int64), 1.0)
