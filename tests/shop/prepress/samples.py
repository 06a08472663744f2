"""Drawn art: a toy of simple shapes and a coloured card."""

import cv2
import numpy as np
from numpy.typing import NDArray


def draw_figure(width: int, height: int) -> NDArray[np.uint8]:
    """A toy of simple shapes on a transparent ground, at any size."""
    picture = np.zeros((height, width, 4), np.uint8)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(x * width), round(y * height)

    def ellipse(x: float, y: float, rx: float, ry: float, colour: tuple[int, ...]) -> None:
        cv2.ellipse(picture, at(x, y), at(rx, ry), 0, 0, 360, colour, -1)

    cv2.rectangle(picture, at(0.34, 0.6), at(0.47, 0.93), (40, 50, 90, 255), -1)
    cv2.rectangle(picture, at(0.53, 0.6), at(0.66, 0.93), (40, 50, 90, 255), -1)
    cv2.line(picture, at(0.3, 0.5), at(0.12, 0.38), (200, 140, 100, 255), round(width * 0.08))
    cv2.line(picture, at(0.7, 0.5), at(0.84, 0.66), (200, 140, 100, 255), round(width * 0.08))
    ellipse(0.5, 0.56, 0.22, 0.14, (50, 70, 180, 255))
    ellipse(0.5, 0.26, 0.34, 0.2, (200, 140, 100, 255))
    ellipse(0.5, 0.17, 0.36, 0.12, (40, 30, 30, 255))
    ellipse(0.38, 0.28, 0.04, 0.03, (20, 20, 20, 255))
    ellipse(0.62, 0.28, 0.04, 0.03, (20, 20, 20, 255))
    return picture


def draw_card(width: int, height: int) -> NDArray[np.uint8]:
    """An opaque picture for the front of a box."""
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., 0] = np.linspace(30, 230, height, dtype=np.uint8)[:, None]
    picture[..., 1] = 90
    picture[..., 2] = np.linspace(60, 200, width, dtype=np.uint8)[None, :]
    return picture
