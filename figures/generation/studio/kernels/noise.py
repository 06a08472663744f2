"""Cellular noise: the bumps of curly hair."""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel


@njit(fastmath=True, inline="always")
def _hash(x: int, y: int, z: int, seed: int) -> int:
    q = ((x * 73856093) ^ (y * 19349663) ^ (z * 83492791) ^ seed) & 0xFFFFFF
    return (q * 1103515245 + 12345) & 0x7FFFFFFF


@njit(fastmath=True, inline="always")
def _nearest(x: float, y: float, z: float, seed: int) -> float:
    ix, iy, iz = math.floor(x), math.floor(y), math.floor(z)
    best = 9.0
    for n in range(27):
        cx, cy, cz = int(ix + n // 9 - 1), int(iy + (n // 3) % 3 - 1), int(iz + n % 3 - 1)
        q = _hash(cx, cy, cz, seed)
        dx = cx + 0.15 + 0.7 * ((q & 1023) / 1023.0) - x
        dy = cy + 0.15 + 0.7 * (((q >> 10) & 1023) / 1023.0) - y
        q = (q * 1103515245 + 12345) & 0x7FFFFFFF
        dz = cz + 0.15 + 0.7 * (((q >> 8) & 1023) / 1023.0) - z
        best = min(best, dx * dx + dy * dy + dz * dz)
    return best


@parallel
def cellular(
    out: NDArray[np.float32], origin: NDArray[np.float64], step: float, cell: float, seed: int
) -> None:
    """Squared distance, in cells, to the nearest of one random point a cell (in place).

    Args:
        out: (nx, ny, nz) filled with the squared distance.
        origin: (3,) position of cell 0, mm.
        step: cell size of `out`, mm.
        cell: size of a noise cell, mm.
        seed: chooses the points.

    Source: S. Worley, "A Cellular Texture Basis Function", 1996.

    """
    nx, ny, nz = out.shape
    for i in prange(nx):
        for j in range(ny):
            for k in range(nz):
                x = (origin[0] + i * step) / cell
                y = (origin[1] + j * step) / cell
                z = (origin[2] + k * step) / cell
                out[i, j, k] = _nearest(x, y, z, seed)
