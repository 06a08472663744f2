"""Which pixels show a person."""

import cv2
import numpy as np
from numpy.typing import NDArray

from figures.faces.networks import Network

SIDE = 256

_network = Network("selfie_segmentation.tflite", ["activation_10"])


def person_mask(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Separate people from the background.

    The network works on 256x256 pixels whatever the photo's shape: for a sharp outline hand in a
    crop around the person and refine the mask on the photo's edges.

    Args:
        rgb: HxWx3 photo or crop.

    Returns:
        HxW mask, 0 background to 1 person.

    """
    height, width = rgb.shape[:2]
    way = cv2.INTER_AREA if min(height, width) > SIDE else cv2.INTER_LINEAR
    small = cv2.resize(rgb, (SIDE, SIDE), interpolation=way)
    (mask,) = _network.run(np.asarray(small, np.float32) / np.float32(255))
    full = cv2.resize(mask[0, 0], (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(full, 0, 1), np.float32)
