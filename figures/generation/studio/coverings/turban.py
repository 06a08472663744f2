"""Cloth wound around the head in overlapping folds that cross above the forehead."""

import numpy as np

from figures.generation.studio.coverings.base import Cloth, HeadCovering, Wearing
from figures.generation.studio.sculpt.fields import smooth_max, smooth_min

RIM = (0.40, -0.30)
FOLD_EVERY, RISE = 0.155, 0.62


def _shape(on: Wearing) -> Cloth:
    x, y, z = on.axes
    aside = np.abs(x) / on.head.half_width
    bulk = smooth_min(on.skin - 0.11, on.ball((0, 0.62, -0.06), (1.10, 0.50, 1.10)), 0.25)
    bulk = smooth_min(bulk, on.ball((0, 0.96, -0.08), (0.72, 0.30, 0.74)), 0.2)
    # The rim is highest in the middle of the forehead.
    front = np.clip(z / 0.5, 0, 1)
    rim = ITEM.rim_height(z) + 0.10 * front * (1 - aside)
    cloth = smooth_max(bulk, rim - y, 0.09)
    # Bands rise to the middle in front; one side lies over the other.
    slope = y - RISE * (1 - aside) * front * 0.55 - 0.16 * z * (1 - front)
    phase = slope / FOLD_EVERY + 0.5 * (x > 0) * front
    fold = phase - np.floor(phase)
    tone = 1.9 * fold ** np.float32(0.55) * (1 - fold**6) - 1.0
    crossing = np.exp(-((x / 0.035) ** 2)) * (front > 0) * (y < 0.95)
    top = np.clip((1.12 - y) / 0.25, 0, 1)
    tone = np.clip((tone - 0.4 * crossing) * top, -1, 1)
    return cloth, np.asarray(tone, np.float32), 0.034


ITEM = HeadCovering("turban", "Turban", _shape, rim=RIM, hides_hair=True)
