"""Trace a set and bake it into the layers that a scene file holds."""

from dataclasses import dataclass

import cv2
import numpy as np

from shop.mockups.tracing.arrays import Float, Table
from shop.mockups.tracing.passes import gather, resolve, smooth
from shop.mockups.tracing.tables import Stage

BEHIND = 0.62
"""How dark, in display values, it is in the gap behind a leaning card."""


@dataclass(frozen=True)
class Baked:
    """Display-referred layers, 0 to 1, `size` square.

    `picture` has black where art goes (for a decal: the bare surface); `layers` is
    (slots, size, size, 7): coverage, paper white, highlight, the last two weighted by coverage.
    `behind` is what a hole in the art shows.
    """

    picture: Float
    layers: Float
    behind: Float | None


def lit(stage: Stage, camera: Table, size: int, samples: int) -> tuple[Table, Table]:
    """Smoothed light (half, half, 6) of this set, and its guide."""
    e, s, var, guide = gather(*stage.tables(), camera, size // 2, samples)
    var_e, var_s = cv2.GaussianBlur(var, (0, 0), 1.5).transpose(2, 0, 1)
    for step in (1, 2, 4):
        e, var_e = smooth(e, np.ascontiguousarray(var_e), guide, step, 3.0)
        s, var_s = smooth(s, np.ascontiguousarray(var_s), guide, step, 5.0)
    s, _ = smooth(s, np.ascontiguousarray(var_s), guide, 8, 6.0)
    return np.concatenate([e, s], 2), guide


def exposure(stage: Stage, e: Table, guide: Table) -> Table:
    """Gain that puts brightly lit art at the set's `white`, its cast of colour mostly removed."""
    names = list(stage.materials)
    art = [names.index(m) for m in names if stage.materials[m].slot == 0]
    chosen = e[np.isin(guide[..., 0] % 64, art) & (guide[..., 0] >= 0)]
    if not len(chosen):
        raise ValueError("no art is in sight of the camera")
    level = float(np.percentile(chosen[:, 1], 80))
    cast = chosen.mean(0) / chosen.mean()
    gain: Table = stage.white / level / cast**0.75
    return gain


def bake(stage: Stage, size: int, samples: int, grid: int = 3) -> Baked:
    """Trace `stage` to layers of `size` pixels with `samples` paths a half-size pixel."""
    camera = stage.camera.row()
    light, guide = lit(stage, camera, size, samples)
    gain = exposure(stage, light[..., :3], guide)
    solids, planes, materials, _, _ = stage.tables()
    picture, layers, depth = resolve(
        solids, planes, materials, camera, light, guide, size, grid, gain
    )
    behind = None
    if stage.decal or stage.holes:
        empty = stage.without_art()
        light, guide = lit(empty, camera, size, samples)
        solids, planes, materials, _, _ = empty.tables()
        behind, _, far = resolve(solids, planes, materials, camera, light, guide, size, grid, gain)
        if stage.decal:
            picture, depth, behind = behind, far, None
    vig = vignette(size)
    picture = finish(picture, layers, depth, stage.blur) * vig[..., None]
    layers[..., 1:] *= vig[None, :, :, None]
    if behind is not None:
        behind = np.asarray(BEHIND * behind * vig[..., None], np.float32)
    return Baked(picture, layers, behind)


def vignette(size: int) -> Float:
    """Fall-off towards the corners, 1 in the middle."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / (size - 1) * 2 - 1
    fall: Float = (1 - 0.10 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.5).astype(np.float32)
    return fall


def finish(picture: Float, layers: Float, depth: Float, blur: float) -> Float:
    """Blur what lies in front of and behind the art, as a fast lens does; art stays sharp."""
    if blur <= 0:
        return picture
    size = picture.shape[0]
    cover = layers[..., 0].sum(0)
    near, far = (float(x) for x in np.percentile(depth[cover > 0.5], (1, 99)))
    behind = np.maximum(0, 1 / far - 1 / np.maximum(depth, 1e-3)) + np.maximum(
        0, 1 / np.maximum(depth, 1e-3) - 1 / near
    )
    radius = cv2.GaussianBlur(behind * far * blur * size * 0.012, (0, 0), size / 400)
    out = picture.copy()
    last, level = picture, 0.0
    for sigma in (size / 900, size / 400, size / 180):
        now = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
        t = np.clip((radius - level) / (sigma - level), 0, 1)[..., None]
        out = np.where(t > 0, last * (1 - t) + now * t, out)
        last, level = now, sigma
    return out.astype(np.float32)
