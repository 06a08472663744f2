"""From a scene to a transparent picture."""

from collections.abc import Callable

import numpy as np

from figures.generation.studio.kernels.raster import rasterise
from figures.generation.studio.kernels.shading import resolve
from figures.generation.studio.render.camera import Framing, project
from figures.generation.studio.render.scene import Scene
from figures.generation.studio.space import Bytes, Floats

BANDS = 8
# Samples drawn at once, each with depth and triangle; a poster drawn whole would take gigabytes.
STRIP_SAMPLES = 2**22
# Small pictures are looked at pixel by pixel: their edges take sixteen samples instead of four.
FINE_HEIGHT, FINE, COARSE = 1400, 4, 2
KNEE = 0.72
FILMIC_SHARE = 0.20
LIFT = 1.08
CURVE_TOP, CURVE_STEPS = 3.0, 8192


def photograph(
    scene: Scene,
    framing: Framing,
    size: tuple[int, int],
    yaw_deg: float,
    pitch_deg: float,
    told: Callable[[float], None] | None = None,
    *,
    moving: bool = False,
) -> Bytes:
    """Render a scene, strip by strip.

    Args:
        scene: what to show.
        framing: which part of it.
        size: width and height in pixels.
        yaw_deg: camera to the viewer's right.
        pitch_deg: camera above.
        told: told 0..1 before each strip; what it raises ends the work.
        moving: one of many pictures shown in turn, where edges need no finest steps.

    Returns:
        (height, width, 4) straight sRGB and alpha; fully transparent pixels are black.

    """
    width, height = size
    samples = FINE if height < FINE_HEIGHT and not moving else COARSE
    screen, eye = project(scene.vertices, framing, size, yaw_deg, pitch_deg, samples)
    picture = np.empty((height, width, 4), np.uint8)
    rows = max(1, STRIP_SAMPLES * (samples // COARSE) // samples**2 // width)
    pixel = framing.height / height
    for top in range(0, height, rows):
        if told is not None:
            told(top / height)
        count = min(rows, height - top)
        ids = np.full((samples * count, samples * width), -1, np.int32)
        depth = np.zeros(ids.shape, np.float32)
        rasterise(ids, depth, screen, scene.triangles, BANDS, samples * top)
        light = np.zeros((count, width, 4), np.float32)
        resolve(
            light, ids, scene.triangles, scene.vertices, scene.normals, scene.anchors,
            scene.material_of, scene.materials, scene.texture, scene.ink.distances,
            scene.ink.facts, pixel, eye, scene.field, scene.form, scene.field_origin,
            scene.field_step, screen, top, samples,
        )  # fmt: skip
        _develop(light, picture[top : top + count])
    return picture


def _tone(x: Floats) -> Floats:
    """Scene light to sRGB 0..1: a soft knee that keeps toy colours saturated, a little filmic."""
    x = np.maximum(x, 0) * np.float32(LIFT)
    # K. Narkowicz, "ACES Filmic Tone Mapping Curve", 2015, slightly lifted.
    filmic = x * (2.51 * x * 0.62 + 0.03) / (x * (2.43 * x * 0.62 + 0.59) + 0.14)
    knee = np.where(x < KNEE, x, KNEE + (1 - KNEE) * (1 - np.exp(-(x - KNEE) / (1 - KNEE))))
    light = (1 - FILMIC_SHARE) * knee + FILMIC_SHARE * filmic
    curve = 1.055 * np.power(np.maximum(light, 1e-8), 1 / 2.4) - 0.055
    srgb = np.where(light <= 0.0031308, 12.92 * light, curve)
    return np.asarray(np.clip(srgb, 0, 1), np.float32)


# Square-root spacing spends the steps where the eye sees them, in the shadows.
_TABLE = np.rint(
    _tone(((np.arange(CURVE_STEPS) / (CURVE_STEPS - 1)) ** 2 * CURVE_TOP).astype(np.float32)) * 255
).astype(np.uint8)
_TABLE[0] = 0


def _develop(light: Floats, out: Bytes) -> None:
    """Light of a strip to bytes, written into `out`."""
    steps = np.sqrt(np.clip(light[..., :3] / CURVE_TOP, 0, 1)) * (CURVE_STEPS - 1)
    out[..., :3] = _TABLE[steps.astype(np.uint16)]
    out[..., 3] = light[..., 3] * 255 + 0.5
