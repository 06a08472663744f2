"""Colour of a point and of a pixel: materials, paint, print and seams in the light of `light`."""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel
from figures.generation.studio.kernels.light import (
    KEY_X,
    KEY_Y,
    KEY_Z,
    Doubles,
    Floats,
    Vector,
    diffuse,
    key_shadow,
    occlusion,
    smooth,
    smoothed,
    specular,
    unit,
)
from figures.generation.studio.kernels.raster import offset

# Columns of the material table.
RED, GREEN, BLUE, ROUGHNESS, REFLECTANCE, SCATTER, MODULATION, TEXTURED = 0, 1, 2, 3, 4, 5, 6, 7
PRINTED, SHEEN, FORM = 8, 9, 10
MATERIAL_COLUMNS = 11
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
EXPOSURE = 0.467
# Share of what hair mirrors that takes on its colour.
HAIR_TINT = 0.45
# Linear light below which a colour is as good as black: its hue does not show in reflections.
COLOURLESS = 0.04
# Light on fibres at the edge of cloth: black wool keeps its shape.
FIBRE_LIGHT = 0.05
# Turned away further than light wraps around: no shadow is needed, and none may be missed before.
UNLIT = -0.56
# The face texture covers this window of the head, in face units, and fades in over this depth.
FACE_LEFT, FACE_TOP, FACE_EXTENT = -1.15, 1.05, 2.3
FACE_FADE_FROM, FACE_FADE_TO = 0.02, 0.16
# Samples of one pixel share one colour if their normals agree this well.
SAME_SURFACE = 0.90
BRIGHTEST = 2.0

Bytes = NDArray[np.uint8]


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
        fade = on * smooth(FACE_FADE_FROM, FACE_FADE_TO, anchor[2])
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
    form: Floats,
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
    v = unit(eye[0] - p[0], eye[1] - p[1], eye[2] - p[2])
    n = _facing(unit(raw[0], raw[1], raw[2]), v)
    r, g, b, rough, f0, scatter = _surface(row, texture, anchor, ink, facts, p, n, pixel)
    ao = occlusion(field, origin, step, p, n)
    lit = 1.0
    if n[0] * KEY_X + n[1] * KEY_Y + n[2] * KEY_Z > UNLIT:
        lit = key_shadow(field, origin, step, p, n)
    light = diffuse(n, (r, g, b), lit, ao, scatter)
    coat, tint = n, 0.0
    if row[MODULATION] > 0:
        # Strands pass light on to each other: what they mirror takes on their colour.
        tint = HAIR_TINT / (max(r, max(g, b)) + COLOURLESS)
        coat = _facing(smoothed(form, origin, step, p, n, row[FORM]), v)
    # Reflections fade in creases and, less, in the key's shadow.
    open_ = min(1.0, ao * 1.25) * (0.55 + 0.45 * lit)
    shine = specular(coat, v, rough, f0, open_, field, origin, step, p)
    # What is reflected does not reach the colour beneath; cloth's fibres catch light at the edge.
    edge = 1 - (n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    under = EXPOSURE * (1 - f0 - 0.35 * (1 - rough) * edge**5)
    fibres = row[SHEEN] * edge * edge * edge
    under *= 1 + fibres
    shine += FIBRE_LIGHT * fibres * ao
    own = 1.0 if tint == 0.0 else 1 - HAIR_TINT + tint * COLOURLESS
    return (
        light[0] * under + shine * (own + tint * r),
        light[1] * under + shine * (own + tint * g),
        light[2] * under + shine * (own + tint * b),
    )


@njit(fastmath=True, inline="always")
def _one_surface(
    ids: NDArray[np.int32],
    y: int,
    x: int,
    samples: int,
    triangles: NDArray[np.int32],
    normals: Floats,
    material_of: NDArray[np.int32],
) -> bool:
    """Whether the samples of a pixel lie on one smooth surface."""
    first = ids[y * samples, x * samples]
    if first < 0:
        return False
    a = triangles[first, 0]
    last = first
    for i in range(y * samples, (y + 1) * samples):
        for j in range(x * samples, (x + 1) * samples):
            t = ids[i, j]
            if t == last:
                continue
            if t < 0 or material_of[t] != material_of[first]:
                return False
            b = triangles[t, 0]
            agree = (
                normals[a, 0] * normals[b, 0]
                + normals[a, 1] * normals[b, 1]
                + normals[a, 2] * normals[b, 2]
            )
            if agree <= SAME_SURFACE:
                return False
            last = t
    return True


@njit(fastmath=True, inline="always")
def _quarter(
    ids: NDArray[np.int32], y: int, x: int, samples: int, q: int
) -> tuple[int, int, int, int]:
    """Covered samples in a quarter of a pixel, the first one's triangle, and its column and row."""
    half = samples // 2
    hits, t, column, row = 0, -1, 0, 0
    top, left = y * samples + (q >> 1) * half, x * samples + (q & 1) * half
    for i in range(top, top + half):
        for j in range(left, left + half):
            if ids[i, j] < 0:
                continue
            if hits == 0:
                t, column, row = ids[i, j], j, i
            hits += 1
    return hits, t, column, row


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
    form: Floats,
    origin: Doubles,
    step: float,
    screen: Doubles,
    first: int,
    samples: int,
) -> None:
    """Shade a strip: once a pixel, four times where an edge runs through it (in place).

    Args:
        image: (H, W, 4) linear RGB, not premultiplied, and coverage 0..1.
        ids: (samples x H, samples x W) triangle at each sample, -1 for none.
        triangles: (m, 3) vertex indices.
        vertices: (n, 3) positions, mm.
        normals: (n, 3) unit normals.
        anchors: (n, 3) face units x, y, z of a vertex on the head, for hair the third is the
            strand's tone; below the head the first is the distance to the mould's seam, mm.
        material_of: (m,) row of the material of each triangle.
        materials: (k, 11) table, columns named above.
        texture: (T, T, 4) face colour as sRGB and gloss, bytes.
        ink: (h, w) signed distances to the printed letters, mm.
        facts: (6,) what comes with a print, named above.
        pixel: width of a pixel on the figure, mm.
        eye: (3,) camera, mm.
        field: distance grid of the scene, mm.
        form: the same, blurred, with cells FORM_CELLS times as wide.
        origin: (3,) position of its cell 0, mm.
        step: its cell size, mm.
        screen: (n, 3) vertices on the sample grid with inverse depth.
        first: row of the picture the strip begins at.
        samples: samples a pixel each way, 2 or 4.

    """
    height, width = image.shape[0], image.shape[1]
    for y in prange(height):
        for x in range(width):
            smooth = _one_surface(ids, y, x, samples, triangles, normals, material_of)
            hits = 0
            r = g = b = 0.0
            # An edge is shaded once a quarter and weighed by the samples it covers there.
            for q in range(1 if smooth else 4):
                share, t, column, row = _quarter(ids, y, x, samples, q)
                if share == 0:
                    continue
                px = column + offset(row)
                py = row + 1.0 - offset(column) + first * samples
                if smooth:
                    # The middle's own triangle: another one's plane may run far off by there.
                    t = ids[y * samples + samples // 2, x * samples + samples // 2]
                    px, py = samples * (x + 0.5), samples * (y + first + 0.5)
                c = _shade(
                    t, px, py, triangles, vertices, normals, anchors, material_of, materials,
                    texture, ink, facts, pixel, eye, field, form, origin, step, screen,
                )  # fmt: skip
                r += share * min(c[0], BRIGHTEST)
                g += share * min(c[1], BRIGHTEST)
                b += share * min(c[2], BRIGHTEST)
                hits += share
            if hits == 0:
                continue
            image[y, x, 0] = r / hits
            image[y, x, 1] = g / hits
            image[y, x, 2] = b / hits
            image[y, x, 3] = 1.0 if smooth else hits / (samples * samples)
