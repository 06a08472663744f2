"""Procedural surface detail: hashed value noise, and the materials made of it (compiled)."""

import math

from numba import njit

FLAT, PLASTER, WOOD, PAPER, BRUSHED, LINEN = range(6)


@njit(fastmath=True)
def hash3(x: int, y: int, z: int) -> float:
    """Return a repeatable pseudo-random number in [0, 1) of three integers."""
    h = (x * 374761393 + y * 668265263 + z * 1442695041) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((h ^ (h >> 15)) & 0xFFFFFF) / 16777216.0


@njit(fastmath=True)
def noise3(x: float, y: float, z: float) -> float:
    """Value noise in [-1, 1], one cycle a unit."""
    xi, yi, zi = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - xi, y - yi, z - zi
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    i, j, k = int(xi), int(yi), int(zi)
    total = 0.0
    for a in range(2):
        wa = u if a else 1 - u
        for b in range(2):
            wb = v if b else 1 - v
            for c in range(2):
                wc = w if c else 1 - w
                total += wa * wb * wc * hash3(i + a, j + b, k + c)
    return 2.0 * total - 1.0


@njit(fastmath=True)
def fbm(x: float, y: float, z: float, octaves: int) -> float:
    """Sum of octaves of noise, about [-1, 1]."""
    total, amp = 0.0, 0.5
    for _ in range(octaves):
        total += amp * noise3(x, y, z)
        x, y, z = x * 2.03 + 17.1, y * 2.03 + 3.7, z * 2.03 + 9.2
        amp *= 0.5
    return total


@njit(fastmath=True)
def wood(x: float, y: float, z: float, plank: float) -> float:
    """Tone of a sawn board whose grain runs along x; metres; 0 = mean, about [-1, 1].

    `plank` is the board width across y (0: one board).
    """
    board = 0.0
    if plank > 0:
        board = math.floor(y / plank)
        x += 7.3 * hash3(int(board), 5, 1)
        z += 0.9 * hash3(int(board), 2, 8)
        y -= (board + 0.5 + 0.6 * (hash3(int(board), 1, 3) - 0.5)) * plank
    warp = fbm(x * 1.7, y * 9, z * 9 + board, 3)
    radius = math.sqrt(
        (y + 0.02 * warp) ** 2 + (0.05 + 0.03 * warp + 0.04 * noise3(x, 4, board)) ** 2
    )
    rings = radius * 190 + 1.3 * fbm(x * 5, y * 40, z * 40, 2)
    ring = rings - math.floor(rings)
    late = ring**3 * (1 - max(0.0, ring - 0.9) * 10)
    fibre = fbm(x * 26, y * 700, z * 700, 3)
    pore = fbm(x * 60, y * 1500, z * 1500 + board, 2)
    pores = max(0.0, pore - 0.28) * 1.6
    tone = -0.55 * late + 0.55 * fibre + 0.5 * warp - pores
    if plank > 0:
        tone += 0.9 * (hash3(int(board), 9, 4) - 0.5)
    return tone


@njit(fastmath=True)
def surface_tone(kind: int, x: float, y: float, z: float, scale: float) -> float:
    """How much lighter (+) or darker (-) a material is here, about [-1, 1]; local metres."""
    if kind == PLASTER:
        return 0.5 * fbm(x * 5, y * 5, z * 5, 4) + 0.5 * fbm(x * 260, y * 260, z * 260, 3)
    if kind == WOOD:
        return wood(x, y, z, scale)
    if kind == PAPER:
        return fbm(x * 900, y * 900, z * 900, 3)
    if kind == BRUSHED:
        return fbm(x * 9000, y * 9000, z * 9000, 2)
    if kind == LINEN:
        weave = math.sin(x * scale) * math.sin(y * scale)
        return 0.6 * weave + 0.5 * fbm(x * 700, y * 700, z * 700, 3)
    return 0.0
