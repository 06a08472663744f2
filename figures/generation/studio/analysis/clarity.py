"""How clearly a photo shows a face: its size, sharpness and noise."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame

# Eye line to chin in the photo's pixels, from which everything can be seen.
LARGE_FACE_PX = 80.0
# Strongest edges of a face over its brightness: out of focus, and sharp.
BLURRED, SHARP = 0.03, 0.06
EDGES = 95.0
# Typical step between neighbouring pixels of skin: grain that may pass for cloth's texture.
QUIET, NOISY = 6.0, 12.0


@dataclass(frozen=True)
class Clarity:
    """Factors on confidence, 0..1.

    Attributes:
        face: for features of the face.
        texture: for what is told by fine texture.

    """

    face: float
    texture: float


def read_clarity(frame: Frame) -> Clarity:
    """Measure size, sharpness and noise."""
    green = frame.picture[..., 1].astype(np.float32)
    steps = np.abs(cv2.Laplacian(green, cv2.CV_32F))
    oval = frame.polygon(lm.OVAL) & frame.valid
    cheeks = frame.polygon(lm.CHEEK_RIGHT) | frame.polygon(lm.CHEEK_LEFT)
    edges = float(np.percentile(steps[oval], EDGES)) / max(float(np.median(green[oval])), 1.0)
    noise = float(np.median(steps[cheeks])) if cheeks.any() else 0.0
    size = float(np.clip(frame.face_px / LARGE_FACE_PX, 0.3, 1.0))
    sharp = float(np.clip((edges - BLURRED) / (SHARP - BLURRED), 0.0, 1.0))
    quiet = float(np.clip((NOISY - noise) / (NOISY - QUIET), 0.0, 1.0))
    focus = 0.5 + 0.5 * sharp
    return Clarity(size * focus, size * focus * (0.6 + 0.4 * quiet))
