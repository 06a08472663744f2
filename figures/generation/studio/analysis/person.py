"""Which pixels of the levelled picture show the person."""

import cv2
import numpy as np

from figures.faces import person_mask
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.space import Floats, Mask

RADIUS_PX, SMOOTHNESS = 9, 1e-3
NOSE_LANDMARK = 1


def read_person(frame: Frame) -> Mask:
    """(768, 768) mask of the person, its edge moved onto the picture's edges."""
    grey = np.asarray(cv2.cvtColor(frame.picture, cv2.COLOR_RGB2GRAY), np.float32)
    grey /= 255
    person = (_guided(grey, person_mask(frame.picture)) > 0.5) & frame.valid & ~frame.matte
    count, labels = cv2.connectedComponents(person.astype(np.uint8))
    column, row = np.clip(frame.pixels[NOSE_LANDMARK].astype(int), 0, len(person) - 1)
    label = labels[row, column]
    if count > 1 and label:
        return np.asarray(labels == label)
    return np.asarray(person)


def _guided(guide: Floats, values: Floats) -> Floats:
    """Filter that follows the edges of a guide: K. He et al., "Guided Image Filtering", 2010."""
    side = (2 * RADIUS_PX + 1, 2 * RADIUS_PX + 1)
    mean_g, mean_v = cv2.blur(guide, side), cv2.blur(values, side)
    covariance = cv2.blur(guide * values, side) - mean_g * mean_v
    variance = cv2.blur(guide * guide, side) - mean_g * mean_g
    a = covariance / (variance + SMOOTHNESS)
    b = mean_v - a * mean_g
    return np.asarray(np.clip(cv2.blur(a, side) * guide + cv2.blur(b, side), 0, 1), np.float32)
