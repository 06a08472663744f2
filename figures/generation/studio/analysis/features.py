"""Colours of brows and lips, and the shading of the skin."""

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.neutral import WINDOW, Neutral
from figures.generation.studio.colour import RGB, rgb, rgb_of_lab
from figures.generation.studio.curves import about, ellipse, shifted
from figures.generation.studio.recipe import SHADING_RANGE, ByteMap
from figures.generation.studio.space import FACE_MAP, Floats, Mask

LASHES_AT_MOST = (90, 75, 65)


def brow_colour(neutral: Neutral, hair: RGB | None) -> RGB:
    """Dark half of the brows, drawn towards the hair."""
    seen = np.array(_dark(neutral, neutral.polygon(lm.BROW_RIGHT, lm.BROW_LEFT), 45), np.float64)
    if hair is None:
        return rgb(seen * 0.8)
    return rgb(np.minimum(seen, seen * 0.45 + np.array(hair, np.float64) * 0.40))


def lash_colour(brows: RGB) -> RGB:
    """Darker than the brows."""
    return rgb(np.minimum(brows, LASHES_AT_MOST) * 0.45)


def lip_colour(neutral: Neutral) -> RGB:
    """Median of the lips without the mouth."""
    inner = cv2.dilate(neutral.polygon(lm.LIPS_INNER).astype(np.uint8), np.ones((3, 3), np.uint8))
    lips = neutral.polygon(lm.LIPS_OUTER) & (inner == 0)
    values = neutral.lab[lips]
    return rgb_of_lab(np.median(values, 0)) if len(values) else (170, 100, 95)


def _dark(neutral: Neutral, mask: Mask, percent: float) -> RGB:
    values = neutral.lab[mask]
    if len(values) < 10:
        return 60, 45, 38
    return rgb_of_lab(np.median(values[values[:, 0] <= np.percentile(values[:, 0], percent)], 0))


def shading_map(neutral: Neutral, glasses: bool) -> ByteMap:
    """Light and shade on the lower face, as a factor around 1 over space.FACE_MAP."""
    face = (neutral.polygon(lm.OVAL) & neutral.inside).astype(np.float32)
    covered = _covered(neutral, glasses).astype(np.float32)
    lightness = cv2.bilateralFilter(neutral.lab[..., 0], 5, 18, 3)
    weight = face * (1 - covered)
    spread = 0.22 * WINDOW.scale
    base = cv2.GaussianBlur(lightness * weight, (0, 0), spread) / (
        cv2.GaussianBlur(weight, (0, 0), spread) + 1e-3
    )
    ratio = np.where(weight > 0, lightness / np.maximum(base, 8), 1)
    ratio = np.clip(ratio, 0.70, 1.16) - 1
    ratio = ratio * _fades(neutral, face, covered)
    size = (FACE_MAP.width, FACE_MAP.height)
    small = cv2.resize(ratio.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return ByteMap.of(1 + small, *SHADING_RANGE)


def _covered(neutral: Neutral, glasses: bool) -> Mask:
    """Eyes, brows, lips and glasses are painted: their photo must not shine through."""
    pieces = []
    for part, factor in (
        (lm.EYE_RIGHT, 1.25), (lm.EYE_LEFT, 1.25), (lm.BROW_RIGHT, 1.25), (lm.BROW_LEFT, 1.25),
        (lm.LIPS_OUTER, 1.05),
    ):  # fmt: skip
        points = neutral.points[list(part)]
        pieces.append(about(points, points.mean(0), factor))
    if glasses:
        span = neutral.eye_span
        for part in (lm.EYE_RIGHT, lm.EYE_LEFT):
            center = neutral.points[list(part)].mean(0)
            pieces.append(ellipse(shifted(center, 0, 0.03 * span), 0.36 * span, 0.32 * span))
    grown = cv2.dilate(neutral.fill(*pieces).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(grown > 0)


def _fades(neutral: Neutral, face: Floats, covered: Floats) -> Floats:
    """Fade out at the face's rim, near what is painted, under the eyes and on the forehead."""
    scale = WINDOW.scale
    rim = np.ones((max(1, int(0.09 * scale)),) * 2, np.uint8)
    inner = cv2.GaussianBlur(cv2.erode(face, rim), (0, 0), 0.045 * scale)
    near = cv2.GaussianBlur(cv2.dilate(covered, np.ones((7, 7), np.uint8)), (0, 0), 0.030 * scale)
    bags = []
    for part in (lm.EYE_RIGHT, lm.EYE_LEFT):
        points = neutral.points[list(part)]
        wide = float(np.ptp(points[:, 0]))
        bags.append(ellipse(shifted(points.mean(0), 0, 0.35 * wide), wide * 0.8, wide * 0.5))
    under = cv2.GaussianBlur(neutral.fill(*bags).astype(np.float32), (0, 0), 0.04 * scale)
    below = np.clip((0.10 - WINDOW.rows()) / 0.14, 0, 1)[:, None]
    return np.asarray(inner * (1 - near) * (1 - 0.75 * under) * below, np.float32)
