"""A hat with a brim all around and a band over it."""

import numpy as np

from figures.generation.studio.coverings.base import Cloth, HeadCovering, Wearing
from figures.generation.studio.sculpt.fields import smooth_max, smooth_min

RIM = (0.47, 0.24)
THICKNESS, BRIM_THICKNESS = 0.095, 0.042
# The crown's top, its dent along the middle, and how far the brim reaches beside the head.
TOP, DENT, BRIM = 1.24, 0.13, 0.50
# The brim turns up at the sides and down in front, face units at its edge.
TURNED_UP, TURNED_DOWN = 0.17, 0.10
BAND, BAND_THICKNESS = 0.19, 0.03


def _shape(on: Wearing) -> Cloth:
    x, y, z = on.axes
    up = y - ITEM.rim_height(z)
    wide, deep = on.head.half_width, on.depth
    # Straight walls that lean in a little: a hat does not hug the skull.
    lean = 1.10 - 0.16 * np.clip(up / 0.8, 0, 1)
    across = np.hypot(x / (wide * lean), (z + 0.04) / (deep * lean))
    wall = (across - 1) * np.float32(min(wide, deep))
    pinch = np.exp(-((x / 0.16) ** 2)) * np.clip(1 - ((z + 0.04) / deep) ** 2, 0, 1)
    roof = y - np.float32(TOP) + DENT * pinch + np.float32(0.16) * np.clip(across, 0, 1.2) ** 4
    crown = smooth_max(smooth_max(wall, roof, 0.14), -up, 0.04)
    crown = smooth_min(crown, smooth_max(on.skin - THICKNESS, -up, 0.05), 0.05)
    band = np.maximum(wall - BAND_THICKNESS, np.abs(up - BAND / 2 - 0.03) - BAND / 2)
    crown = smooth_min(crown, smooth_max(band, -up, 0.03), 0.015)
    brim = _brim(on)
    weave = np.sin(y * 95) * np.sin(np.arctan2(x, z) * 60) * 0.25
    edge = np.exp(-(((up - BAND - 0.03) / 0.014) ** 2)) * (wall > -0.1)
    tone = np.where(brim < crown, 0.0, weave * (up > BAND + 0.05) - 0.8 * edge)
    return smooth_min(crown, brim, 0.05), np.asarray(tone, np.float32), 0.012


def _brim(on: Wearing) -> np.ndarray:
    """Distance to the brim."""
    x, y, z = on.axes
    wide, deep = on.head.half_width, on.depth
    reach_x, reach_z = wide + BRIM, deep + BRIM
    away = np.hypot(x / reach_x, (z + 0.02) / reach_z)
    outline = (away - 1) * np.float32(min(reach_x, reach_z))
    side, front = (x / reach_x) ** 2, np.sign(z) * (z / reach_z) ** 2
    sheet = ITEM.rim_height(z) + 0.02 + TURNED_UP * side**2 * 1.6 - TURNED_DOWN * np.abs(front)
    return smooth_max(np.abs(y - sheet) - BRIM_THICKNESS, outline, 0.06)


ITEM = HeadCovering("brimmed_hat", "Hat with a brim", _shape, rim=RIM, reach=BRIM + 0.1)
