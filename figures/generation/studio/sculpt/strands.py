"""Surface of the hair: bumps for curls, grooves for straight hair."""

import numpy as np
from scipy import ndimage

from figures.generation.studio.imaging import sample
from figures.generation.studio.kernels.noise import cellular
from figures.generation.studio.layout import from_toy
from figures.generation.studio.recipe import STRANDS_RANGE, Recipe
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import HAIR, UNIT_MM, Floats
from figures.generation.studio.styles import STYLES

CURL_HEIGHT, GROOVE_HEIGHT = 0.085, 0.026
CURL_SIZE, FINE_CURL_SIZE = 0.150, 0.075
# A displacement of more than this share of the shell's thickness tears holes.
SAFE_SHARE = 0.55
PARTING_X, PARTING_Z = 0.12, -0.12
GROOVES, GROOVE_PEAK, GROOVE_SPREAD = 60, 24, 13.0
SMOOTHING_CELLS = 0.75


def displace(
    distances: Floats, grid: Grid, recipe: Recipe, thickness: float
) -> tuple[Floats, Floats]:
    """Lay strands or curls on hair.

    Args:
        distances: smooth hair, face units.
        grid: where they lie.
        recipe: whose hair.
        thickness: thinnest place, face units.

    Returns:
        Distances in mm, and the lightness of the strands on the same grid, about -1..1.

    """
    seen = _seen_strands(grid, recipe)
    if recipe.hair.curly:
        tone, height = _curls(grid, recipe.seed) + 0.10 * seen, CURL_HEIGHT
    else:
        tone, height = _grooves(grid, recipe.seed, seen), GROOVE_HEIGHT
    height = min(height, thickness * SAFE_SHARE)
    tone = np.asarray(np.broadcast_to(tone, distances.shape), np.float32)
    near = np.clip(1 + distances / np.float32(0.12), 0, 1)
    displaced = (distances - np.float32(height) * tone * near) * np.float32(UNIT_MM)
    smooth = ndimage.gaussian_filter(displaced, SMOOTHING_CELLS * 0.4 / grid.step)
    return np.asarray(smooth, np.float32), np.ascontiguousarray(tone)


def _seen_strands(grid: Grid, recipe: Recipe) -> Floats:
    """Project the photo's strands through the head: (nx, ny, 1)."""
    x, y, _ = grid.face_axes()
    points = from_toy(np.stack(np.meshgrid(x, y, indexing="ij"), -1), STYLES[recipe.style])
    strands = recipe.hair.strands.values(*STRANDS_RANGE)
    return sample(strands, HAIR.to_pixels(points) - 0.5, cubic=True, outside=0.0)[:, :, None]


def _curls(grid: Grid, seed: int) -> Floats:
    large, fine = grid.empty(), grid.empty()
    cellular(large, grid.origin, grid.step, CURL_SIZE * UNIT_MM, seed)
    cellular(fine, grid.origin, grid.step, FINE_CURL_SIZE * UNIT_MM, seed + 7)
    tone = np.clip(1 - large * 2.6, -1, 1) * 0.8 + 0.35 * np.clip(0.6 - fine * 1.8, -1, 1)
    return np.asarray(tone, np.float32)


def _grooves(grid: Grid, seed: int, seen: Floats) -> Floats:
    """Waves that run down from a parting, mixed with the photo's strands in front."""
    x, y, z = np.meshgrid(*grid.face_axes(), indexing="ij", sparse=True)
    angle = np.arctan2(x - PARTING_X, z - PARTING_Z + 1e-6)
    radius = np.hypot(x - PARTING_X, z - PARTING_Z)
    angle = angle + 0.22 * np.sin(y * 2.6 + x * 1.3) * (y < 0.6)
    wave = _wave(seed)
    steps = np.clip((angle + np.pi) / (2 * np.pi) * (len(wave) - 1), 0, len(wave) - 1)
    tone = wave[steps.astype(np.int32)] * 0.5 * np.clip(radius / 0.18, 0, 1)
    front = np.clip(z / 0.3 + 0.4, 0, 1)
    return np.asarray(
        np.clip(tone * (1 - 0.45 * front) + 0.75 * seen * front, -1.2, 1.2), np.float32
    )


def _wave(seed: int) -> Floats:
    """Random ripple around a full turn; variance 1."""
    random = np.random.default_rng(seed)
    k = np.arange(1, GROOVES)
    size = random.standard_normal(len(k)) * np.exp(-(((k - GROOVE_PEAK) / GROOVE_SPREAD) ** 2))
    phase = random.random(len(k)) * 2 * np.pi
    turn = np.linspace(-np.pi, np.pi, 2048)[:, None]
    wave = (size * np.sin(k * turn + phase)).sum(1)
    return np.asarray(wave / wave.std(), np.float32)
