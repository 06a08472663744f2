"""Grain of a photo: how much there is, and a picture without it.

Strong grain looks like frames around the eyes, stubble and coarse cloth. It is measured in the
finest diagonal detail, which edges hardly reach (D. Donoho and I. Johnstone, "Ideal spatial
adaptation by wavelet shrinkage", 1994), and averaged away among alike surroundings (A. Buades et
al., "A non-local algorithm for image denoising", 2005).
"""

import cv2
import numpy as np

from figures.generation.studio.space import Bytes

# Median of the absolute values of a normal distribution of spread 1.
MEDIAN_DEVIATION = 0.6745
# Grain from which a picture is cleaned; ordinary photos have up to 5 levels, detail included.
WORTH_CLEANING = 7.0
# Sides of what is compared and of where it is looked for, pixels, and strength for each level.
PATCH_PX, SEARCH_PX, STRENGTH = 5, 11, 1.0
FEWEST_PX = 16


def grain_of(rgb: Bytes) -> float:
    """Noise of a picture (H, W, 3), a standard deviation in levels; 0 where nothing can be told."""
    height, width = (side // 2 * 2 for side in rgb.shape[:2])
    if height < FEWEST_PX or width < FEWEST_PX:
        return 0.0
    values = rgb[:height, :width].astype(np.float32)
    top, bottom = values[::2], values[1::2]
    diagonal = (top[:, ::2] - bottom[:, ::2] - top[:, 1::2] + bottom[:, 1::2]) / 2
    return float(np.median(np.abs(diagonal))) / MEDIAN_DEVIATION


def without_grain(rgb: Bytes, grain: float) -> Bytes:
    """Return a picture without grain of a strength; unchanged if it is not worth cleaning."""
    if grain < WORTH_CLEANING or not rgb.size:
        return rgb
    cleaned = cv2.fastNlMeansDenoising(rgb, None, STRENGTH * grain, PATCH_PX, SEARCH_PX)
    return np.asarray(cleaned, np.uint8)
