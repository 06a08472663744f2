"""Whole-image passes: gather light at half size, smooth it, resolve the layers (compiled).

The kernels are not cached on disk: numba keys its cache on one file, and would go on using the old
version of a function that another file has changed.
"""

import math

import numpy as np
from numba import njit, prange

from shop.mockups.tracing.arrays import Float, Table
from shop.mockups.tracing.lighting import (
    direct,
    frame,
    gloss_direction,
    incoming,
    normalised,
)
from shop.mockups.tracing.noise import hash3, surface_tone
from shop.mockups.tracing.rays import FAR, closest, describe

GOLDEN = (0.8986537, 0.8075785, 0.7257276, 0.6521730, 0.5860747, 0.5266757)


@njit(fastmath=True)
def primary(camera: Table, x: float, y: float, size: float) -> Table:
    """Return the unit direction through point (x, y) of a square picture `size` pixels wide."""
    sx = (2 * x / size - 1) * camera[12]
    sy = (1 - 2 * y / size) * camera[12]
    return normalised(
        camera[3:6] + (sx + camera[13]) * camera[6:9] + (sy + camera[14]) * camera[9:12]
    )


@njit(fastmath=True)
def sample_pixel(
    solids: Table,
    planes: Table,
    materials: Table,
    lights: Table,
    env: Table,
    hit: Table,
    view: Table,
    m: int,
    u: Table,
) -> tuple[Table, Table]:
    """One sample of diffuse light E and gloss S at a surface point; hit = (x, y, z, nx, ny, nz)."""
    n = hit[3:6]
    x = hit[0:3] + 1e-4 * n
    e = direct(solids, lights, x, n, u[0], u[1])
    r, phi = math.sqrt(u[2]), 2 * math.pi * u[3]
    w = frame(n, r * math.cos(phi), r * math.sin(phi), math.sqrt(max(0.0, 1 - u[2])))
    e = e + incoming(solids, planes, materials, lights, env, x, w, (u[4], u[5]), False)
    s = np.zeros(3)
    f0 = materials[m, 4]
    if f0 > 0:
        w, vh = gloss_direction(n, view, materials[m, 3], u[3], u[2])
        if np.dot(w, n) > 0:
            fresnel = f0 + (1 - f0) * (1 - vh) ** 5 * (1 - materials[m, 3]) ** 2
            s = fresnel * incoming(solids, planes, materials, lights, env, x, w, (u[4], u[5]), True)
            if materials[m, 8] > 0:
                s = s * materials[m, 0:3]
    return e, s


@njit(fastmath=True, parallel=True)
def gather(
    solids: Table,
    planes: Table,
    materials: Table,
    lights: Table,
    env: Table,
    camera: Table,
    size: int,
    samples: int,
) -> tuple[Table, Table, Table, Table]:
    """Diffuse light and gloss of every pixel of a small picture.

    Returns E and S (size, size, 3), their variance of the mean (size, size, 2), and the guide
    (size, size, 8): id, normal, position, distance.
    """
    e_out = np.zeros((size, size, 3))
    s_out = np.zeros((size, size, 3))
    var = np.zeros((size, size, 2))
    guide = np.zeros((size, size, 8))
    for j in prange(size):
        for i in range(size):
            d = primary(camera, i + 0.5, j + 0.5, size)
            t, what = closest(solids, planes, camera[0:3], d, FAR)
            guide[j, i, 0] = -9
            if what == -9:
                continue
            hit = np.empty(6)
            hit[0:3] = camera[0:3] + t * d
            m, n, _ = describe(solids, planes, what, hit[0:3])
            if np.dot(n, d) > 0:
                n = -n
            hit[3:6] = n
            guide[j, i, 0] = what * 64 + m
            guide[j, i, 1:4] = n
            guide[j, i, 4:7] = hit[0:3]
            guide[j, i, 7] = t
            u = np.empty(6)
            e_sum, s_sum = np.zeros(3), np.zeros(3)
            e_sq, s_sq = 0.0, 0.0
            for k in range(samples):
                for a in range(6):
                    u[a] = (hash3(i, j, a) + (k + 1) * GOLDEN[a]) % 1.0
                e, s = sample_pixel(solids, planes, materials, lights, env, hit, d, m, u)
                e_sum += e
                s_sum += s
                e_sq += e[1] * e[1]
                s_sq += s[1] * s[1]
            e_out[j, i] = e_sum / samples
            s_out[j, i] = s_sum / samples
            var[j, i, 0] = max(0.0, e_sq / samples - e_out[j, i, 1] ** 2) / samples
            var[j, i, 1] = max(0.0, s_sq / samples - s_out[j, i, 1] ** 2) / samples
    return e_out, s_out, var, guide


@njit(fastmath=True)
def likeness(
    image: Table,
    var: Table,
    guide: Table,
    here: tuple[int, int],
    there: tuple[int, int],
    strength: float,
) -> float:
    """How far two pixels may be averaged: same surface, same facing, same light within noise."""
    a, b = guide[here], guide[there]
    if a[0] != b[0]:
        return 0.0
    cos = a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
    diff = image[there][1] - image[here][1]
    scale = strength * strength * (var[here] + var[there]) + 1e-7
    return float(max(0.0, cos) ** 64 * math.exp(-diff * diff / scale))


@njit(fastmath=True, parallel=True)
def smooth(
    image: Table, var: Table, guide: Table, step: int, strength: float
) -> tuple[Table, Table]:
    """One edge-stopping a-trous pass; light may differ by `strength` standard errors."""
    size = image.shape[0]
    out = np.zeros_like(image)
    out_var = np.zeros_like(var)
    for j in prange(size):
        for i in range(size):
            total, acc_var = 0.0, 0.0
            for b in range(-2, 3):
                for a in range(-2, 3):
                    y, x = j + b * step, i + a * step
                    if min(x, y) < 0 or max(x, y) >= size:
                        continue
                    w = likeness(image, var, guide, (j, i), (y, x), strength)
                    if w <= 0:
                        continue
                    w *= math.exp(-0.5 * (a * a + b * b) / 1.2)
                    total += w
                    acc_var += w * w * var[y, x]
                    for k in range(3):
                        out[j, i, k] += w * image[y, x, k]
            if total > 0:
                for k in range(3):
                    out[j, i, k] /= total
                out_var[j, i] = acc_var / (total * total)
    return out, out_var


@njit(fastmath=True)
def fetch(light: Table, guide: Table, key: float, y: float, x: float) -> Table:
    """Return the light at a point of the small picture, from the same surface if there is any."""
    size = light.shape[0]
    j, i = math.floor(y - 0.5), math.floor(x - 0.5)
    for reach in range(3):
        acc = np.zeros(light.shape[2])
        total = 0.0
        for b in range(-reach, 2 + reach):
            for a in range(-reach, 2 + reach):
                jj, ii = min(max(j + b, 0), size - 1), min(max(i + a, 0), size - 1)
                if guide[jj, ii, 0] != key:
                    continue
                dy, dx = abs(y - 0.5 - j - b), abs(x - 0.5 - i - a)
                w = max(0.0, 1 - dy / (1 + reach)) * max(0.0, 1 - dx / (1 + reach)) + 1e-6
                acc += w * light[jj, ii]
                total += w
        if total > 1e-3 or (reach == 2 and total > 0):
            return acc / total
    nearest: Table = light[min(max(j, 0), size - 1), min(max(i, 0), size - 1)]
    return nearest


@njit(fastmath=True)
def encode(v: float) -> float:
    """Linear light to display: a power law, so that multiplying art stays exact, and a shoulder."""
    g = max(v, 0.0) ** (1 / 2.2)
    if g > 0.85:
        g = 0.85 + 0.15 * (1 - math.exp(-(g - 0.85) / 0.15))
    return float(g)


@njit(fastmath=True)
def mitre(m: Table, q: Table) -> float:
    """Return the dark hairline where two bars of a frame meet at 45 degrees; 1 elsewhere."""
    if m[10] <= 0:
        return 1.0
    gap = abs((m[10] - abs(q[0])) - (m[11] - abs(q[1]))) * 0.7071
    return float(0.45 + 0.55 * min(1.0, gap / 0.0004))


@njit(fastmath=True)
def colour_at(materials: Table, m: int, q: Table, footprint: float) -> tuple[Table, float]:
    """Surface colour and gloss factor at a local point; detail under a pixel's footprint fades."""
    row = materials[m]
    a, b, c = q[0], q[1], q[2]
    if row[5] == 2 and row[13] == 1:
        a, b = q[1], q[0]
    if row[5] == 2 and row[10] > 0 and (row[10] - abs(q[0])) < (row[11] - abs(q[1])):
        a, b = q[1], q[0]
    tone = surface_tone(int(row[5]), a, b, c, row[6])
    k = math.exp(row[7] * tone)
    albedo = row[0:3] * k
    if row[5] == 2:
        albedo[1] *= 1 + 0.06 * tone
        albedo[2] *= 1 + 0.14 * tone
    gap = mitre(row, q)
    return albedo * gap, (1 + row[12] * tone) * gap


@njit(fastmath=True, parallel=True)
def resolve(
    solids: Table,
    planes: Table,
    materials: Table,
    camera: Table,
    light: Table,
    guide: Table,
    size: int,
    grid: int,
    exposure: Table,
) -> tuple[Float, Float, Float]:
    """Full-size layers from the smoothed light; `light` holds E then S in its six channels.

    Returns the picture with empty slots black (size, size, 3), the slots' layers
    (slots, size, size, 7): coverage, paper white under this light (3), highlight (3), and the
    distance (size, size). Display values, 0 to 1; layer values are weighted by coverage.
    """
    slots = 0
    for m in range(materials.shape[0]):
        slots = max(slots, int(materials[m, 9]) + 1)
    picture = np.zeros((size, size, 3), np.float32)
    layers = np.zeros((slots, size, size, 7), np.float32)
    depth = np.zeros((size, size), np.float32)
    ratio = light.shape[0] / size
    for j in prange(size):
        for i in range(size):
            for k in range(grid * grid):
                sx, sy = i + (k % grid + 0.5) / grid, j + (k // grid + 0.5) / grid
                d = primary(camera, sx, sy, size)
                t, what = closest(solids, planes, camera[0:3], d, FAR)
                if what == -9:
                    continue
                m, _, q = describe(solids, planes, what, camera[0:3] + t * d)
                lit = fetch(light, guide, what * 64 + m, sy * ratio, sx * ratio)
                part = 1.0 / (grid * grid)
                depth[j, i] += t * part
                slot = int(materials[m, 9])
                if slot >= 0:
                    layers[slot, j, i, 0] += part
                    for c in range(3):
                        white = max(lit[c] * exposure[c], 0.0) ** (1 / 2.2)
                        both = max((0.5 * lit[c] + lit[c + 3]) * exposure[c], 0.0) ** (1 / 2.2)
                        half = max(0.5 * lit[c] * exposure[c], 0.0) ** (1 / 2.2)
                        layers[slot, j, i, 1 + c] += part * white
                        layers[slot, j, i, 4 + c] += part * (both - half)
                    continue
                albedo, gloss = colour_at(materials, m, q, t)
                for c in range(3):
                    diffuse = 0.0 if materials[m, 8] > 0 else albedo[c] * lit[c]
                    value = (diffuse + gloss * lit[c + 3]) * exposure[c]
                    picture[j, i, c] += part * encode(value)
    return picture, layers, depth
