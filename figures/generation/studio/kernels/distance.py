"""Signed distances to primitives on a grid, and grids combined into one scene.

Formulas: Inigo Quilez, "distance functions" and "smooth minimum"; a distance is negative inside.
A primitive is one row of numbers, packed by `sculpt.primitives`:
0 shape, 1 operation, 2 blend radius, 3..10 parameters, 11..13 centre, 14..22 rotation from world
to local axes, 23.. a table: corners of a polygon, stations of a loft, knots of a path.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel

ELLIPSOID, CAPSULE, BOX, TORUS, CYLINDER, HALF_SPACE, FRAME = 0, 1, 2, 3, 4, 5, 6
PRISM, LATHE, LOFT, PATH = 7, 8, 9, 10
UNION, SUBTRACT, INTERSECT = 0, 1, 2
TABLE = 23
# Cells along a block that is skipped as a whole if no surface can pass through it, and how much
# larger than the truth the distance at its middle may be.
BLOCK, DOUBT = 6, 1.7
NOTHING = 1e3

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
    d = scaled * (scaled - 1.0) / (math.sqrt(a * a + b * b + c * c) + 1e-9)
    return max(d, -min(v[3], min(v[4], v[5])))


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


@njit(fastmath=True)
def _polygon(v: Row, x: float, y: float) -> float:
    """Return the signed distance to the polygon in the row's table (v[3] corners)."""
    count = int(v[3])
    nearest = 1e18
    inside = False
    ax, ay = v[TABLE + 2 * count - 2], v[TABLE + 2 * count - 1]
    for k in range(count):
        bx, by = v[TABLE + 2 * k], v[TABLE + 2 * k + 1]
        ex, ey, px, py = ax - bx, ay - by, x - bx, y - by
        along = (px * ex + py * ey) / (ex * ex + ey * ey + 1e-12)
        along = min(1.0, max(0.0, along))
        dx, dy = px - ex * along, py - ey * along
        nearest = min(nearest, dx * dx + dy * dy)
        if (by > y) != (ay > y) and x < (ax - bx) * (y - by) / (ay - by) + bx:
            inside = not inside
        ax, ay = bx, by
    return -math.sqrt(nearest) if inside else math.sqrt(nearest)


@njit(fastmath=True)
def _loft(v: Row, x: float, y: float, z: float) -> float:
    """Return the distance to a stack of rounded sections: |x / w|^2.5 + |z / d|^2.5 = 1.

    v[3] height of the first station, v[4] spacing, v[5] number, v[6] growth; the table holds half
    width, depth in front and depth behind of each.
    """
    last = int(v[5]) - 1
    top = v[3] + v[4] * last
    at = min(max((y - v[3]) / v[4], 0.0), last - 1e-6)
    k = TABLE + 3 * int(at)
    t = at - int(at)
    side = 1 if z >= 0 else 2
    w = v[k] + (v[k + 3] - v[k]) * t + v[6]
    d = v[k + side] + (v[k + 3 + side] - v[k + side]) * t + v[6]
    a, c = abs(x) / w, abs(z) / d
    ra, rc = a * math.sqrt(a), c * math.sqrt(c)
    total = ra * a + rc * c
    if total < 1e-4:
        radial = -min(w, d)
    else:
        scaled = total**0.4
        slope = math.sqrt((ra / w) ** 2 + (rc / d) ** 2) * scaled / total
        radial = max((scaled - 1.0) / (slope + 1e-9), -min(w, d))
        share = ra * a / total
        lean = (v[k + 3] - v[k]) * share + (v[k + 3 + side] - v[k + side]) * (1 - share)
        lean /= v[4]
        radial /= math.sqrt(1 + lean * lean)
    beyond = max(v[3] - y, y - top)
    if beyond > 0 and radial > 0:
        return math.sqrt(radial * radial + beyond * beyond)
    return max(radial, beyond)


@njit(fastmath=True)
def _path(v: Row, x: float, y: float, z: float) -> float:
    """Return the distance to a round bar along the row's table: v[3] knots x, y, z, radius."""
    nearest = NOTHING
    for k in range(int(v[3]) - 1):
        a = TABLE + 4 * k
        bx, by, bz = v[a + 4] - v[a], v[a + 5] - v[a + 1], v[a + 6] - v[a + 2]
        px, py, pz = x - v[a], y - v[a + 1], z - v[a + 2]
        along = (px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz + 1e-9)
        along = min(1.0, max(0.0, along))
        dx, dy, dz = px - bx * along, py - by * along, pz - bz * along
        radius = v[a + 3] + (v[a + 7] - v[a + 3]) * along
        nearest = min(nearest, math.sqrt(dx * dx + dy * dy + dz * dz) - radius)
    return nearest


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
    if shape == LOFT:
        return _loft(v, lx, ly, lz)
    if shape == PATH:
        return _path(v, lx, ly, lz)
    if shape == LATHE:
        return _polygon(v, math.sqrt(lx * lx + lz * lz), ly) - v[5]
    if shape == PRISM:
        r = v[5]
        return _rounded(_polygon(v, lx, ly) + r, abs(lz) - v[4] + r, -1e9, r)
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


@njit(fastmath=True)
def _all(d: float, rows: NDArray[np.float64], x: float, y: float, z: float) -> float:
    """Combine all primitives at a point with the distance already there."""
    for p in range(rows.shape[0]):
        v = rows[p]
        d = _combine(d, _distance(v, x, y, z), int(v[1]), v[2])
    return d


@njit(fastmath=True)
def _clear(rows: NDArray[np.float64], step: float) -> float:
    """Distance at the middle of a block that keeps every surface out of it."""
    blend = 0.0
    for p in range(rows.shape[0]):
        blend = max(blend, rows[p, 2])
    return BLOCK * 0.5 * step * math.sqrt(3.0) * DOUBT + blend


@njit(fastmath=True)
def _fill(
    field: Grid,
    origin: Row,
    step: float,
    rows: NDArray[np.float64],
    i_range: tuple[int, int],
    j_range: tuple[int, int],
    k_range: tuple[int, int],
    fresh: bool,
) -> None:
    """Combine primitives in every cell of a block, from nothing if it is fresh."""
    for i in range(i_range[0], i_range[1] + 1):
        x = origin[0] + i * step
        for j in range(j_range[0], j_range[1] + 1):
            y = origin[1] + j * step
            for k in range(k_range[0], k_range[1] + 1):
                start = NOTHING if fresh else field[i, j, k]
                field[i, j, k] = _all(start, rows, x, y, origin[2] + k * step)


@parallel
def evaluate(field: Grid, origin: Row, step: float, rows: NDArray[np.float64]) -> None:
    """Combine primitives, in order, into the distances already in `field` (in place).

    Blocks no surface can pass through are left as they are.

    Args:
        field: (nx, ny, nz) distances in mm.
        origin: (3,) position of cell 0, mm.
        step: cell size, mm.
        rows: (n, k) packed primitives.

    """
    nx, ny, nz = field.shape
    clear = _clear(rows, step)
    for bi in prange((nx + BLOCK - 1) // BLOCK):
        i0 = bi * BLOCK
        i1 = min(i0 + BLOCK, nx) - 1
        for j0 in range(0, ny, BLOCK):
            j1 = min(j0 + BLOCK, ny) - 1
            for k0 in range(0, nz, BLOCK):
                k1 = min(k0 + BLOCK, nz) - 1
                i, j, k = (i0 + i1) // 2, (j0 + j1) // 2, (k0 + k1) // 2
                x, y, z = origin[0] + i * step, origin[1] + j * step, origin[2] + k * step
                if abs(_all(field[i, j, k], rows, x, y, z)) <= clear + step:
                    _fill(field, origin, step, rows, (i0, i1), (j0, j1), (k0, k1), False)


@parallel
def carve(field: Grid, origin: Row, step: float, rows: NDArray[np.float64]) -> None:
    """Fill `field` with the distances to primitives, combined in order, from nothing.

    Exact near surfaces; blocks no surface can pass through hold values between their corners.
    Arguments as for `evaluate`.

    """
    nx, ny, nz = field.shape
    clear = _clear(rows, step)
    for bi in prange((nx + BLOCK - 1) // BLOCK):
        i0 = bi * BLOCK
        i1 = min(i0 + BLOCK, nx) - 1
        for j0 in range(0, ny, BLOCK):
            j1 = min(j0 + BLOCK, ny) - 1
            for k0 in range(0, nz, BLOCK):
                k1 = min(k0 + BLOCK, nz) - 1
                middle = _all(
                    NOTHING,
                    rows,
                    origin[0] + (i0 + i1) * 0.5 * step,
                    origin[1] + (j0 + j1) * 0.5 * step,
                    origin[2] + (k0 + k1) * 0.5 * step,
                )
                if abs(middle) > clear:
                    _between_corners(field, origin, step, rows, i0, i1, j0, j1, k0, k1)
                    continue
                _fill(field, origin, step, rows, (i0, i1), (j0, j1), (k0, k1), True)


@njit(fastmath=True)
def _between_corners(
    field: Grid,
    origin: Row,
    step: float,
    rows: NDArray[np.float64],
    i0: int,
    i1: int,
    j0: int,
    j1: int,
    k0: int,
    k1: int,
) -> None:
    corner = np.empty((2, 2, 2))
    for a in range(2):
        for b in range(2):
            for c in range(2):
                corner[a, b, c] = _all(
                    NOTHING,
                    rows,
                    origin[0] + (i1 if a else i0) * step,
                    origin[1] + (j1 if b else j0) * step,
                    origin[2] + (k1 if c else k0) * step,
                )
    for i in range(i0, i1 + 1):
        u = (i - i0) / max(i1 - i0, 1)
        for j in range(j0, j1 + 1):
            v = (j - j0) / max(j1 - j0, 1)
            near = corner[0, 0] * (1 - u) * (1 - v) + corner[1, 0] * u * (1 - v)
            near = near + corner[0, 1] * (1 - u) * v + corner[1, 1] * u * v
            for k in range(k0, k1 + 1):
                w = (k - k0) / max(k1 - k0, 1)
                field[i, j, k] = near[0] * (1 - w) + near[1] * w


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


@njit(fastmath=True)
def _placed_box(
    shape: tuple[int, int, int],
    origin: Row,
    step: float,
    turn: NDArray[np.float64],
    shift: Row,
    scale: float,
) -> tuple[Row, Row]:
    """Box around a placed grid."""
    low, high = np.full(3, 1e9), np.full(3, -1e9)
    for corner in range(8):
        x = origin[0] + (shape[0] - 1) * step * (corner & 1)
        y = origin[1] + (shape[1] - 1) * step * ((corner >> 1) & 1)
        z = origin[2] + (shape[2] - 1) * step * (corner >> 2)
        for axis in range(3):
            at = (turn[axis, 0] * x + turn[axis, 1] * y + turn[axis, 2] * z) * scale + shift[axis]
            low[axis], high[axis] = min(low[axis], at), max(high[axis], at)
    return low, high


@njit(fastmath=True, inline="always")
def _cells(low: float, high: float, origin: float, step: float, count: int) -> tuple[int, int]:
    """Range of cells between two places."""
    first = max(0, math.floor((low - origin) / step))
    return first, min(count, math.ceil((high - origin) / step) + 1)


@parallel
def merge(
    scene: Grid,
    scene_origin: Row,
    scene_step: float,
    part: Grid,
    part_origin: Row,
    part_step: float,
    turn: NDArray[np.float64],
    shift: Row,
    scale: float,
    reach: float,
) -> None:
    """Lower the scene's distances to those of one part, placed by a similarity (in place).

    Args:
        scene: (nx, ny, nz) distances of the scene, mm.
        scene_origin: (3,) position of its cell 0, mm.
        scene_step: its cell size, mm.
        part: distances of the part in its own frame, mm.
        part_origin: (3,) position of the part's cell 0, mm.
        part_step: the part's cell size, mm.
        turn: (3, 3) turns the part's frame into the scene's.
        shift: (3,) where the part's origin lies in the scene, mm.
        scale: size of the part in the scene.
        reach: distance outside the part's grid beyond which it has no say, mm.

    """
    low, high = _placed_box(part.shape, part_origin, part_step, turn, shift, scale)
    mx, my, mz = part.shape
    i0, i1 = _cells(low[0] - reach, high[0] + reach, scene_origin[0], scene_step, scene.shape[0])
    j0, j1 = _cells(low[1] - reach, high[1] + reach, scene_origin[1], scene_step, scene.shape[1])
    k0, k1 = _cells(low[2] - reach, high[2] + reach, scene_origin[2], scene_step, scene.shape[2])
    for i in prange(i0, i1):
        for j in range(j0, j1):
            for k in range(k0, k1):
                wx = scene_origin[0] + i * scene_step - shift[0]
                wy = scene_origin[1] + j * scene_step - shift[1]
                wz = scene_origin[2] + k * scene_step - shift[2]
                x = (turn[0, 0] * wx + turn[1, 0] * wy + turn[2, 0] * wz) / scale
                y = (turn[0, 1] * wx + turn[1, 1] * wy + turn[2, 1] * wz) / scale
                z = (turn[0, 2] * wx + turn[1, 2] * wy + turn[2, 2] * wz) / scale
                fx = (x - part_origin[0]) / part_step
                fy = (y - part_origin[1]) / part_step
                fz = (z - part_origin[2]) / part_step
                cx = min(max(fx, 0.0), mx - 1.001)
                cy = min(max(fy, 0.0), my - 1.001)
                cz = min(max(fz, 0.0), mz - 1.001)
                outside = math.sqrt((fx - cx) ** 2 + (fy - cy) ** 2 + (fz - cz) ** 2)
                outside *= part_step * scale
                if outside > scene[i, j, k]:
                    continue
                d = trilinear(part, cx, cy, cz) * scale
                if outside > 0:
                    d = math.sqrt(max(d, 0.0) ** 2 + outside * outside)
                if d < scene[i, j, k]:
                    scene[i, j, k] = d
