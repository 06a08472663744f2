"""What the photo shows beside face and neck: ears, or hair that the cut may have lost."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.clarity import Clarity
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.skin import Skin
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

UNLIKE_SKIN = np.array([22.0, 9.0, 9.0])
LIKE, UNLIKE = 1.5, 2.0
BACKLIT = 70.0
# Boxes in half widths of the head from its middle, and in y: where ears are, and where long hair
# hangs over them and beside the neck.
EAR_X, EAR_Y = (1.00, 1.20), (-0.42, -0.02)
HANGING_X, HANGING_Y = (1.08, 1.60), (-0.78, -0.12)
# Least share of its box that the better seen ear fills, and most that hair fills of either.
EAR_SHARE, MOST_HAIR = 0.20, 0.45


def look_beside(frame: Frame, lab: Floats, person: Mask, skin: Skin, clarity: Clarity) -> "Beside":
    """Look at a photo and its colours."""
    return Beside(frame, lab, clarity.texture, person, skin.lab, skin.lighting)


@dataclass(frozen=True)
class Beside:
    """A levelled photo, seen for what lies beside the face.

    Attributes:
        frame: the photo.
        lab: (768, 768, 3) its colours.
        grain: 0..1, how well fine texture can be told.
        person: (768, 768) the person.
        skin: colour of the skin in it, Lab.
        lighting: 0..1, how far colours in its light can be trusted.

    """

    frame: Frame
    lab: Floats
    grain: float
    person: Mask
    skin: Doubles
    lighting: float

    @cached_property
    def head(self) -> tuple[float, float]:
        """X of the head's middle and half its width, face units."""
        temples = self.frame.units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
        return float(temples.mean()), float(np.ptp(temples) / 2)

    @cached_property
    def stretch(self) -> float:
        """How much wider the head would be seen from the front."""
        frontal = self.frame.frontal[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
        return float(np.clip(np.ptp(frontal) / 2 / self.head[1], 0.9, 1.25))

    @cached_property
    def backlit(self) -> bool:
        """Whether the background is much brighter than the skin."""
        around = self.frame.valid & ~self.person
        if not around.any():
            return False
        return float(np.median(self.lab[..., 0][around])) - float(self.skin[0]) > BACKLIT

    def ears(self, hair: Mask) -> bool:
        """Whether an ear is seen and hair hangs over neither."""
        boxes = self._boxes(EAR_X, EAR_Y)
        shares = [
            float(((self._unlike(box) < LIKE) & self.person[box] & ~hair[box]).mean())
            for box in boxes
        ]
        covered = max(float(hair[box].mean()) for box in boxes)
        return max(shares) > EAR_SHARE and covered < MOST_HAIR

    def unexplained(self, hair: Mask) -> float:
        """Area beside face and neck that is the person's but neither skin nor hair, face units²."""
        area = 0
        for box in self._boxes(HANGING_X, HANGING_Y):
            lost = self.person[box] & self.frame.valid[box] & ~hair[box]
            area += int((lost & (self._unlike(box) > UNLIKE)).sum())
        return area / PHOTO.scale**2

    def _unlike(self, box: tuple[slice, slice]) -> Doubles:
        return np.asarray(np.sqrt((((self.lab[box] - self.skin) / UNLIKE_SKIN) ** 2).sum(-1)))

    def _boxes(
        self, across: tuple[float, float], up: tuple[float, float]
    ) -> list[tuple[slice, slice]]:
        middle, half_width = self.head
        rows = slice(PHOTO.row_of(up[1]), PHOTO.row_of(up[0]) + 1)
        boxes = []
        for sign in (-1, 1):
            ends = sorted(middle + sign * half_width * share for share in across)
            left, right = ((end - PHOTO.left) * PHOTO.scale for end in ends)
            columns = slice(max(round(left), 0), max(round(right), 1))
            boxes.append((rows, columns))
        return boxes
