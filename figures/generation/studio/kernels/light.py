"""The studio's light on vinyl: softboxes, occlusion, the key's shadow, diffuse light, reflections.

A diffuse part wrapped around the terminator (a cheap stand-in for light scattered under vinyl) and
a reflection of five softboxes. Ambient occlusion and the soft key shadow are marched through the
scene's distance grid, so they carry no noise.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from figures.generation.studio.kernels.distance import trilinear

# Unit direction towards the key light: upper left, in front.
KEY_X, KEY_Y, KEY_Z = -0.5015, 0.6219, 0.6018
KEY_STRENGTH = 2.05
# A large softbox: half its width over its distance; no penumbra is wider than this, mm, as the
# distance grid knows nothing further away.
SHADOW_STEPS, SHADOW_REACH, SHADOW_SOFTNESS, SHADOW_WIDEST = 26, 75.0, 0.34, 11.0
OCCLUSION_STEPS = 5
# Shade is more saturated than light by this, and by so much more where light scatters.
FULL_LIGHT, SHADE_DEPTH, SHADE_SCATTER = 2.4, 0.10, 0.20
# Share of a mirror's reflection at a glance.
GRAZING = 0.45
# Cells of the scene's distance grid in one of the blurred grid, each way.
FORM_CELLS = 4


def _box(toward: tuple[float, float, float], wide: float, tall: float, light: float) -> list[float]:
    """Row of one softbox: unit directions to it, across it and along it, half sizes, radiance."""
    ahead = np.array(toward) / np.linalg.norm(toward)
    across = np.cross([0.0, 1.0, 0.0], ahead)
    across /= np.linalg.norm(across)
    return [*ahead, *across, *np.cross(ahead, across), wide, tall, light]


# The studio: a window at the upper left, a tall strip at the right, a bank overhead, and two
# strips behind that draw the outline on dark ground. Half sizes over distance.
BOXES = np.array(
    [
        _box((KEY_X, KEY_Y, KEY_Z), 0.34, 0.46, 5.2),
        _box((0.82, 0.16, 0.55), 0.16, 0.95, 1.7),
        _box((0.0, 0.93, 0.36), 0.85, 0.30, 0.9),
        _box((0.86, 0.20, -0.47), 0.30, 1.10, 2.0),
        _box((-0.86, 0.26, -0.44), 0.24, 1.00, 1.7),
    ]
)

Vector = tuple[float, float, float]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@njit(fastmath=True, inline="always")
def unit(x: float, y: float, z: float) -> Vector:
    """Vector of length 1."""
    s = 1.0 / math.sqrt(x * x + y * y + z * z + 1e-12)
    return x * s, y * s, z * s


@njit(fastmath=True, inline="always")
def smooth(a: float, b: float, x: float) -> float:
    """0 at a, 1 at b, without a kink at either."""
    t = min(1.0, max(0.0, (x - a) / (b - a)))
    return t * t * (3 - 2 * t)


@njit(fastmath=True, inline="always")
def _softbox(box: int, x: float, y: float, z: float, blur: float) -> float:
    """Radiance of one rectangular softbox in a direction; a blurred one spreads its light."""
    ahead = BOXES[box, 0] * x + BOXES[box, 1] * y + BOXES[box, 2] * z
    if ahead <= 0.04:
        return 0.0
    across = abs(BOXES[box, 3] * x + BOXES[box, 4] * y + BOXES[box, 5] * z) / ahead
    along = abs(BOXES[box, 6] * x + BOXES[box, 7] * y + BOXES[box, 8] * z) / ahead
    wide, tall = BOXES[box, 9], BOXES[box, 10]
    seen = smooth(wide + blur, wide - blur, across) * smooth(tall + blur, tall - blur, along)
    return BOXES[box, 11] * seen * min(1.0, ahead * 3)


@njit(fastmath=True, inline="always")
def radiance(x: float, y: float, z: float, roughness: float) -> float:
    """Radiance of the studio in one direction, blurred by the roughness."""
    blur = 0.03 + 2.2 * roughness * roughness
    v = 0.17 + 0.13 * y
    for box in range(5):
        v += _softbox(box, x, y, z, blur)
    return v


@njit(fastmath=True, inline="always")
def occlusion(field: Floats, origin: Doubles, step: float, p: Vector, n: Vector) -> float:
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
def key_shadow(field: Floats, origin: Doubles, step: float, p: Vector, n: Vector) -> float:
    """1 lit, 0 in full shadow of the key light.

    A surface's own turning away is no shadow: what a plane would hide of the softbox is added
    back, and `_diffuse` wraps light around the form instead. Else each bump had a dark edge.
    """
    x, y, z = p[0] + n[0] * 0.6, p[1] + n[1] * 0.6, p[2] + n[2] * 0.6
    own = max(0.0, SHADOW_SOFTNESS - n[0] * KEY_X - n[1] * KEY_Y - n[2] * KEY_Z)
    lit = 1.0
    far = 1.2
    for _ in range(SHADOW_STEPS):
        d = trilinear(
            field,
            (x + KEY_X * far - origin[0]) / step,
            (y + KEY_Y * far - origin[1]) / step,
            (z + KEY_Z * far - origin[2]) / step,
        )
        wide = min(SHADOW_WIDEST, SHADOW_SOFTNESS * far)
        lit = min(lit, 0.5 + 0.5 * (d + min(own * far, SHADOW_WIDEST + abs(d))) / wide)
        if lit <= 0:
            break
        far += max(0.8, min(4.0, abs(d)))
        if far > SHADOW_REACH:
            break
    lit = max(0.0, lit)
    return lit * lit * (3 - 2 * lit)


@njit(fastmath=True, inline="always")
def bounced(open_: float, albedo: float) -> float:
    """Open share of a crease seen with light that bounces in it: bright colours stay lighter.

    Source: J. Jimenez et al., "Practical Realtime Strategies for Accurate Indirect Occlusion",
    2016.
    """
    a = 2.0404 * albedo - 0.3324
    b = -4.7951 * albedo + 0.6417
    c = 2.7552 * albedo + 0.6903
    return max(open_, ((open_ * a + b) * open_ + c) * open_)


@njit(fastmath=True, inline="always")
def _wrapped(ndl: float, wrap: float) -> float:
    """Light wrapped around the terminator, without a kink where it ends."""
    t = max(0.0, (ndl + wrap) / (1 + wrap))
    return t * (0.45 + 0.55 * t)


@njit(fastmath=True, inline="always")
def diffuse(n: Vector, albedo: Vector, lit: float, ao: float, scatter: float) -> Vector:
    """Light that leaves the point, per channel: key, fill and sky times the colour.

    Red travels furthest under vinyl, so it wraps furthest and leaks most into shadows; and what
    is in the shade is lit by its own colour once more. Both keep shadows warm, never grey.
    """
    ndl = n[0] * KEY_X + n[1] * KEY_Y + n[2] * KEY_Z
    fill = 0.62 * max(0.0, (0.80 * n[0] + 0.15 * n[1] + 0.58 * n[2] + 0.35) / 1.35)
    fill *= 0.45 + 0.55 * ao
    rim = 0.25 * max(0.0, -0.75 * n[2] + 0.5 * n[1] + 0.25 * n[0]) * ao
    sky = 0.46 + 0.20 * n[1]
    dark = (1 - lit) * scatter
    kr = KEY_STRENGTH * _wrapped(ndl, 0.22 + 0.25 * scatter) * (lit + 0.21 * dark)
    kg = KEY_STRENGTH * _wrapped(ndl, 0.22 + 0.20 * scatter) * (lit + 0.16 * dark)
    kb = KEY_STRENGTH * _wrapped(ndl, 0.22 + 0.17 * scatter) * (lit + 0.12 * dark)
    r = kr + fill + rim + sky * bounced(ao, albedo[0])
    g = 0.985 * kg + 0.985 * fill + rim + 0.985 * sky * bounced(ao, albedo[1])
    b = 0.955 * kb + 0.965 * fill + rim + 0.97 * sky * bounced(ao, albedo[2])
    strongest = max(albedo[0], max(albedo[1], albedo[2])) + 1e-4
    shade = (SHADE_DEPTH + SHADE_SCATTER * scatter) * max(0.0, 1 - g / FULL_LIGHT)
    return (
        r * albedo[0] * (1 - shade * (1 - albedo[0] / strongest)),
        g * albedo[1] * (1 - shade * (1 - albedo[1] / strongest)),
        b * albedo[2] * (1 - shade * (1 - albedo[2] / strongest)),
    )


@njit(fastmath=True, inline="always")
def smoothed(form: Floats, origin: Doubles, step: float, p: Vector, n: Vector, k: float) -> Vector:
    """Bend a normal by a share towards that of the form beneath, from blurred distances.

    Hair mirrors the softboxes with it: else every strand has its own speck of light.
    """
    # A cell of `form` is the mean of that many of the scene's.
    wide = step * FORM_CELLS
    x = (p[0] - origin[0]) / wide - 0.5 + 0.5 / FORM_CELLS
    y = (p[1] - origin[1]) / wide - 0.5 + 0.5 / FORM_CELLS
    z = (p[2] - origin[2]) / wide - 0.5 + 0.5 / FORM_CELLS
    gx = gy = gz = 0.0
    for q in range(4):
        # Corners of a tetrahedron give the gradient by four samples.
        sx = 1.0 if q & 1 else -1.0
        sy = 1.0 if q & 2 else -1.0
        sz = sx * sy
        d = trilinear(form, x + sx, y + sy, z + sz)
        gx += sx * d
        gy += sy * d
        gz += sz * d
    g = unit(gx, gy, gz)
    if g[0] * n[0] + g[1] * n[1] + g[2] * n[2] < 0.1:
        return n
    return unit(n[0] + k * (g[0] - n[0]), n[1] + k * (g[1] - n[1]), n[2] + k * (g[2] - n[2]))


@njit(fastmath=True, inline="always")
def _unhidden(
    field: Floats, origin: Doubles, step: float, p: Vector, n: Vector, ray: Vector
) -> float:
    """How much of a mirrored direction other parts leave open, 0..1."""
    open_ = 1.0
    for k in range(1, 3):
        far = 3.2 * k * k - 0.7
        d = trilinear(
            field,
            (p[0] + n[0] * 0.6 + ray[0] * far - origin[0]) / step,
            (p[1] + n[1] * 0.6 + ray[1] * far - origin[1]) / step,
            (p[2] + n[2] * 0.6 + ray[2] * far - origin[2]) / step,
        )
        open_ = min(open_, max(0.0, 0.5 + d / far))
    return open_


@njit(fastmath=True, inline="always")
def specular(
    n: Vector,
    v: Vector,
    roughness: float,
    reflectance: float,
    open_: float,
    field: Floats,
    origin: Doubles,
    step: float,
    p: Vector,
) -> float:
    """Reflection of the studio by the coat."""
    nv = max(0.0, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    ray = (2 * nv * n[0] - v[0], 2 * nv * n[1] - v[1], 2 * nv * n[2] - v[2])
    # A rough coat's facets hide each other at a glance: the edge stays below a mirror's.
    edge = max(0.0, 1 - roughness) * GRAZING
    fresnel = reflectance + (edge - reflectance * edge) * (1 - nv) ** 5
    clear = _unhidden(field, origin, step, p, n, ray)
    return fresnel * radiance(ray[0], ray[1], ray[2], roughness) * clear * open_
