"""Light in a room: rectangular sources, patterned shades, a bounce, glossy rays (compiled).

Diffuse light is kept apart from surface colour ("demodulated"), so that it can be traced at half
size, smoothed, and multiplied with full-size texture later. Unit: a white matt surface seen at E=1
is 1.0 in linear light.
"""

import math

import numpy as np
from numba import njit

from shop.mockups.tracing.arrays import Table
from shop.mockups.tracing.rays import FAR, blocked, closest, describe

PANES, LEAVES = 1, 2


@njit(fastmath=True)
def normalised(v: Table) -> Table:
    """Return the unit vector along `v`."""
    return v / math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


@njit(fastmath=True)
def frame(n: Table, a: float, b: float, c: float) -> Table:
    """Turn (a, b, c) given about +z so that it is about `n`."""
    s = 1.0 if n[2] >= 0 else -1.0
    k = -1.0 / (s + n[2])
    m = n[0] * n[1] * k
    out = np.empty(3)
    out[0] = a * (1 + s * n[0] * n[0] * k) + b * m + c * n[0]
    out[1] = a * s * m + b * (s + n[1] * n[1] * k) + c * n[1]
    out[2] = -a * s * n[0] - b * n[1] + c * n[2]
    return out


@njit(fastmath=True)
def leaves(s: float, t: float) -> float:
    """1 where light passes a hanging branch, 0 behind a leaf; s, t in [-1, 1]."""
    for i in range(26):
        stem = i // 9
        along = (i % 9) / 8.0
        cx = -0.75 + 0.75 * stem + 0.42 * along + 0.10 * math.sin(5 * along + stem)
        cy = 0.95 - 1.75 * along + 0.1 * stem
        turn = (-0.9 if i % 2 else 0.75) + 0.25 * math.sin(i * 2.3)
        dx, dy = s - cx, t - cy
        a = dx * math.cos(turn) + dy * math.sin(turn) - (0.16 if i % 2 == 0 else -0.16)
        b = -dx * math.sin(turn) + dy * math.cos(turn)
        width = 0.06 * (1 - (a / 0.2) ** 2)
        if width > 0 and abs(b) < width:
            return 0.0
    return 1.0


@njit(fastmath=True)
def plane_point(row: Table, at: int, o: Table, d: Table) -> tuple[float, float]:
    """Where a ray meets the rectangle (centre, half edges) at column `at`; -1 to 1 is inside."""
    ux, uy, uz = row[at + 3], row[at + 4], row[at + 5]
    vx, vy, vz = row[at + 6], row[at + 7], row[at + 8]
    nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    cx, cy, cz = row[at] - o[0], row[at + 1] - o[1], row[at + 2] - o[2]
    t = (cx * nx + cy * ny + cz * nz) / (d[0] * nx + d[1] * ny + d[2] * nz + 1e-12)
    if t <= 0:
        return 9.0, 9.0
    qx, qy, qz = t * d[0] - cx, t * d[1] - cy, t * d[2] - cz
    s = (qx * ux + qy * uy + qz * uz) / (ux * ux + uy * uy + uz * uz)
    r = (qx * vx + qy * vy + qz * vz) / (vx * vx + vy * vy + vz * vz)
    return s, r


@njit(fastmath=True)
def passes(light: Table, o: Table, d: Table) -> float:
    """How much of a ray towards a light its shade lets through."""
    kind = int(light[12])
    if kind == 0:
        return 1.0
    s, r = plane_point(light, 13, o, d)
    if kind == PANES:
        if abs(s) > 1 or abs(r) > 1:
            return 0.0
        if abs(s - 0.52) < 0.045 or abs(abs(r) - 0.34) < 0.035:
            return 0.0
        return 1.0
    return leaves(s, r)


@njit(fastmath=True)
def direct(solids: Table, lights: Table, x: Table, n: Table, a: float, b: float) -> Table:
    """Light that reaches `x` straight from one point of every source."""
    total = np.zeros(3)
    d = np.empty(3)
    for i in range(lights.shape[0]):
        p = lights[i]
        if p[22] == 0.0:
            continue
        s, t = 2 * a - 1, 2 * b - 1
        r2, facing, leaving = 0.0, 0.0, 0.0
        for k in range(3):
            d[k] = p[k] + s * p[3 + k] + t * p[6 + k] - x[k]
            r2 += d[k] * d[k]
            facing += d[k] * n[k]
            leaving += d[k] * p[24 + k]
        if facing <= 0:
            continue
        r = math.sqrt(r2)
        for k in range(3):
            d[k] /= r
        # The light's row holds its normal scaled by its area, so `leaving` carries both.
        weight = facing * abs(leaving) / (math.pi * r2 * r2) * passes(p, x, d)
        if weight <= 0 or blocked(solids, x, d, r):
            continue
        for k in range(3):
            total[k] += weight * p[9 + k]
    return total


@njit(fastmath=True)
def room(env: Table, d: Table) -> Table:
    """Radiance of the unseen rest of the room: lighter above and towards the window."""
    side = 0.5 + 0.5 * (d[0] * env[6] + d[1] * env[7] + d[2] * env[8])
    radiance: Table = env[0:3] + (env[3:6] - env[0:3]) * side * side
    return radiance


@njit(fastmath=True)
def seen_lights(lights: Table, o: Table, d: Table) -> Table:
    """Radiance of the sources that a mirror ray meets, with the soft edge of a diffuser."""
    total = np.zeros(3)
    for i in range(lights.shape[0]):
        light = lights[i]
        if light[23] == 0.0:
            continue
        s, r = plane_point(light, 0, o, d)
        s, r = abs(s), abs(r)
        soft = min(1.0, max(0.0, (1 - s) / 0.15)) * min(1.0, max(0.0, (1 - r) / 0.15))
        total += soft * light[23] * light[9:12]
    return total


@njit(fastmath=True)
def incoming(
    solids: Table,
    planes: Table,
    materials: Table,
    lights: Table,
    env: Table,
    o: Table,
    d: Table,
    uv: tuple[float, float],
    glossy: bool,
) -> Table:
    """Radiance that arrives at `o` from direction `d`, by one more bounce."""
    t, what = closest(solids, planes, o, d, FAR)
    if what == -9:
        out = room(env, d)
        if glossy:
            out = out + seen_lights(lights, o, d)
        return out
    x = o + t * d
    m, n, _ = describe(solids, planes, what, x)
    if np.dot(n, d) > 0:
        n = -n
    x = x + 1e-4 * n
    light = direct(solids, lights, x, n, uv[0], uv[1]) + 0.55 * room(env, n)
    return materials[m, 0:3] * light


@njit(fastmath=True)
def gloss_direction(n: Table, view: Table, rough: float, a: float, b: float) -> tuple[Table, float]:
    """Return a GGX mirror ray of `view` and the cosine between view and half vector."""
    alpha = rough * rough
    cos2 = (1 - a) / (1 + (alpha * alpha - 1) * a)
    sin = math.sqrt(max(0.0, 1 - cos2))
    h = frame(n, sin * math.cos(2 * math.pi * b), sin * math.sin(2 * math.pi * b), math.sqrt(cos2))
    vh = -np.dot(view, h)
    return view + 2 * vh * h, vh
