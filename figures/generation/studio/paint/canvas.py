"""A picture of the face with gloss and relief, painted with soft brushes."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.colour import RGB
from figures.generation.studio.space import Doubles, Floats, Window, face_texture

Shape = Literal["fill", "line", "closed"]
# Fixed-point positions for OpenCV: sixteenths of a pixel.
SUBPIXEL_BITS = 4
# Wide blurs run on a smaller mask: nobody sees the difference, and it is many times faster.
WIDE_BLUR_PX = 6.0
# The sculpture's cells are larger than these pixels: finer relief would be lost.
RELIEF_PIXELS = 640


@dataclass(frozen=True)
class Brush:
    """How a shape is laid on.

    Attributes:
        opacity: 0..1.
        blur: softness of the edge, face units.
        shape: area, open line or closed line.
        width: width of a line, face units.
        gloss: new gloss under the paint; None leaves it.
        relief: height added, face units.

    """

    opacity: float = 1.0
    blur: float = 0.001
    shape: Shape = "fill"
    width: float = 0.001
    gloss: float | None = None
    relief: float = 0.0


class Canvas:
    """The face being painted.

    Attributes:
        image: (T, T, 3) sRGB 0..255 as float32.
        gloss: (T, T) 0 satin to 1 wet.
        relief: (R, R) height over the skin, face units; R is at most RELIEF_PIXELS.

    """

    def __init__(self, ground: RGB, pixels: int) -> None:
        self.window = face_texture(pixels)
        self.pixels = pixels
        self.image: Floats = np.empty((pixels, pixels, 3), np.float32)
        self.image[:] = ground
        self.gloss: Floats = np.zeros((pixels, pixels), np.float32)
        felt = min(pixels, RELIEF_PIXELS)
        self.relief_window = face_texture(felt)
        self.relief: Floats = np.zeros((felt, felt), np.float32)

    def paint(
        self,
        points: ArrayLike,
        colour: ArrayLike,
        brush: Brush,
        clip: Floats | None = None,
    ) -> None:
        """Paint a shape.

        Args:
            points: (n, 2) outline or line, face units.
            colour: sRGB.
            brush: how.
            clip: (T, T) 0..1, where paint may land.

        """
        outline = np.asarray(points, np.float64)
        mask, rows, columns = _mask(outline, brush, self.window)
        if mask.size == 0:
            return
        if clip is not None:
            mask *= clip[rows, columns]
        if brush.relief:
            self._raise(outline, brush, clip)
        mask *= np.float32(brush.opacity)
        area = self.image[rows, columns]
        area += (np.asarray(colour, np.float32) - area) * mask[..., None]
        if brush.gloss is not None:
            gloss = self.gloss[rows, columns]
            gloss += (np.float32(brush.gloss) - gloss) * mask

    def _raise(self, outline: Doubles, brush: Brush, clip: Floats | None) -> None:
        mask, rows, columns = _mask(outline, brush, self.relief_window)
        if clip is not None:
            small = cv2.resize(clip, self.relief.shape[::-1], interpolation=cv2.INTER_AREA)
            mask *= small[rows, columns]
        self.relief[rows, columns] += np.float32(brush.relief) * mask

    def mask(self, points: ArrayLike, blur: float) -> Floats:
        """(T, T) coverage of an area, for clipping."""
        whole = np.zeros((self.pixels, self.pixels), np.float32)
        mask, rows, columns = _mask(np.asarray(points, np.float64), Brush(blur=blur), self.window)
        whole[rows, columns] = mask
        return whole


def _mask(points: Doubles, brush: Brush, window: Window) -> tuple[Floats, slice, slice]:
    """Coverage of a shape in the part of a window it touches, and which part that is."""
    blur = brush.blur * window.scale
    width = max(1, round(brush.width * window.scale))
    at = window.to_pixels(points)
    margin = int(blur * 3 + width + 4)
    x0, y0 = np.maximum(np.floor(at.min(0) - margin).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(at.max(0) + margin).astype(int), window.width)
    if x1 <= x0 or y1 <= y0:
        return np.zeros((0, 0), np.float32), slice(0, 0), slice(0, 0)
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    steps = np.rint((at - [x0, y0] - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)
    if brush.shape == "fill":
        cv2.fillPoly(mask, [steps], 255, cv2.LINE_AA, SUBPIXEL_BITS)
    else:
        closed = brush.shape == "closed"
        cv2.polylines(mask, [steps], closed, 255, width, cv2.LINE_AA, SUBPIXEL_BITS)
    return _softened(mask, blur), slice(y0, y1), slice(x0, x1)


def _softened(mask: np.ndarray, blur: float) -> Floats:
    soft = mask.astype(np.float32) / np.float32(255)
    if blur <= 0.3:
        return np.asarray(soft, np.float32)
    shrink = max(1, int(blur / WIDE_BLUR_PX))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(soft, (0, 0), blur), np.float32)
    height, width = mask.shape
    size = (max(1, -(-width // shrink)), max(1, -(-height // shrink)))
    small = cv2.GaussianBlur(
        cv2.resize(soft, size, interpolation=cv2.INTER_AREA), (0, 0), blur / shrink
    )
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
