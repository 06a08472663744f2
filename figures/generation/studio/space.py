"""Where things are: windows on the face plane and the figure in millimetres.

Face units: origin between the eyes, x towards the viewer's right, y up, z towards the viewer; one
unit reaches from the eye line to the chin of a frontal face.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Point3 = tuple[float, float, float]

UNIT_MM = 21.5
EYE_HEIGHT_MM = 72.5
HEAD_AXIS_Z_MM = 1.0
NECK_PIVOT = np.array([0.0, EYE_HEIGHT_MM - 1.05 * UNIT_MM, HEAD_AXIS_Z_MM])


@dataclass(frozen=True)
class Window:
    """A raster over part of the face plane; row 0 is its top.

    Attributes:
        left: x of the left edge, face units.
        top: y of the top edge, face units.
        width: columns.
        height: rows.
        scale: pixels per face unit.

    """

    left: float
    top: float
    width: int
    height: int
    scale: float

    def to_pixels(self, points: ArrayLike) -> Doubles:
        """Face units (..., 2) to pixels (..., 2), edges at whole numbers."""
        p = np.asarray(points, np.float64)
        return np.stack(
            [(p[..., 0] - self.left) * self.scale, (self.top - p[..., 1]) * self.scale], -1
        )

    def columns(self) -> Doubles:
        """Return the x of the pixel centres, face units."""
        return np.asarray(self.left + (np.arange(self.width) + 0.5) / self.scale, np.float64)

    def rows(self) -> Doubles:
        """Return the y of the pixel centres, face units."""
        return np.asarray(self.top - (np.arange(self.height) + 0.5) / self.scale, np.float64)

    def row_of(self, y: float) -> int:
        """Row that holds a height, clamped to the window."""
        return int(np.clip((self.top - y) * self.scale, 0, self.height - 1))


def square(left: float, top: float, extent: float, pixels: int) -> Window:
    """Return a square window `extent` face units wide."""
    return Window(left, top, pixels, pixels, pixels / extent)


# The photo, levelled and scaled: head, hair, shoulders and chest.
PHOTO = square(-3.0, 2.0, 6.0, 768)
# Outline and strands of the hair, as kept in a recipe.
HAIR = square(-2.2, 1.8, 4.4, 128)
# Shading and beard, as kept in a recipe.
FACE_MAP = square(-1.15, 1.05, 2.3, 128)
# Silhouettes that are inflated to solids.
SILHOUETTE = Window(-2.2, 2.0, 176, 200, 40.0)


def face_texture(pixels: int) -> Window:
    """Window of the painted face."""
    return square(-1.15, 1.05, 2.3, pixels)


def to_world(x: float, y: float, z: float) -> Point3:
    """Face units on the head to millimetres in the figure's frame (feet at y = 0)."""
    return x * UNIT_MM, EYE_HEIGHT_MM + y * UNIT_MM, HEAD_AXIS_Z_MM + z * UNIT_MM
