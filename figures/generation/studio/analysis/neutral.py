"""The face turned to the front as a picture: where glasses, beard and lips are looked for."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import warp
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.space import Bytes, Doubles, Floats, Mask, face_texture

PIXELS = 512
WINDOW = face_texture(PIXELS)


@dataclass(frozen=True)
class Neutral:
    """A frontal picture.

    Attributes:
        picture: (512, 512, 3) over the face window.
        lab: the same in Lab.
        inside: where the picture shows the face.
        points: (478, 2) landmarks in its pixels.
        units: (478, 2) the same in face units.

    """

    picture: Bytes
    lab: Floats
    inside: Mask
    points: Doubles
    units: Doubles

    def polygon(self, *pieces: tuple[int, ...]) -> Mask:
        """Mask of areas some landmarks go around."""
        return self.fill(*(self.points[list(piece)] for piece in pieces))

    def fill(self, *pieces: Doubles) -> Mask:
        """Mask of areas given in pixels."""
        mask = np.zeros((PIXELS, PIXELS), np.uint8)
        for piece in pieces:
            cv2.fillPoly(mask, [piece.astype(np.int32)], 1)
        return mask > 0

    @property
    def eye_span(self) -> float:
        """Distance between the outer eye corners, pixels."""
        return float(np.linalg.norm(self.points[33] - self.points[263]))


def neutral_picture(frame: Frame) -> Neutral:
    """Warp the face to the front."""
    units = frame.frontal[:, :2]
    way = warp.between(units, WINDOW, frame.pixels)
    picture = np.asarray(way.apply(frame.picture), np.uint8)
    lab = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB), np.float32)
    return Neutral(picture, lab, way.inside, WINDOW.to_pixels(units), units)
