"""Resampling of float rasters: OpenCV with plain array types."""

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from figures.generation.studio.space import Floats


def sample(
    image: Floats, at: ArrayLike, *, cubic: bool = False, outside: float | None = None
) -> Floats:
    """Values of a raster at positions.

    Args:
        image: (H, W).
        at: (..., 2) column and row, pixel centres at whole numbers; two leading axes.
        cubic: smoother than bilinear.
        outside: value beyond the raster; None repeats its edge.

    """
    position = np.asarray(at, np.float32)
    way = cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR
    edge = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    found = cv2.remap(
        image.astype(np.float32),
        position[..., 0],
        position[..., 1],
        way,
        borderMode=edge,
        borderValue=outside or 0.0,
    )
    return np.asarray(found, np.float32)


def blur(image: NDArray[np.generic], sigma: float) -> Floats:
    """Gaussian blur, sigma in pixels."""
    return np.asarray(cv2.GaussianBlur(image.astype(np.float32), (0, 0), sigma), np.float32)
