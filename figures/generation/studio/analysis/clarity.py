"""How clearly a photo shows a face: its size, sharpness and noise."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.grain import WORTH_CLEANING

# Eye line to chin in the photo's pixels, from which everything can be seen.
LARGE_FACE_PX = 80.0
# Strongest edges of a face over its brightness: out of focus, and sharp.
BLURRED, SHARP = 0.03, 0.06
EDGES = 95.0
# Typical step between neighbouring pixels of skin: grain that may pass for cloth's texture.
QUIET, NOISY = 6.0, 12.0
# Grain of the photo before it was cleaned, levels: from here fine hair is cleaned away with it.
DROWNED = 20.0
# Of 44 noisy portraits 36 beards are read right, and 32 of the 34 that would be sure without grain.
LOST_HAIRS = 0.35


@dataclass(frozen=True)
class Clarity:
    """Factors on confidence, 0..1.

    Attributes:
        face: for features of the face.
        texture: for what is told by fine texture.
        hairs: for what is told by single hairs, which cleaning a grainy photo takes away.

    """

    face: float
    texture: float
    hairs: float


def read_clarity(frame: Frame) -> Clarity:
    """Measure size, sharpness and noise."""
    green = frame.picture[..., 1].astype(np.float32)
    steps = np.abs(cv2.Laplacian(green, cv2.CV_32F))
    cheeks = frame.polygon(lm.CHEEK_RIGHT) | frame.polygon(lm.CHEEK_LEFT)
    noise = float(np.median(steps[cheeks])) if cheeks.any() else 0.0
    size = float(np.clip(frame.face_px / LARGE_FACE_PX, 0.3, 1.0))
    quiet = float(np.clip((NOISY - noise) / (NOISY - QUIET), 0.0, 1.0))
    drowned = (frame.grain - WORTH_CLEANING) / (DROWNED - WORTH_CLEANING)
    drowned = float(np.clip(drowned, 0.0, 1.0))
    face = size * (0.5 + 0.5 * sharpness(frame))
    texture = face * (0.6 + 0.4 * quiet) * (1 - 0.5 * drowned)
    return Clarity(face, texture, hairs=face * (1 - LOST_HAIRS * drowned))


def sharpness(frame: Frame) -> float:
    """How sharp the face's edges are, 0 out of focus to 1."""
    green = frame.picture[..., 1].astype(np.float32)
    oval = frame.polygon(lm.OVAL) & frame.valid
    steps = np.abs(cv2.Laplacian(green, cv2.CV_32F))[oval]
    if not steps.size:
        return 0.0
    edges = float(np.percentile(steps, EDGES)) / max(float(np.median(green[oval])), 1.0)
    return float(np.clip((edges - BLURRED) / (SHARP - BLURRED), 0.0, 1.0))
