"""A scarf around face and neck; no hair shows."""

import numpy as np

from figures.generation.studio.coverings.base import Cloth, HeadCovering, Wearing
from figures.generation.studio.sculpt.fields import smooth_max, smooth_min
from figures.generation.studio.sculpt.head import over_ears
from figures.generation.studio.space import Floats

THICKNESS = 0.085
# The opening: its top, and how far back it reaches, so that ears stay covered.
FACE_TOP, FACE_Z = 0.56, 0.17
# The folds lie closer at the face and wider on the shoulder.
FOLD_EVERY = 0.17


def _shape(on: Wearing) -> Cloth:
    x, y, z = on.axes
    soft = smooth_min(on.skin - THICKNESS, on.ball((0, 0.10, -0.30), (0.98, 0.88, 0.92)), 0.2)
    soft = smooth_min(soft, on.ball((0, -0.10, -0.08), (1.20, 0.72, 0.72)), 0.3)
    soft = smooth_min(soft, over_ears(on.head, on.grid.face_axes()), 0.4)
    low = on.chin - 0.08
    soft = smooth_min(soft, on.ball((0, low, 0.02), (0.78, 0.34, 0.66)), 0.3)
    soft = smooth_min(soft, on.ball((0, low - 0.30, 0.06), (0.95, 0.26, 0.72)), 0.2)
    # Crossed over to one shoulder.
    soft = smooth_min(soft, on.ball((0.22, low - 0.38, 0.36), (0.52, 0.26, 0.34)), 0.15)
    opening = _opening(on)
    face = smooth_max(opening, np.float32(FACE_Z) - z, 0.10)
    cloth = smooth_max(soft, -face, 0.09)
    away = np.maximum(opening, 0)
    frame = np.sin((away + 0.05 * np.sin(3 * y + 2 * x)) * np.float32(2 * np.pi / FOLD_EVERY))
    frame = frame * np.exp(-away * 2.2) * np.clip((z + 0.3) / 0.5, 0, 1)
    drape = np.sin((y - 0.45 * x + 0.25 * z * z) * np.float32(2 * np.pi / 0.21))
    neck = np.clip((low + 0.10 - y) / 0.15, 0, 1)
    tone = frame * (1 - neck) + 0.9 * drape * neck
    return cloth, np.asarray(tone, np.float32), 0.026


def _opening(on: Wearing) -> Floats:
    """Distance to the outline that leaves the face free, negative inside."""
    x, y, _ = on.axes
    bottom = on.chin + 0.015
    middle, tall = (FACE_TOP + bottom) / 2, (FACE_TOP - bottom) / 2
    wide = on.head.half_width * 0.86
    rim = ((np.abs(x) / wide) ** 2.3 + (np.abs(y - middle) / tall) ** 2.3) ** (1 / 2.3)
    return np.asarray((rim - 1) * min(wide, tall), np.float32)


ITEM = HeadCovering("headscarf", "Headscarf", _shape, hides_hair=True)
