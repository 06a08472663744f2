"""A pinhole camera that keeps the whole figure in the picture at any angle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figures.generation.studio.space import Doubles, Floats

DISTANCE_MM = 520.0
BORDER = 0.025
# Perspective makes the fit of an object slightly non-linear; this many rounds settle it.
FITTING_ROUNDS, FITTING_PIXELS = 4, 1000


@dataclass(frozen=True)
class Framing:
    """What part of the figure's space fills the picture.

    Attributes:
        center_y: height of the picture's middle, mm.
        height: millimetres across the picture's height.

    """

    center_y: float
    height: float


# Small figures are not blown up beyond this, so that figures keep their scale beside each other.
SMALLEST_HEIGHT_MM = 100.0


def frame_figure(vertices: Floats, aspect: float) -> Framing:
    """Fit hair and arms into the picture.

    The same for every yaw, so a turntable does not pump.

    Args:
        vertices: (n, 3) mm.
        aspect: width of the picture over its height.

    """
    reach = float(np.hypot(vertices[:, 0], vertices[:, 2]).max())
    # Nearer parts look larger: allow for the reach towards the camera.
    closer = DISTANCE_MM / (DISTANCE_MM - reach)
    low, high = float(vertices[:, 1].min()), float(vertices[:, 1].max())
    middle, inner = (low + high) / 2, 1 - 2 * BORDER
    tall = (high - low) * closer / inner
    wide = 2 * reach * closer / inner / aspect
    return Framing(middle, max(SMALLEST_HEIGHT_MM, tall, wide))


def frame_object(vertices: Floats, yaw_deg: float, pitch_deg: float) -> tuple[Framing, float]:
    """Fit an object tightly, seen from one angle.

    Returns:
        The framing, and the width of the picture over its height.

    """
    low, high = float(vertices[:, 1].min()), float(vertices[:, 1].max())
    framing = Framing((low + high) / 2, high - low)
    for _ in range(FITTING_ROUNDS):
        screen, _ = project(vertices, framing, (FITTING_PIXELS, FITTING_PIXELS), yaw_deg, pitch_deg)
        scale = framing.height / (2 * FITTING_PIXELS)
        top, bottom = float(screen[:, 1].min()), float(screen[:, 1].max())
        up = (FITTING_PIXELS - (top + bottom) / 2) * scale / np.cos(np.radians(pitch_deg))
        framing = Framing(framing.center_y + up, (bottom - top) * scale / (1 - 2 * BORDER))
    half = float(np.abs(screen[:, 0] - FITTING_PIXELS).max()) * scale
    return framing, 2 * half / (1 - 2 * BORDER) / framing.height


def project(
    vertices: Floats,
    framing: Framing,
    size: tuple[int, int],
    yaw_deg: float,
    pitch_deg: float,
    samples: int = 2,
) -> tuple[Doubles, NDArray[np.float64]]:
    """Vertices on the sample grid, and the camera's place.

    Args:
        vertices: (n, 3) mm.
        framing: what fills the picture.
        size: width and height of the picture in pixels.
        yaw_deg: camera to the viewer's right of the figure.
        pitch_deg: camera above it.
        samples: samples a pixel each way.

    Returns:
        (n, 3) x, y in samples and inverse depth in 1/mm; (3,) eye in mm.

    """
    yaw, pitch = np.radians(yaw_deg), np.radians(pitch_deg)
    target = np.array([0.0, framing.center_y, 0.0])
    out = np.array(
        [np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)], np.float64
    )
    eye = target + DISTANCE_MM * out
    right = np.cross(-out, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    up = np.cross(right, -out)
    width, height = size
    focal = samples * height / framing.height * DISTANCE_MM
    offset = vertices.astype(np.float64) - eye
    depth = offset @ -out
    screen = np.empty((len(vertices), 3))
    screen[:, 0] = samples * width / 2 + (offset @ right) / depth * focal
    screen[:, 1] = samples * height / 2 - (offset @ up) / depth * focal
    screen[:, 2] = 1 / depth
    return screen, eye
