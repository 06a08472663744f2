"""Colour of a visible point: vinyl under three softboxes.

A diffuse part wrapped around the terminator (a cheap stand-in for light scattered under vinyl), a
GGX highlight and a reflection of the painted studio. Ambient occlusion and the soft key shadow are
marched through the scene's distance grid, so they carry no noise.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel
from figures.generation.studio.kernels.distance import trilinear

# Columns of the material table.
RED, GREEN, BLUE, ROUGHNESS, REFLECTANCE, SCATTER, MODULATION, TEXTURED = 0, 1, 2, 3, 4, 5, 6, 7
PRINTED, SHEEN = 8, 9
MATERIAL_COLUMNS = 10
# Numbers that come with a print: left and top edge and size of a texel in mm, linear ink.
PRINT_LEFT, PRINT_TOP, PRINT_TEXEL, PRINT_RED, PRINT_GREEN, PRINT_BLUE = 0, 1, 2, 3, 4, 5
# Where two halves of a mould met: a hair line, mm wide, that takes this share of the light.
SEAM_MM, SEAM_DEPTH = 0.075, 0.13
# Plane of the head's seam behind the ears, face units, and a face unit in mm.
HEAD_SEAM_Z, FACE_UNIT_MM = -0.10, 21.5
_ENCODED = np.arange(256) / 255.0
# Linear light of an sRGB byte.
LINEAR = np.where(
    _ENCODED <= 0.04045, _ENCODED / 12.92, ((_ENCODED + 0.055) / 1.055) ** 2.4
).astype(np.float32)
# Unit direction towards the key light: upper left, in front.
KEY_X, KEY_Y, KEY_Z = -0.5015, 0.6219, 0.6018
KEY_STRENGTH = 2.05
EXPOSURE = 0.45
SHADOW_STEPS, SHADOW_REACH, SHADOW_SOFTNESS = 26, 75.0, 0.16
OCCLUSION_STEPS = 5
# Turned away further than light wraps around: no shadow is needed, and none may be missed before.
UNLIT = -0.45
# The face texture covers this window of the head, in face units, and fades in over this depth.
FACE_LEFT, FACE_TOP, FACE_EXTENT = -1.15, 1.05, 2.3
FACE_FADE_FROM, FACE_FADE_TO = 0.02, 0.16
# Samples of one pixel share one colour if their normals agree this well.
SAME_SURFACE = 0.90
BRIGHTEST = 2.0

Vector = tuple[float, float, float]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bytes = NDArray[np.uint8]


@njit(fastmath=True, inline="always")
def _smooth(a: float, b: float, x: float) -> float:
    t = min(1.0, max(0.0, (x - a) / (b - a)))
    return t * t * (3 - 2 * t)


@njit(fastmath=True, inline="always")
def _studio(x: float, y: float, z: float, roughness: float) -> float:
    """Radiance of the studio in one direction, blurred by the roughness."""
    b = 0.06 + 0.5 * roughness
    v = 0.30 + 0.22 * y
    key = -0.55 * x + 0.60 * y + 0.58 * z
    v += 3.2 * _smooth(0.90 - b * 0.5, 0.90 + b * 0.25, key) / (1.0 + 3.0 * roughness)
    strip = 0.88 * x + 0.18 * y + 0.43 * z
    v += 1.6 * _smooth(0.93 - b * 0.4, 0.93 + b * 0.2, strip) / (1.0 + 3.0 * roughness)
    v += 0.9 * _smooth(0.80 - b, 0.80 + b, y) / (1.0 + roughness)
    v += 0.9 * _smooth(0.72 - b, 0.72 + b, -z * 0.8 + y * 0.4) / (1.0 + roughness)
    return v


@njit(fastmath=True, inline="always")
def _occlusion(field: Floats, origin: Doubles, step: float, p: Vector, n: Vector) -> float:
    """1 in the open, 0 in a closed crease."""
    ox, oy, oz = p[0] + n[0] * 0.5, p[1] + n[1] * 0.5, p[2] + n[2] * 0.5
    total = 0.0
    weights = 0.0
    for k in range(1, OCCLUSION_STEPS + 1):
        far = k * k * 0.42
        d = trilinear(
            field,
            (ox + n[0] * far - origin[0]) / step,
            (oy + n[1] * far - origin[1]) / step,
            (oz + n[2] * far - origin[2]) / step,
        )
        w = 1.0 / (1.0 + 0.55 * k)
        total += w * max(0.0, min(1.0, (d + 0.25) / (far + 0.5)))
        weights += w
    open_ = total / weights
    return open_ * open_ * (3 - 2 * open_) * 0.55 + open_ * 0.45


@njit(fastmath=True, inline="always")
def _key_shadow(field: Floats, origin: Doubles, step: float, p: Vector, n: Vector) -> float:
    """1 lit, 0 in full shadow of the key light."""
    x, y, z = p[0] + n[0] * 0.6, p[1] + n[1] * 0.6, p[2] + n[2] * 0.6
    lit = 1.0
    far = 1.2
    for _ in range(SHADOW_STEPS):
        d = trilinear(
            field,
            (x + KEY_X * far - origin[0]) / step,
            (y + KEY_Y * far - origin[1]) / step,
            (z + KEY_Z * far - origin[2]) / step,
        )
        lit = min(lit, 0.5 + 0.5 * d / (SHADOW_SOFTNESS * far))
        if lit <= 0:
            break
        far += max(0.7, min(4.0, abs(d)))
        if far > SHADOW_REACH:
            break
    lit = max(0.0, lit)
    return lit * lit * (3 - 2 * lit)


@njit(fastmath=True, inline="always")
def _face_texel(texture: Bytes, a0: float, a1: float) -> tuple[float, float, float, float, float]:
    """Bilinear face colour, gloss, and 1 or 0: whether the point lies on the texture."""
    height, width = texture.shape[0], texture.shape[1]
    u = (a0 - FACE_LEFT) / FACE_EXTENT * width - 0.5
    v = (FACE_TOP - a1) / FACE_EXTENT * height - 0.5
    if u <= 0 or v <= 0 or u >= width - 2 or v >= height - 2:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    iu, iv = int(u), int(v)
    fu, fv = u - iu, v - iv
    r = g = b = gloss = 0.0
    for q in range(4):
        dy, dx = q >> 1, q & 1
        w = (fu if dx else 1 - fu) * (fv if dy else 1 - fv)
        r += w * LINEAR[texture[iv + dy, iu + dx, 0]]
        g += w * LINEAR[texture[iv + dy, iu + dx, 1]]
        b += w * LINEAR[texture[iv + dy, iu + dx, 2]]
        gloss += w * texture[iv + dy, iu + dx, 3] / 255.0
    return r, g, b, gloss, 1.0


@njit(fastmath=True, inline="always")
def _diffuse(n: Vector, lit: float, ao: float, scatter: float) -> Vector:
    """Light that arrives at the point, per channel: warm key, neutral fill, cool sky."""
    ndl = n[0] * KEY_X + n[1] * KEY_Y + n[2] * KEY_Z
    wrap = 0.12 + 0.30 * scatter
    key = max(0.0, (ndl + wrap) / (1 + wrap)) * (lit + (1 - lit) * 0.12 * scatter)
    key *= KEY_STRENGTH
    fill = max(0.0, (0.80 * n[0] + 0.15 * n[1] + 0.58 * n[2] + 0.25) / 1.25) * (0.5 + 0.5 * ao)
    rim = max(0.0, -0.75 * n[2] + 0.5 * n[1] + 0.25 * n[0]) * ao
    sky = 0.5 + 0.5 * n[1]
    r = key + 0.46 * fill + (0.44 * sky + 0.24) * ao + 0.25 * rim
    g = key * 0.965 + 0.46 * fill + (0.45 * sky + 0.225) * ao + 0.25 * rim
    b = key * 0.91 + 0.47 * fill + (0.475 * sky + 0.21) * ao + 0.27 * rim
    bleed = max(0.0, 1 - abs(ndl - 0.05) * 2.6) * lit + 0.6 * (1 - ao)
    return r + scatter * bleed * 0.34, g + scatter * bleed * 0.05, b


@njit(fastmath=True, inline="always")
def _specular(
    n: Vector, v: Vector, roughness: float, reflectance: float, hairy: bool, lit: float, ao: float
) -> float:
    nv = n[0] * v[0] + n[1] * v[1] + n[2] * v[2]
    rx, ry, rz = 2 * nv * n[0] - v[0], 2 * nv * n[1] - v[1], 2 * nv * n[2] - v[2]
    grazing = (1 - reflectance) * (1 - nv) ** 5 * (1 - roughness)
    fresnel = reflectance + grazing * (0.25 if hairy else 0.40)
    ndl = n[0] * KEY_X + n[1] * KEY_Y + n[2] * KEY_Z
    open_ = min(1.0, ao * 1.25) * (0.35 + 0.65 * lit if ndl > 0 else 0.6)
    reflected = fresnel * _studio(rx, ry, rz, roughness) * open_
    hx, hy, hz = KEY_X + v[0], KEY_Y + v[1], KEY_Z + v[2]
    nh = max(0.0, (n[0] * hx + n[1] * hy + n[2] * hz) / math.sqrt(hx * hx + hy * hy + hz * hz))
    alpha = roughness * roughness + 0.002
    ggx = alpha * alpha / (math.pi * ((nh * nh * (alpha * alpha - 1) + 1) ** 2) + 1e-6)
    return reflected + reflectance * min(ggx, 18.0) * 0.25 * max(0.0, ndl) * lit * 1.2


@njit(fastmath=True, inline="always")
def _weights(screen: Doubles, i0: int, i1: int, i2: int, px: float, py: float) -> Vector:
    """Perspective-correct barycentric weights of a screen point."""
    xa, xb, xc = screen[i0, 0], screen[i1, 0], screen[i2, 0]
    ya, yb, yc = screen[i0, 1], screen[i1, 1], screen[i2, 1]
    inverse = 1.0 / ((xb - xa) * (yc - ya) - (xc - xa) * (yb - ya))
    w0 = ((xb - px) * (yc - py) - (xc - px) * (yb - py)) * inverse
    w1 = ((xc - px) * (ya - py) - (xa - px) * (yc - py)) * inverse
    w2 = (1 - w0 - w1) * screen[i2, 2]
    w0 *= screen[i0, 2]
    w1 *= screen[i1, 2]
    s = 1.0 / (w0 + w1 + w2)
    return w0 * s, w1 * s, w2 * s


@njit(fastmath=True, inline="always")
def _mix(table: Floats, i0: int, i1: int, i2: int, w: Vector) -> Vector:
    return (
        w[0] * table[i0, 0] + w[1] * table[i1, 0] + w[2] * table[i2, 0],
        w[0] * table[i0, 1] + w[1] * table[i1, 1] + w[2] * table[i2, 1],
        w[0] * table[i0, 2] + w[1] * table[i1, 2] + w[2] * table[i2, 2],
    )


@njit(fastmath=True, inline="always")
def _unit(x: float, y: float, z: float) -> Vector:
    s = 1.0 / math.sqrt(x * x + y * y + z * z + 1e-12)
    return x * s, y * s, z * s


@njit(fastmath=True, inline="always")
def _facing(n: Vector, v: Vector) -> Vector:
    """Bend the normal just enough to face the camera, as interpolated ones may not."""
    nv = n[0] * v[0] + n[1] * v[1] + n[2] * v[2]
    if nv >= 0.02:
        return n
    lift = 0.02 - nv
    return n[0] + v[0] * lift, n[1] + v[1] * lift, n[2] + v[2] * lift


@njit(fastmath=True, inline="always")
def _ink(ink: Floats, facts: Doubles, p: Vector, pixel: float) -> float:
    """Coverage of the print at a place on the chest, from its distance map: sharp at any size."""
    u = (p[0] - facts[PRINT_LEFT]) / facts[PRINT_TEXEL] - 0.5
    v = (facts[PRINT_TOP] - p[1]) / facts[PRINT_TEXEL] - 0.5
    height, width = ink.shape
    if u <= 0 or v <= 0 or u >= width - 2 or v >= height - 2:
        return 0.0
    iu, iv = int(u), int(v)
    fu, fv = u - iu, v - iv
    upper = ink[iv, iu] * (1 - fu) + ink[iv, iu + 1] * fu
    lower = ink[iv + 1, iu] * (1 - fu) + ink[iv + 1, iu + 1] * fu
    return min(1.0, max(0.0, 0.5 - (upper * (1 - fv) + lower * fv) / pixel))


@njit(fastmath=True, inline="always")
def _seam(row: Floats, anchor: Vector, pixel: float) -> float:
    """Light left by the mould's seam; it fades where a pixel is wider than the line."""
    if row[MODULATION] > 0:
        return 1.0
    far = anchor[0]
    if row[TEXTURED] > 0:
        far = (anchor[2] - HEAD_SEAM_Z) * FACE_UNIT_MM
    line = far / SEAM_MM
    if abs(line) > 3.0:
        return 1.0
    return 1.0 - SEAM_DEPTH * math.exp(-line * line) * min(1.0, SEAM_MM / pixel)


@njit(fastmath=True, inline="always")
def _surface(
    row: Floats,
    texture: Bytes,
    anchor: Vector,
    ink: Floats,
    facts: Doubles,
    p: Vector,
    n: Vector,
    pixel: float,
) -> tuple[float, float, float, float, float, float]:
    """Colour, roughness, reflectance and scatter of a material at a point."""
    r, g, b, rough, f0, scatter = row[0], row[1], row[2], row[3], row[4], row[5]
    if row[TEXTURED] > 0:
        tr, tg, tb, gloss, on = _face_texel(texture, anchor[0], anchor[1])
        fade = on * _smooth(FACE_FADE_FROM, FACE_FADE_TO, anchor[2])
        r += (tr - r) * fade
        g += (tg - g) * fade
        b += (tb - b) * fade
        rough += (0.08 - rough) * gloss * fade
        f0 += (0.05 - f0) * gloss * fade
        scatter *= 1 - gloss * fade
    elif row[MODULATION] > 0:
        f = 1 + row[MODULATION] * anchor[2]
        r *= f
        g *= f
        b *= f
    elif row[PRINTED] > 0 and n[2] > 0:
        share = _ink(ink, facts, p, pixel)
        r += (facts[PRINT_RED] - r) * share
        g += (facts[PRINT_GREEN] - g) * share
        b += (facts[PRINT_BLUE] - b) * share
        rough += (0.36 - rough) * share
    f = _seam(row, anchor, pixel)
    return r * f, g * f, b * f, rough, f0, scatter


@njit(fastmath=True, inline="always")
def _shade(
    t: int,
    px: float,
    py: float,
    triangles: NDArray[np.int32],
    vertices: Floats,
    normals: Floats,
    anchors: Floats,
    material_of: NDArray[np.int32],
    materials: Floats,
    texture: Bytes,
    ink: Floats,
    facts: Doubles,
    pixel: float,
    eye: Doubles,
    field: Floats,
    origin: Doubles,
    step: float,
    screen: Doubles,
) -> Vector:
    i0, i1, i2 = triangles[t, 0], triangles[t, 1], triangles[t, 2]
    w = _weights(screen, i0, i1, i2, px, py)
    p = _mix(vertices, i0, i1, i2, w)
    raw = _mix(normals, i0, i1, i2, w)
    anchor = _mix(anchors, i0, i1, i2, w)
    row = materials[material_of[t]]
    v = _unit(eye[0] - p[0], eye[1] - p[1], eye[2] - p[2])
    n = _facing(_unit(raw[0], raw[1], raw[2]), v)
    r, g, b, rough, f0, scatter = _surface(row, texture, anchor, ink, facts, p, n, pixel)
    ao = _occlusion(field, origin, step, p, n)
    lit = 1.0
    if n[0] * KEY_X + n[1] * KEY_Y + n[2] * KEY_Z > UNLIT:
        lit = _key_shadow(field, origin, step, p, n)
    light = _diffuse(n, lit, ao, scatter)
    shine = _specular(n, v, rough, f0, row[MODULATION] > 0, lit, ao)
    # What is reflected does not reach the colour beneath; cloth's fibres catch light at the edge.
    edge = 1 - (n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    under = EXPOSURE * (1 - f0 - 0.35 * (1 - rough) * edge**5)
    under *= 1 + row[SHEEN] * edge * edge * edge
    return (
        r * light[0] * under + shine,
        g * light[1] * under + shine,
        b * light[2] * under + shine,
    )


@njit(fastmath=True, inline="always")
def _one_surface(
    i: int,
    j: int,
    k: int,
    m: int,
    triangles: NDArray[np.int32],
    normals: Floats,
    material_of: NDArray[np.int32],
) -> bool:
    """Whether the four samples of a pixel lie on one smooth surface."""
    if min(min(i, j), min(k, m)) < 0:
        return False
    material = material_of[i]
    if material_of[j] != material or material_of[k] != material or material_of[m] != material:
        return False
    a, b = triangles[i, 0], triangles[m, 0]
    agree = (
        normals[a, 0] * normals[b, 0]
        + normals[a, 1] * normals[b, 1]
        + normals[a, 2] * normals[b, 2]
    )
    return agree > SAME_SURFACE


@parallel
def resolve(
    image: Floats,
    ids: NDArray[np.int32],
    triangles: NDArray[np.int32],
    vertices: Floats,
    normals: Floats,
    anchors: Floats,
    material_of: NDArray[np.int32],
    materials: Floats,
    texture: Bytes,
    ink: Floats,
    facts: Doubles,
    pixel: float,
    eye: Doubles,
    field: Floats,
    origin: Doubles,
    step: float,
    screen: Doubles,
    first: int,
) -> None:
    """Shade a strip: once a pixel, four times where an edge runs through it (in place).

    Args:
        image: (H, W, 4) linear RGB, not premultiplied, and coverage 0..1.
        ids: (2H, 2W) triangle at each sample, -1 for none.
        triangles: (m, 3) vertex indices.
        vertices: (n, 3) positions, mm.
        normals: (n, 3) unit normals.
        anchors: (n, 3) face units x, y, z of a vertex on the head, for hair the third is the
            strand's tone; below the head the first is the distance to the mould's seam, mm.
        material_of: (m,) row of the material of each triangle.
        materials: (k, 10) table, columns named above.
        texture: (T, T, 4) face colour as sRGB and gloss, bytes.
        ink: (h, w) signed distances to the printed letters, mm.
        facts: (6,) what comes with a print, named above.
        pixel: width of a pixel on the figure, mm.
        eye: (3,) camera, mm.
        field: distance grid of the scene, mm.
        origin: (3,) position of its cell 0, mm.
        step: its cell size, mm.
        screen: (n, 3) vertices on the sample grid with inverse depth.
        first: row of the picture the strip begins at.

    """
    height, width = image.shape[0], image.shape[1]
    for y in prange(height):
        for x in range(width):
            i, j = ids[2 * y, 2 * x], ids[2 * y, 2 * x + 1]
            k, m = ids[2 * y + 1, 2 * x], ids[2 * y + 1, 2 * x + 1]
            if max(max(i, j), max(k, m)) < 0:
                continue
            samples = 4
            if _one_surface(i, j, k, m, triangles, normals, material_of):
                samples = 1
            hits = 0
            r = g = b = 0.0
            for q in range(samples):
                t = ids[2 * y + (q >> 1), 2 * x + (q & 1)]
                if t < 0:
                    continue
                px = 2 * x + 1.0 if samples == 1 else 2 * x + (q & 1) + 0.5
                py = 2 * (y + first) + (1.0 if samples == 1 else (q >> 1) + 0.5)
                c = _shade(
                    t, px, py, triangles, vertices, normals, anchors, material_of, materials,
                    texture, ink, facts, pixel, eye, field, origin, step, screen,
                )  # fmt: skip
                r += min(c[0], BRIGHTEST)
                g += min(c[1], BRIGHTEST)
                b += min(c[2], BRIGHTEST)
                hits += 1
            image[y, x, 0] = r / hits
            image[y, x, 1] = g / hits
            image[y, x, 2] = b / hits
            image[y, x, 3] = hits / samples
