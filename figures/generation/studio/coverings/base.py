"""What a head covering is."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Floats


@dataclass(frozen=True)
class HeadCovering:
    """Something worn on the head.

    Attributes:
        name: key in recipes.
        label: words for people.
        rim: y of its edge at the forehead and at the back, face units of the toy.
        hides_hair: whether no hair shows at all.
        hides_locks: whether tails and knots are hidden too.

    """

    name: str
    label: str
    rim: tuple[float, float] = (0.45, 0.10)
    hides_hair: bool = False
    hides_locks: bool = True

    def above_rim(self, grid: Grid) -> Floats:
        """Distance field, negative below the edge, face units."""
        _, y, z = grid.face_axes()
        front, back = self.rim
        share = np.clip((z + 0.9) / 1.8, 0, 1)
        height = y[:, None] - (back + (front - back) * share)[None, :]
        return np.asarray(height[None].astype(np.float32), np.float32)
