"""What a frame is."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.space import Doubles

Outline = tuple[tuple[float, float], ...]
OUTLINE_POINTS = 96


@dataclass(frozen=True)
class Spectacles:
    """A frame of glasses; lengths are shares of a rim's half width.

    Attributes:
        name: key in recipes.
        label: words for people.
        height: half height of a rim.
        roundness: 1 for an ellipse, towards 0 for square corners.
        knots: closed curve of the rim of the wearer's left eye instead; x grows away from the nose.
        brow: how much thicker the top of the rim is than the bottom.
        slender: factor on the thickness of the whole frame.
        bridge: heights of the bars between the rims.
        hinge: height of the temples.

    """

    name: str
    label: str
    height: float = 0.82
    roundness: float = 0.8
    knots: Outline = ()
    brow: float = 1.0
    slender: float = 1.0
    bridge: tuple[float, ...] = (0.16,)
    hinge: float = 0.16

    def outline(self) -> Doubles:
        """(n, 2) closed curve of the rim, x away from the nose, -1..1."""
        if self.knots:
            return smooth_curve(self.knots, OUTLINE_POINTS)
        t = np.linspace(0, 2 * np.pi, OUTLINE_POINTS, endpoint=False)
        sharp = 2 / (2 + 7 * (1 - self.roundness))
        x, y = np.cos(t), np.sin(t)
        return np.stack(
            [np.sign(x) * np.abs(x) ** sharp, self.height * np.sign(y) * np.abs(y) ** sharp], 1
        )
