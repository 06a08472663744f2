"""Ray against scene: rounded boxes, lathed vessels, rods and curled sheets (compiled).

A scene is three float64 tables whose columns `tables.py` names. Solids are distance fields marched
inside their own bounding box, so that every edge carries a real bevel and its highlight.
"""

import math

import numpy as np
from numba import njit

from shop.mockups.tracing.arrays import Table

FAR = 1e9
RBOX, LATHE, ROD, SHEET, FRAME = range(5)


@njit(fastmath=True)
def rounded_plan(x: float, y: float, hx: float, hy: float, r: float) -> float:
    """Signed distance to a rectangle with rounded corners."""
    qx, qy = abs(x) - hx + r, abs(y) - hy + r
    return math.hypot(max(qx, 0.0), max(qy, 0.0)) + min(max(qx, qy), 0.0) - r


@njit(fastmath=True)
def extrude(d: float, z: float, hz: float, r: float) -> float:
    """Signed distance to a plan of distance `d` drawn out to +-hz, its edges rounded by `r`."""
    a, b = d + r, abs(z) - hz + r
    return min(max(a, b), 0.0) + math.hypot(max(a, 0.0), max(b, 0.0)) - r


@njit(fastmath=True)
def curl(p: Table, x: float, y: float) -> float:
    """Height of a sheet over its plane: two lifted corners and a bow along x."""
    u, v = 0.5 * (x / p[13] + 1), 0.5 * (y / p[14] + 1)
    a, b = max(0.0, (u + v - 0.9) / 1.1), max(0.0, (1 - u + v - 0.9) / 1.1)
    return float(p[16] * a**3 + p[17] * b**3 + p[18] * (x / p[13]) ** 2)


@njit(fastmath=True)
def vessel(p: Table, x: float, y: float, z: float) -> float:
    """Signed distance (a bound) to a turned pot with a quadratic profile and an open inside."""
    t = 0.5 * (z / p[15] + 1)
    bottom, belly, top = p[16], p[17], p[18]
    profile = bottom * (1 - t) * (1 - 2 * t) + 4 * belly * t * (1 - t) + top * t * (2 * t - 1)
    r = math.hypot(x, y)
    body = extrude((r - profile) * 0.8, z, p[15], 0.002)
    if p[19] > 0:
        inside = max((r - profile + p[19]) * 0.8, -(z + p[15] - p[19]))
        body = max(body, -inside)
    return body


@njit(fastmath=True)
def distance(p: Table, x: float, y: float, z: float) -> float:
    """Signed distance from a local point to the solid in row `p`."""
    kind = int(p[0])
    if kind == RBOX:
        return extrude(rounded_plan(x, y, p[13], p[14], p[16]), z, p[15], p[17])
    if kind == LATHE:
        return vessel(p, x, y, z)
    if kind == ROD:
        zc = max(-p[15] + p[16], min(p[15] - p[16], z))
        return float(math.sqrt(x * x + y * y + (z - zc) ** 2) - p[16])
    if kind == FRAME:
        hole = rounded_plan(x, y, p[13] - p[16], p[14] - p[16], 0.0)
        return extrude(max(rounded_plan(x, y, p[13], p[14], 0.0), -hole), z, p[15], p[17])
    plan = rounded_plan(x, y, p[13], p[14], p[27])
    lift = z + p[15] - p[19] - curl(p, x, y)
    return float(max(plan, abs(lift) - p[19]) * 0.8)


@njit(fastmath=True)
def slab(o: float, d: float, half: float) -> tuple[float, float]:
    """Entry and exit of one axis of a ray between two planes at +-half."""
    if abs(d) < 1e-12:
        d = 1e-12
    a, b = (-half - o) / d, (half - o) / d
    return min(a, b), max(a, b)


@njit(fastmath=True)
def hit_solid(p: Table, o: Table, d: Table, far: float) -> float:
    """Distance along a world ray to the solid in row `p`, or `far`."""
    # Scalars throughout: this is the innermost loop, and a small array costs more than the maths.
    ox, oy, oz = o[0] - p[1], o[1] - p[2], o[2] - p[3]
    dx, dy, dz = d[0], d[1], d[2]
    lx, mx = p[4] * ox + p[5] * oy + p[6] * oz, p[4] * dx + p[5] * dy + p[6] * dz
    t0, t1 = slab(lx, mx, p[13])
    ly, my = p[7] * ox + p[8] * oy + p[9] * oz, p[7] * dx + p[8] * dy + p[9] * dz
    a, b = slab(ly, my, p[14])
    t0, t1 = max(t0, a), min(t1, b)
    lz, mz = p[10] * ox + p[11] * oy + p[12] * oz, p[10] * dx + p[11] * dy + p[12] * dz
    a, b = slab(lz, mz, p[15])
    t0, t1 = max(0.0, max(t0, a)), min(far, min(t1, b))
    if t0 > t1:
        return far
    if p[0] == RBOX and p[16] == 0.0 and p[17] == 0.0:
        return t0 if t0 > 0 else far
    t = t0
    for _ in range(96):
        dist = distance(p, lx + t * mx, ly + t * my, lz + t * mz)
        if dist < 2e-5:
            return t
        t += dist
        if t > t1:
            return far
    return far


@njit(fastmath=True)
def closest(solids: Table, planes: Table, o: Table, d: Table, far: float) -> tuple[float, int]:
    """Nearest hit and what it is: row of `solids`, -1 floor, -2 wall, -9 nothing."""
    best, what = far, -9
    if d[2] < -1e-9:
        t = (planes[0, 0] - o[2]) / d[2]
        if 0 < t < best:
            best, what = t, -1
    if d[1] > 1e-9:
        t = (planes[1, 0] - o[1]) / d[1]
        if 0 < t < best:
            best, what = t, -2
    for i in range(solids.shape[0]):
        t = hit_solid(solids[i], o, d, best)
        if t < best:
            best, what = t, i
    return best, what


@njit(fastmath=True)
def blocked(solids: Table, o: Table, d: Table, far: float) -> bool:
    """Tell whether a solid stands between `o` and `far` along `d` (planes never shade a room)."""
    hit = False
    for i in range(solids.shape[0]):
        if not hit and hit_solid(solids[i], o, d, far) < far:
            hit = True
    return hit


@njit(fastmath=True)
def to_local(p: Table, x: Table) -> Table:
    """World point to the solid's own frame."""
    out = np.empty(3)
    for k in range(3):
        out[k] = (
            p[4 + 3 * k] * (x[0] - p[1])
            + p[5 + 3 * k] * (x[1] - p[2])
            + p[6 + 3 * k] * (x[2] - p[3])
        )
    return out


@njit(fastmath=True)
def local_normal(p: Table, q: Table) -> Table:
    """Return the unit normal of the distance field at a local point."""
    n = np.empty(3)
    e = 4e-5
    x, y, z = q[0], q[1], q[2]
    n[0] = distance(p, x + e, y, z) - distance(p, x - e, y, z)
    n[1] = distance(p, x, y + e, z) - distance(p, x, y - e, z)
    n[2] = distance(p, x, y, z + e) - distance(p, x, y, z - e)
    return n / max(1e-12, math.sqrt(n[0] ** 2 + n[1] ** 2 + n[2] ** 2))


@njit(fastmath=True)
def describe(solids: Table, planes: Table, what: int, x: Table) -> tuple[int, Table, Table]:
    """Material row, world normal and local texture point of a hit."""
    if what == -1:
        return int(planes[0, 1]), np.array((0.0, 0.0, 1.0)), x.copy()
    if what == -2:
        return int(planes[1, 1]), np.array((0.0, -1.0, 0.0)), x.copy()
    p = solids[what]
    q = to_local(p, x)
    ln = local_normal(p, q)
    axis = 0
    for k in range(1, 3):
        if abs(ln[k]) > abs(ln[axis]):
            axis = k
    face = int(p[21 + 2 * axis + (0 if ln[axis] > 0 else 1)])
    n = np.empty(3)
    for k in range(3):
        n[k] = p[4 + k] * ln[0] + p[7 + k] * ln[1] + p[10 + k] * ln[2]
    return (face if face >= 0 else int(p[20])), n, q
