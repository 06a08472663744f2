"""Colours of brows and lips, and the shading of the skin."""

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.neutral import PIXELS, WINDOW, Neutral
from figures.generation.studio.colour import RGB, lab_of, rgb, rgb_of_lab
from figures.generation.studio.curves import about, ellipse, shifted
from figures.generation.studio.recipe import SHADING_RANGE, ByteMap
from figures.generation.studio.space import FACE_MAP, Doubles, Floats, Mask

LASHES_AT_MOST = (90, 75, 65)
# Lips minus cheeks, Lab: where neither can be seen, and the range that toys get.
PLAIN_LIPS = (-25.0, 8.0, -3.0)
LIP_RANGE = ((-62.0, 7.0, -14.0), (-12.0, 36.0, 4.0))
# Redness of lips (a - b / 2, against the cheeks) that tells of no paint, and of paint for sure.
BARE_LIPS, PAINTED_LIPS = 11.0, 21.0
# Share of dark pixels across the lid that is no more than lashes, and that is a drawn line.
LID_LIGHT, LID_DARK = 0.25, 0.50
PLAIN_LASHES, HEAVIEST_LASHES = 0.85, 1.30


def brow_colour(neutral: Neutral, hair: RGB | None) -> RGB:
    """Dark half of the brows, drawn towards the hair."""
    seen = np.array(_dark(neutral, neutral.polygon(lm.BROW_RIGHT, lm.BROW_LEFT), 45), np.float64)
    if hair is None:
        return rgb(seen * 0.9)
    return rgb(np.minimum(seen, seen * 0.45 + np.array(hair, np.float64) * 0.40))


def lash_colour(brows: RGB) -> RGB:
    """Darker than the brows."""
    return rgb(np.minimum(brows, LASHES_AT_MOST) * 0.45)


def lip_contrast(neutral: Neutral) -> Doubles:
    """(3,) Lab of the lips minus that of the cheeks around them: make-up shows, light does not."""
    inner = cv2.dilate(neutral.polygon(lm.LIPS_INNER).astype(np.uint8), np.ones((3, 3), np.uint8))
    lips = neutral.lab[neutral.polygon(lm.LIPS_OUTER) & (inner == 0)]
    cheeks = neutral.lab[neutral.polygon(lm.CHEEK_RIGHT, lm.CHEEK_LEFT)]
    if not (len(lips) and len(cheeks)):
        return np.array(PLAIN_LIPS)
    return np.asarray(np.median(lips, 0) - np.median(cheeks, 0), np.float64)


def lip_colour(contrast: Doubles, skin: RGB) -> RGB:
    """Lips as far from the toy's skin as the photo's are from the cheeks, within what looks well.

    Args:
        contrast: see `lip_contrast`.
        skin: of the toy.

    """
    return rgb_of_lab(lab_of(skin) + np.clip(contrast, *LIP_RANGE))


def make_up(contrast: Doubles) -> float:
    """How much the lips look painted, 0..1: redder or bluer than any skin's own."""
    redness = float(contrast[1] - 0.5 * contrast[2])
    return float(np.clip((redness - BARE_LIPS) / (PAINTED_LIPS - BARE_LIPS), 0, 1))


def lash_weight(neutral: Neutral, painted: float) -> float:
    """Weight of the lid line: heavier where it is dark and the lips are painted, too.

    A dark line alone is seen on everybody whose lashes are; only both together tell of make-up.

    Args:
        neutral: the face.
        painted: see `make_up`.

    """
    lightness, shares = neutral.lab[..., 0], []
    for part in (lm.EYE_RIGHT, lm.EYE_LEFT):
        lid = neutral.points[list(part)][1:8]
        wide = float(np.ptp(neutral.points[list(part), 0]))
        # Columns across the lid, from the eyeball to above the lashes, and the skin below the eye.
        ways = np.linspace(-0.10, 0.16, 24)[:, None] * wide
        across = np.clip(np.rint(lid[None, :, 1] - ways), 0, PIXELS - 1).astype(int)
        columns = np.clip(np.rint(lid[:, 0]), 0, PIXELS - 1).astype(int)
        under = np.clip(np.rint(lid[:, 1] + 0.55 * wide), 0, PIXELS - 1).astype(int)
        skin = float(np.median(lightness[under, columns]))
        shares.append(float((lightness[across, columns[None, :]] < 0.5 * skin).mean()))
    dark = np.clip((float(np.mean(shares)) - LID_LIGHT) / (LID_DARK - LID_LIGHT), 0, 1)
    return float(PLAIN_LASHES + (HEAVIEST_LASHES - PLAIN_LASHES) * painted * (0.4 + 0.6 * dark))


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
