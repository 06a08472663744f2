"""Beard and moustache: darker than the cheeks and rougher; a chin's shadow is only darker."""

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.neutral import PIXELS, WINDOW, Neutral
from figures.generation.studio.colour import RGB, rgb_of_lab
from figures.generation.studio.imaging import blur
from figures.generation.studio.recipe import DENSITY_RANGE, ByteMap, FacialHair
from figures.generation.studio.space import FACE_MAP, Doubles, Floats, Mask

CHIN_AREA = (32, 18, 262, 428, 199, 208)
MOUSTACHE_AREA = (206, 2, 426, 291, 0, 61)
SIDES_RIGHT = (132, 58, 172, 136, 150, 169, 210, 212, 216, 207, 187, 147)
SIDES_LEFT = (361, 288, 397, 365, 379, 394, 430, 432, 436, 427, 411, 376)
ROUGHNESS_FROM, CHIN_FROM, LIP_FROM, SIDES_FROM, MOUSTACHE_FROM = 1.9, 0.28, 0.5, 0.5, 0.88
# A beard ends on the cheeks along this line, from the left temple to the right.
CHEEK_LINE = (401, 435, 436, 426, lm.NOSE_BASE, 206, 216, 215, 177)
_ROWS = np.arange(PIXELS, dtype=np.float32)[:, None]
SMOOTHING, HOLE = 0.032, 0.07


def read_facial_hair(neutral: Neutral) -> tuple[FacialHair, float]:
    """Facial hair and how sure it is."""
    lightness = neutral.lab[..., 0]
    lips = _grown(neutral.polygon(lm.LIPS_OUTER), 7)
    cheeks = neutral.polygon(lm.CHEEK_RIGHT, lm.CHEEK_LEFT)
    cheek = float(np.median(lightness[cheeks]))
    darker = (1 / (1 + np.exp(-(cheek - lightness - cheek * 0.20) / (cheek * 0.045)))).astype(
        np.float32
    )
    low = neutral.polygon((*lm.JAW, lm.FOLD_LEFT, lm.NOSE_BASE, lm.FOLD_RIGHT)) & ~lips
    chin = _mean(darker, neutral.polygon(CHIN_AREA))
    above_lip = _mean(darker, neutral.polygon(MOUSTACHE_AREA) & ~lips)
    sides = _mean(darker, neutral.polygon(SIDES_RIGHT, SIDES_LEFT) & low)
    rough = _roughness(lightness, neutral.polygon(CHIN_AREA), cheeks)
    beard = (
        rough > ROUGHNESS_FROM and chin > CHIN_FROM and above_lip > LIP_FROM and sides > SIDES_FROM
    )
    kind = "full" if beard else "moustache" if above_lip > MOUSTACHE_FROM else "none"
    density = _density(neutral, darker * low, kind)
    colour = _colour(neutral.lab, low & (darker > 0.6)) if kind != "none" else (60, 45, 38)
    confidence = float(np.clip(0.5 + abs(rough / ROUGHNESS_FROM - 1) * 0.7, 0.5, 0.95))
    return FacialHair(kind, colour, ByteMap.of(density, *DENSITY_RANGE)), confidence


def _grown(mask: Mask, side: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _mean(values: Floats, mask: Mask) -> float:
    return float(values[mask].mean()) if mask.any() else 0.0


def _roughness(lightness: Floats, chin: Mask, cheeks: Mask) -> float:
    detail = np.abs(lightness - cv2.GaussianBlur(lightness, (0, 0), 2.0))
    return _mean(detail, chin) / (_mean(detail, cheeks) + 0.3)


def _colour(lab: Floats, mask: Mask) -> RGB:
    values = lab[mask].astype(np.float64)
    if len(values) < 20:
        return 60, 45, 38
    dark: Doubles = values[values[:, 0] <= np.percentile(values[:, 0], 60)]
    return rgb_of_lab(np.median(dark, 0))


def _density(neutral: Neutral, darker: Floats, kind: str) -> Floats:
    """Smoothed, the same on both sides: light from one side leaves holes in a beard."""
    if kind == "none":
        return np.zeros((FACE_MAP.height, FACE_MAP.width), np.float32)
    side = round(HOLE * WINDOW.scale)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(darker, cv2.MORPH_CLOSE, disc)
    closed = np.where(neutral.polygon(lm.LIPS_OUTER), darker, closed).astype(np.float32)
    smooth = cv2.GaussianBlur(closed, (0, 0), SMOOTHING * WINDOW.scale)
    both = np.maximum(smooth, smooth[:, ::-1]) * 0.6 + 0.4 * (smooth + smooth[:, ::-1]) / 2
    outline = (206, 2, 426, 410, 0, 186) if kind == "moustache" else (*lm.JAW, *CHEEK_LINE)
    area = blur(neutral.polygon(outline), 0.022 * WINDOW.scale)
    # The jaw's own edge is no limit: beards go around it.
    below = np.clip((neutral.points[lm.NOSE_BASE, 1] + 0.3 * WINDOW.scale - _ROWS) / 20, 0, 1)
    both = both * (np.maximum(area, 1 - below) if kind == "full" else area)
    size = (FACE_MAP.width, FACE_MAP.height)
    return np.asarray(cv2.resize(both, size, interpolation=cv2.INTER_AREA), np.float32)
