"""Cellular noise: the bumps of curly hair."""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel

# Turns of a spiral curl over one cell, and how thin its groove is.
TURNS, GROOVE = 1.6, 7.0


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
    out: NDArray[np.float32],
    distances: NDArray[np.float32],
    band: float,
    origin: NDArray[np.float64],
    step: float,
    cell: float,
    seed: int,
) -> None:
    """Squared distance, in cells, to the nearest of one random point a cell (in place).

    Args:
        out: (nx, ny, nz) set near the surface, left alone elsewhere.
        distances: to the surface.
        band: how near, in the units of `distances`.
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
                if abs(distances[i, j, k]) > band:
                    continue
                x = (origin[0] + i * step) / cell
                y = (origin[1] + j * step) / cell
                z = (origin[2] + k * step) / cell
                out[i, j, k] = _nearest(x, y, z, seed)


@njit(fastmath=True, inline="always")
def _rosette(x: float, y: float, z: float, nx: float, ny: float, nz: float, seed: int) -> float:
    """Return the relief of the curl nearest to a point, seen along a unit normal."""
    ix, iy, iz = math.floor(x), math.floor(y), math.floor(z)
    best, second, bx, by, bz, code = 9.0, 9.0, 0.0, 0.0, 0.0, 0
    for n in range(27):
        cx, cy, cz = int(ix + n // 9 - 1), int(iy + (n // 3) % 3 - 1), int(iz + n % 3 - 1)
        q = _hash(cx, cy, cz, seed)
        dx = x - (cx + 0.15 + 0.7 * ((q & 1023) / 1023.0))
        dy = y - (cy + 0.15 + 0.7 * (((q >> 10) & 1023) / 1023.0))
        q = (q * 1103515245 + 12345) & 0x7FFFFFFF
        dz = z - (cz + 0.15 + 0.7 * (((q >> 8) & 1023) / 1023.0))
        deep = dx * nx + dy * ny + dz * nz
        # Only the distance across the surface counts much: curls are columns, not balls.
        d = dx * dx + dy * dy + dz * dz - 0.7 * deep * deep
        if d < best:
            second = best
            best, bx, by, bz, code = d, dx, dy, dz, q
        elif d < second:
            second = d
    ux, uy, uz = -nz, 0.0, nx
    length = math.sqrt(ux * ux + uz * uz)
    if length < 1e-3:
        ux, uz, length = 1.0, 0.0, 1.0
    ux /= length
    uz /= length
    vx, vy, vz = ny * uz - nz * uy, nz * ux - nx * uz, nx * uy - ny * ux
    a, b = bx * ux + by * uy + bz * uz, bx * vx + by * vy + bz * vz
    r = math.sqrt(a * a + b * b)
    way = 1.0 if code & 65536 else -1.0
    phase = ((code >> 17) & 255) / 40.7
    turn = 0.5 * (way * math.atan2(b, a) - TURNS * 2.0 * math.pi * r + phase)
    # A thin groove winds up a dome.
    groove = math.exp(-GROOVE * math.sin(turn) ** 2) * min(1.0, r * 5.0)
    border = min(1.0, (math.sqrt(second) - math.sqrt(best)) * 3.0)
    return max(-1.0, (0.85 - 1.3 * best - 0.95 * groove) * border - 0.8 * (1 - border))


@parallel
def rosettes(
    out: NDArray[np.float32],
    distances: NDArray[np.float32],
    band: float,
    origin: NDArray[np.float64],
    step: float,
    cell: float,
    center: NDArray[np.float64],
    seed: int,
) -> None:
    """Spiral curls, one a cell, that turn about lines from a centre (in place).

    Args:
        out: (nx, ny, nz) set to -1..1 near the surface, left alone elsewhere.
        distances: to the surface.
        band: how near, in the units of `distances`.
        origin: (3,) position of cell 0, mm.
        step: cell size of `out`, mm.
        cell: size of a curl, mm.
        center: (3,) mm.
        seed: chooses the curls.

    """
    nx, ny, nz = out.shape
    for i in prange(nx):
        for j in range(ny):
            for k in range(nz):
                if abs(distances[i, j, k]) > band:
                    continue
                x, y, z = origin[0] + i * step, origin[1] + j * step, origin[2] + k * step
                ax, ay, az = x - center[0], y - center[1], z - center[2]
                s = 1.0 / math.sqrt(ax * ax + ay * ay + az * az + 1e-6)
                out[i, j, k] = _rosette(x / cell, y / cell, z / cell, ax * s, ay * s, az * s, seed)
