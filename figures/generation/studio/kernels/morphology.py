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
        beyond: cells of a larger absolute value are too far from the surface to matter, and stay.

    """
    nx, ny, nz = field.shape
    for i in prange(nx):
        for j in range(ny):
            for k in range(nz):
                best = field[i, j, k]
                if abs(best) <= beyond:
                    for o in range(offsets.shape[0]):
                        x = min(max(i + offsets[o, 0], 0), nx - 1)
                        y = min(max(j + offsets[o, 1], 0), ny - 1)
                        z = min(max(k + offsets[o, 2], 0), nz - 1)
                        best = min(best, field[x, y, z])
                out[i, j, k] = best


def warm_up() -> None:
    """Compile it for the first model that is printed, on a single cell."""
    cell = np.zeros((1, 1, 1), np.float32)
    lowest_around(cell, np.empty_like(cell), np.zeros((1, 3), np.int64), 1.0)
