"""A knitted cap with a folded brim."""

import numpy as np

from figures.generation.studio.coverings.base import Cloth, HeadCovering, Wearing
from figures.generation.studio.sculpt.fields import smooth_max, smooth_min

RIM = (0.43, 0.02)
THICKNESS, FOLD_THICKNESS, FOLD = 0.085, 0.15, 0.27
RIBS, ROW = 30, 0.075


def _shape(on: Wearing) -> Cloth:
    x, y, z = on.axes
    up = y - ITEM.rim_height(z)
    crown = smooth_min(on.skin - THICKNESS, on.ball((0, 0.70, -0.10), (0.84, 0.42, 0.84)), 0.2)
    body = smooth_max(crown, -up - 0.04, 0.06)
    fold = smooth_max(on.skin - FOLD_THICKNESS, np.abs(up - FOLD / 2) - FOLD / 2, 0.09)
    folded = (up < FOLD - 0.02) & (on.skin < FOLD_THICKNESS + 0.1)
    turn = np.arctan2(x, z + np.float32(0.06))
    ribs = np.sqrt(np.abs(np.sin(turn * (RIBS / 2)))) * 1.5 - 1.0
    stitch = np.cos(up * np.float32(2 * np.pi / ROW) + np.abs(np.sin(turn * RIBS / 2)) * 1.6)
    plain = ribs * 0.75 + stitch * 0.25
    fade = np.clip(np.hypot(x, z + 0.06) / 0.3, 0, 1)
    tone = np.where(folded, ribs, plain) * fade
    return smooth_min(body, fold, 0.02), np.asarray(tone, np.float32), 0.024


ITEM = HeadCovering("beanie", "Beanie", _shape, rim=RIM)
