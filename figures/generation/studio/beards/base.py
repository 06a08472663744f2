"""What facial hair is, and where it grows on a face."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.imaging import blur
from figures.generation.studio.recipe import DENSITY_RANGE, ByteMap, FacialHair
from figures.generation.studio.space import FACE_MAP, Doubles, Floats

OVERSAMPLING = 4
# Softness of the edge and the gap around the lips, face units.
EDGE, LIP_GAP = 0.018, 0.028
# A moustache is at least this high above the lip at its sides, face units; samples of the lip's
# edge among which the upper ones are found.
LEAST_BAND, EDGE_SAMPLES = 0.11, 8


@dataclass(frozen=True)
class Beard:
    """A cut of facial hair.

    Attributes:
        name: key in recipes.
        label: words for people.
        lip: whether it grows above the mouth.
        chin: whether it grows around the mouth and on the chin.
        cheeks: whether it runs along the jaw up to the ears.
        density: how much of the skin it hides, 0..1.
        thickness: how far it stands out, face units; 0 is painted only.
        drop: how far it hangs below the chin, face units.

    """

    name: str
    label: str
    lip: bool = True
    chin: bool = True
    cheeks: bool = False
    density: float = 1.0
    thickness: float = 0.0
    drop: float = 0.0

    def grown(self, facial_hair: FacialHair, points: Doubles) -> FacialHair:
        """Facial hair of this cut on a face given by its (478, 3) frontal landmarks."""
        density = ByteMap.of(self._density(points[:, :2]), *DENSITY_RANGE)
        return FacialHair(self.name, facial_hair.colour, density)

    def _density(self, points: Doubles) -> Floats:
        side = FACE_MAP.width * OVERSAMPLING
        mask = np.zeros((side, side), np.uint8)
        areas = []
        if self.lip:
            areas.append(_moustache(points))
        if self.chin:
            areas.append(_chin(points))
        if self.cheeks:
            areas.append(_jaw(points))
        for area in areas:
            _fill(mask, area, 1)
        lips = smooth_curve(points[list(lm.LIPS_OUTER)], 120)
        middle = lips.mean(0)
        away = lips - middle
        reach = np.linalg.norm(away, axis=1, keepdims=True)
        _fill(mask, lips + away / reach * LIP_GAP, 0)
        soft = blur(mask * np.float32(self.density), EDGE * FACE_MAP.scale * OVERSAMPLING)
        size = (FACE_MAP.width, FACE_MAP.height)
        return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_AREA), np.float32)


def _fill(mask: np.ndarray, outline: Doubles, value: int) -> None:
    at = np.rint(FACE_MAP.to_pixels(outline) * OVERSAMPLING).astype(np.int32)
    cv2.fillPoly(mask, [at], value)


def _mouth(points: Doubles) -> tuple[Doubles, float]:
    """Middle between the corners of the mouth and half its width."""
    corners = points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT]]
    return corners.mean(0), float(np.ptp(corners[:, 0]) / 2)


def _lip_edge(points: Doubles, away: float) -> float:
    """Height of the upper lip's outer edge, as far from the middle of the mouth on either side."""
    lips = smooth_curve(points[list(lm.LIPS_OUTER)], 240)
    (x, _), _ = _mouth(points)
    near = np.argsort(np.abs(np.abs(lips[:, 0] - x) - away))[:EDGE_SAMPLES]
    return float(lips[near, 1].max())


def _moustache(points: Doubles) -> Doubles:
    """From below the nose, over the lip, a little past the corners."""
    (x, y), half = _mouth(points)
    base, lip = float(points[lm.NOSE_BASE, 1]), float(points[lm.LIP_TOP, 1])
    high = base - 0.02
    # A smile lifts the corners: the band stays above the lip, or it would be cut in three.
    beside = max((high + y) / 2 + 0.045, _lip_edge(points, 0.62 * half) + LEAST_BAND)
    right = [
        (0.0, high - 0.015), (0.22 * half, high), (0.62 * half, beside),
        (1.16 * half, y + LEAST_BAND), (1.34 * half, y - 0.075), (1.05 * half, y - 0.05),
        (0.60 * half, y + 0.02), (0.0, lip - 0.04),
    ]  # fmt: skip
    left = [(-a, b) for a, b in reversed(right) if a > 0]
    return smooth_curve(np.array(right + left) + [x, 0], 120)


def _chin(points: Doubles) -> Doubles:
    """From the corners of the mouth around the chin."""
    (x, y), half = _mouth(points)
    chin = float(points[lm.CHIN, 1])
    right = [
        (1.02 * half, y + 0.03), (1.30 * half, y - 0.06), (1.22 * half, (y + chin) / 2),
        (0.92 * half, chin + 0.05), (0.45 * half, chin - 0.06), (0.0, chin - 0.08),
    ]  # fmt: skip
    left = [(-a, b) for a, b in reversed(right) if a > 0]
    return smooth_curve(np.array(right + left) + [x, 0], 120)


def _jaw(points: Doubles) -> Doubles:
    """Along the jaw, from ear to ear; past its edge, for beards go around it."""
    jaw = points[list(lm.JAW)]
    middle = points[lm.NOSE_TIP]
    outer = middle + (jaw - middle) * 1.10
    (x, y), half = _mouth(points)
    base = float(points[lm.NOSE_BASE, 1])
    wide = float(np.ptp(jaw[:, 0]) / 2)
    inner = [
        (0.88 * wide, base + 0.26), (0.84 * wide, base + 0.08), (0.74 * wide, base - 0.06),
        (0.60 * wide, (base + y) / 2), (1.05 * half, y + 0.02),
    ]  # fmt: skip
    left = np.array(inner) + [x, 0]
    right = (np.array(inner) * [-1, 1] + [x, 0])[::-1]
    # The jaw runs from the right ear to the left one.
    return np.vstack([outer[1:-1], left, right])
