"""Hair drawn by hand: outlines in the face units of a person."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio.colour import RGB
from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.recipe import OUTLINE_RANGE, STRANDS_RANGE, ByteMap, Hair
from figures.generation.studio.space import HAIR, Mask, square

Outline = tuple[tuple[float, float], ...]
# Outlines are drawn at this multiple of the map and then shrunk, so that edges keep sub-pixels.
OVERSAMPLING = 4


@dataclass(frozen=True)
class Hairstyle:
    """A hairstyle.

    Attributes:
        name: key in edits.
        label: words for people.
        length: as in recipe.Hair.
        texture: as in recipe.Hair.
        outer: knots of a closed curve around all hair.
        face: knots of a closed curve around the face it leaves free.
        volume: how thick it lies; a buzz cut shows its area but no depth.

    """

    name: str
    label: str
    length: str
    texture: str
    outer: Outline
    face: Outline
    volume: float = 1.0

    def hair(self, colour: RGB) -> Hair:
        """Hair of this style."""
        mask = _drawn(self)
        rows = np.nonzero(mask.any(1))[0]
        scale = HAIR.scale * OVERSAMPLING
        top = float(HAIR.top - rows.min() / scale) if len(rows) else 1.0
        outside = ndimage.distance_transform_edt(~mask)
        inside = ndimage.distance_transform_edt(mask)
        distance = np.asarray((outside - inside) / scale, np.float32)
        size = (HAIR.width, HAIR.height)
        return Hair(
            self.length,
            self.texture,
            colour,
            round(top, 4),
            round(float(mask.sum()) / scale**2 * self.volume, 4),
            ByteMap.of(cv2.resize(distance, size, interpolation=cv2.INTER_AREA), *OUTLINE_RANGE),
            ByteMap.of(np.zeros(size[::-1]), *STRANDS_RANGE),
        )


def _drawn(style: Hairstyle) -> Mask:
    side = HAIR.width * OVERSAMPLING
    window = square(HAIR.left, HAIR.top, HAIR.width / HAIR.scale, side)
    mask = np.zeros((side, side), np.uint8)
    for knots, value in ((style.outer, 1), (style.face, 0)):
        if knots:
            curve = window.to_pixels(smooth_curve(knots, 240))
            cv2.fillPoly(mask, [np.rint(curve).astype(np.int32)], value)
    return np.asarray(mask > 0)


def mirrored(half: Outline) -> Outline:
    """Close a half outline (x >= 0, from the top down) with its mirror image."""
    return half + tuple((-x, y) for x, y in reversed(half) if x > 0)
