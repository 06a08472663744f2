"""Signed distances to primitives on a grid, and grids combined into one scene.

Formulas: Inigo Quilez, "distance functions" and "smooth minimum"; a distance is negative inside.
A primitive is one row of 24 numbers, packed by `sculpt.primitives`:
0 shape, 1 operation, 2 blend radius, 3..10 parameters, 11..13 centre, 14..22 rotation from world
to local axes.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

ELLIPSOID, CAPSULE, BOX, TORUS, CYLINDER, HALF_SPACE, FRAME = 0, 1, 2, 3, 4, 5, 6
UNION, SUBTRACT, INTERSECT = 0, 1, 2

Grid = NDArray[np.float32]
Row = NDArray[np.float64]


@njit(fastmath=True, inline="always")
def _capsule(v: Row, x: float, y: float, z: float) -> float:
    bx, by, bz = v[6] - v[3], v[7] - v[4], v[8] - v[5]
    px, py, pz = x - v[3], y - v[4], z - v[5]
    along = (px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz + 1e-9)
    along = min(1.0, max(0.0, along))
    dx, dy, dz = px - bx * along, py - by * along, pz - bz * along
    return math.sqrt(dx * dx + dy * dy + dz * dz) - (v[9] + (v[10] - v[9]) * along)


@njit(fastmath=True, inline="always")
def _ellipsoid(v: Row, x: float, y: float, z: float) -> float:
    a, b, c = x / v[3], y / v[4], z / v[5]
    scaled = math.sqrt(a * a + b * b + c * c)
    if scaled < 1e-4:
        return -min(v[3], min(v[4], v[5]))
    a /= v[3]
    b /= v[4]
    c /= v[5]
    return scaled * (scaled - 1.0) / (math.sqrt(a * a + b * b + c * c) + 1e-9)


@njit(fastmath=True, inline="always")
def _rounded(qx: float, qy: float, qz: float, radius: float) -> float:
    mx, my, mz = max(qx, 0.0), max(qy, 0.0), max(qz, 0.0)
    return math.sqrt(mx * mx + my * my + mz * mz) + min(max(qx, max(qy, qz)), 0.0) - radius


@njit(fastmath=True, inline="always")
def _torus(v: Row, x: float, y: float, z: float) -> float:
    ring = math.sqrt((x / v[5]) ** 2 + (z / v[6]) ** 2) - v[3]
    return math.sqrt(ring * ring + y * y) - v[4]


@njit(fastmath=True, inline="always")
def _frame(v: Row, x: float, y: float, z: float) -> float:
    """Return the distance to a rounded rectangle drawn with a rounded bar: a spectacle rim."""
    rim = _rounded(abs(x) - v[3] + v[5], abs(y) - v[4] + v[5], -1e9, v[5])
    return _rounded(abs(rim) - v[6] * 0.4, abs(z) - v[7] * 0.4, -1e9, v[6] * 0.6)


@njit(fastmath=True, inline="always")
def _placed(v: Row, x: float, y: float, z: float) -> float:
    shape = int(v[0])
    x -= v[11]
    y -= v[12]
    z -= v[13]
    lx = v[14] * x + v[15] * y + v[16] * z
    ly = v[17] * x + v[18] * y + v[19] * z
    lz = v[20] * x + v[21] * y + v[22] * z
    if shape == ELLIPSOID:
        return _ellipsoid(v, lx, ly, lz)
    if shape == BOX:
        r = v[6]
        return _rounded(abs(lx) - v[3] + r, abs(ly) - v[4] + r, abs(lz) - v[5] + r, r)
    if shape == TORUS:
        return _torus(v, lx, ly, lz)
    if shape == CYLINDER:
        r = v[5]
        return _rounded(math.sqrt(lx * lx + lz * lz) - v[3] + r, abs(ly) - v[4] + r, -1e9, r)
    if shape == HALF_SPACE:
        return ly
    return _frame(v, lx, ly, lz)


@njit(fastmath=True, inline="always")
def _distance(v: Row, x: float, y: float, z: float) -> float:
    if int(v[0]) == CAPSULE:
        return _capsule(v, x, y, z)
    return _placed(v, x, y, z)


@njit(fastmath=True, inline="always")
def _combine(d: float, e: float, operation: int, blend: float) -> float:
    if operation == UNION:
        if blend <= 0:
            return min(d, e)
        h = max(blend - abs(d - e), 0.0) / blend
        return min(d, e) - h * h * blend * 0.25
    if operation == SUBTRACT:
        e = -e
    if blend <= 0:
        return max(d, e)
    h = max(blend - abs(d - e), 0.0) / blend
    return max(d, e) + h * h * blend * 0.25


@njit(parallel=True, fastmath=True, cache=True)
def evaluate(field: Grid, origin: Row, step: float, rows: NDArray[np.float64]) -> None:
    """Combine primitives, in order, into the distances already in `field` (in place).

    Args:
        field: (nx, ny, nz) distances in mm.
        origin: (3,) position of cell 0, mm.
        step: cell size, mm.
        rows: (n, 24) packed primitives.

    """
    nx, ny, nz = field.shape
    for i in prange(nx):
        x = origin[0] + i * step
        for j in range(ny):
            y = origin[1] + j * step
            for k in range(nz):
                z = origin[2] + k * step
                d = field[i, j, k]
                for p in range(rows.shape[0]):
                    v = rows[p]
                    d = _combine(d, _distance(v, x, y, z), int(v[1]), v[2])
                field[i, j, k] = d


@njit(fastmath=True, inline="always")
def trilinear(field: Grid, x: float, y: float, z: float) -> float:
    """Value between cells; x, y, z in cells, clamped to the grid."""
    nx, ny, nz = field.shape
    x = min(max(x, 0.0), nx - 1.001)
    y = min(max(y, 0.0), ny - 1.001)
    z = min(max(z, 0.0), nz - 1.001)
    i, j, k = int(x), int(y), int(z)
    u, v, w = x - i, y - j, z - k
    near = (field[i, j, k] * (1 - w) + field[i, j, k + 1] * w) * (1 - v) + (
        field[i, j + 1, k] * (1 - w) + field[i, j + 1, k + 1] * w
    ) * v
    far = (field[i + 1, j, k] * (1 - w) + field[i + 1, j, k + 1] * w) * (1 - v) + (
        field[i + 1, j + 1, k] * (1 - w) + field[i + 1, j + 1, k + 1] * w
    ) * v
    return near * (1 - u) + far * u


@njit(parallel=True, fastmath=True, cache=True)
def merge(
    scene: Grid,
    scene_origin: Row,
    scene_step: float,
    part: Grid,
    part_origin: Row,
    part_step: float,
    rotation: NDArray[np.float64],
    pivot: Row,
    reach: float,
) -> None:
    """Lower the scene's distances to those of one part, turned about a pivot (in place).

    Args:
        scene: (nx, ny, nz) distances of the scene, mm.
        scene_origin: (3,) position of its cell 0, mm.
        scene_step: its cell size, mm.
        part: distances of the part in its own frame, mm.
        part_origin: (3,) position of the part's cell 0, mm.
        part_step: the part's cell size, mm.
        rotation: (3, 3) turns the part's frame into the scene's.
        pivot: (3,) centre of that turn, mm.
        reach: distance outside the part's grid beyond which it has no say, mm.

    """
    nx, ny, nz = scene.shape
    mx, my, mz = part.shape
    for i in prange(nx):
        for j in range(ny):
            for k in range(nz):
                wx = scene_origin[0] + i * scene_step - pivot[0]
                wy = scene_origin[1] + j * scene_step - pivot[1]
                wz = scene_origin[2] + k * scene_step - pivot[2]
                x = rotation[0, 0] * wx + rotation[1, 0] * wy + rotation[2, 0] * wz + pivot[0]
                y = rotation[0, 1] * wx + rotation[1, 1] * wy + rotation[2, 1] * wz + pivot[1]
                z = rotation[0, 2] * wx + rotation[1, 2] * wy + rotation[2, 2] * wz + pivot[2]
                fx = (x - part_origin[0]) / part_step
                fy = (y - part_origin[1]) / part_step
                fz = (z - part_origin[2]) / part_step
                cx = min(max(fx, 0.0), mx - 1.001)
                cy = min(max(fy, 0.0), my - 1.001)
                cz = min(max(fz, 0.0), mz - 1.001)
                outside = math.sqrt((fx - cx) ** 2 + (fy - cy) ** 2 + (fz - cz) ** 2) * part_step
                if outside > scene[i, j, k] + reach:
                    continue
                d = trilinear(part, cx, cy, cz)
                if outside > 0:
                    d = math.sqrt(max(d, 0.0) ** 2 + outside * outside)
                if d < scene[i, j, k]:
                    scene[i, j, k] = d
