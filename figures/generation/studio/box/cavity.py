"""The hollow in the tray that follows the figure's outline, as in real thermoformed trays."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from figures.generation.studio.box.canvas import Sprite, Veil
from figures.generation.studio.box.card import WHITE
from figures.generation.studio.box.palette import Rgb

# Maps are made this many times smaller than the box.
SHRINK: Final = 4


def cavity(figure: Sprite, *, margin: float, shade: Rgb) -> list[Veil]:
    """Return the floor, shaded wall and lit lip of a hollow around the figure.

    Args:
        figure: The figure as placed.
        margin: Room between figure and wall, in pixels.
        shade: Colour of the shadow in the hollow.

    """
    height, width = figure.pixels.shape[:2]
    size = (max(1, round(width / SHRINK)), max(1, round(height / SHRINK)))
    alpha = cv2.resize(figure.pixels[..., 3], size, interpolation=cv2.INTER_AREA)
    reach = margin / SHRINK
    pad = int(reach * 2.2) + 4
    solid = cv2.copyMakeBorder(alpha, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    outside = np.where(solid > 127, 0, 255).astype(np.uint8)
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    # Smoothed, so that fingers and curls do not draw a jagged wall.
    distance = cv2.GaussianBlur(distance, (0, 0), max(reach * 0.42, 0.8))
    edge = np.asarray(distance - reach, np.float32)
    inside = np.clip(0.5 - edge, 0, 1)
    offset = max(reach * 0.42, 1)
    moved = _moved(edge, offset)
    wall = np.clip(1 + moved / max(reach * 0.75, 1), 0, 1) ** 2 * inside
    lip = (
        np.exp(-np.square((edge - 0.8) / 1.1)) * np.clip(_moved(edge, -3) - edge + 1.0, 0.15, 2) / 2
    )
    place = (figure.left - pad * SHRINK, figure.top - pad * SHRINK)
    return [
        _veil(inside, place, shade, 0.10),
        _veil(wall, place, shade, 0.42),
        _veil(lip, place, WHITE, 0.75),
    ]


def _moved(field: npt.NDArray[np.float32], by: float) -> npt.NDArray[np.float32]:
    """Shift a map to the lower right."""
    matrix = np.array([[1, 0, by], [0, 1, by * 1.3]], np.float32)
    height, width = field.shape
    shifted = cv2.warpAffine(field, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shifted, np.float32)


def _veil(
    amount: npt.NDArray[np.floating], place: tuple[float, float], colour: Rgb, opacity: float
) -> Veil:
    return Veil(np.asarray(amount, np.float32), *place, SHRINK, colour, opacity)
