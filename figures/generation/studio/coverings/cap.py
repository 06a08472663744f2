"""A six-panel cap with a curved peak."""

import numpy as np

from figures.generation.studio.coverings.base import Cloth, HeadCovering, Wearing
from figures.generation.studio.sculpt.fields import smooth_max, smooth_min

RIM = (0.45, 0.16)
THICKNESS, PEAK_THICKNESS = 0.095, 0.042
PEAK_WIDTH, PEAK_REACH, PEAK_SLOPE, PEAK_UP, PEAK_ARCH = 1.0, 0.52, 0.22, 0.035, (0.02, 0.15)
SEAM, SEAMS = 0.020, 6
STITCH_EVERY = 0.075


def _shape(on: Wearing) -> Cloth:
    x, y, z = on.axes
    up = y - ITEM.rim_height(z)
    crown = smooth_min(on.skin - THICKNESS, on.ball((0, 0.58, 0.12), (0.90, 0.50, 0.88)), 0.15)
    crown = smooth_min(crown, on.ball((0, 1.08, -0.02), (0.085, 0.055, 0.085)), 0.02)
    cap = smooth_max(crown, -up, 0.05)
    peak, inside = _peak(on)
    turn = np.arctan2(x, z + np.float32(0.02)) * np.float32(SEAMS / (2 * np.pi))
    radius = np.hypot(x, z + 0.02)
    across = np.abs(turn - np.rint(turn)) * np.float32(2 * np.pi / SEAMS) * radius
    seam = np.exp(-((across / SEAM) ** 2)) * np.clip(radius / 0.2, 0, 1)
    beside = np.exp(-(((across - 0.055) / 0.014) ** 2)) * (
        np.cos(y * np.float32(2 * np.pi / STITCH_EVERY)) > 0
    )
    band = np.exp(-(((up - 0.15) / 0.016) ** 2))
    tone = -seam - 0.7 * band - 0.55 * beside
    rows = -0.6 * np.exp(-((((-inside) % 0.11 - 0.055) / 0.014) ** 2))
    tone = np.where(peak < cap, rows, tone)
    return smooth_min(cap, peak, 0.06), np.asarray(np.clip(tone, -1, 1), np.float32), 0.022


def _peak(on: Wearing) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the peak and to its outline seen from above."""
    x, y, z = on.axes
    wide = on.head.half_width * PEAK_WIDTH
    start, reach = on.depth * 0.30, on.depth * 0.64 + PEAK_REACH
    a, b = np.abs(x) / wide, np.maximum(z - start, 0) / reach
    rim = (a**2.4 + b**2.4 + 1e-9) ** (1 / 2.4)
    inside = np.maximum((rim - 1) * np.float32(min(wide, reach)), start - 0.05 - z)
    forward = np.maximum(z - on.depth * 0.8, 0)
    # It leaves the cap along its rim and arches more the further it reaches.
    arch = PEAK_ARCH[0] + PEAK_ARCH[1] * np.clip(b, 0, 1)
    sheet = ITEM.rim_height(z) + PEAK_UP - arch * a**2 - PEAK_SLOPE * forward
    return smooth_max(np.abs(y - sheet) - PEAK_THICKNESS, inside, 0.05), inside


ITEM = HeadCovering("cap", "Cap", _shape, rim=RIM)
