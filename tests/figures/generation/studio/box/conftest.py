"""A stand-in figure and things: flat shapes with transparent margins."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

U8 = npt.NDArray[np.uint8]


@pytest.fixture
def figure() -> U8:
    """A green figure: a head on a body, 300 x 200 with margins of 20 pixels."""
    picture = np.zeros((300, 200, 4), np.uint8)
    cv2.circle(picture, (100, 90), 70, (0, 255, 0, 255), -1)
    cv2.rectangle(picture, (60, 140), (140, 279), (0, 255, 0, 255), -1)
    return picture


@pytest.fixture
def thing() -> U8:
    """A blue square."""
    picture = np.zeros((60, 60, 4), np.uint8)
    picture[10:50, 10:50] = (0, 0, 255, 255)
    return picture
