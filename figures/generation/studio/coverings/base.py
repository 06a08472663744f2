"""What a head covering is, and the head it is shaped on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from figures.generation.studio.sculpt.fields import ellipsoid, smooth_max
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats

# Hair that comes out from under a rim lies this close there, widens this fast below and goes
# this far up under it.
TUCKED, FLARE, UNDER = 0.03, 0.55, 0.0


@dataclass(frozen=True)
class Wearing:
    """A bare head on the cells a covering is made of; face units.

    Attributes:
        head: its shape.
        chin: y of the chin.
        grid: the cells.
        skin: distance to the head, without ears.

    """

    head: Head
    chin: float
    grid: Grid
    skin: Floats

    @property
    def depth(self) -> float:
        """Half depth of the head."""
        return float(self.head.back.max())

    @property
    def axes(self) -> tuple[Floats, Floats, Floats]:
        """Positions of the cells, each along its own axis."""
        x, y, z = np.meshgrid(*self.grid.face_axes(), indexing="ij", sparse=True)
        return x.astype(np.float32), y.astype(np.float32), z.astype(np.float32)

    def ball(self, center: tuple[float, float, float], radii: tuple[float, float, float]) -> Floats:
        """Distance to an ellipsoid; x in half widths of the head, z in half depths."""
        scale: Doubles = np.array([self.head.half_width, 1.0, self.depth])
        return ellipsoid(self.grid.face_axes(), np.array(center) * scale, np.array(radii) * scale)


# Distance in face units, tone -1..1 and the height of the relief in face units.
Cloth = tuple[Floats, Floats, float]


@dataclass(frozen=True)
class HeadCovering:
    """Something worn on the head.

    Attributes:
        name: key in recipes.
        label: words for people.
        shape: makes it for a head.
        rim: y of its edge at the forehead and at the back, face units of the toy.
        hides_hair: whether no hair shows at all.
        reach: how far it stands out beside the head, face units.

    """

    name: str
    label: str
    shape: Callable[[Wearing], Cloth]
    rim: tuple[float, float] = (0.42, 0.10)
    hides_hair: bool = False
    reach: float = 0.42

    def rim_height(self, z: Floats) -> Floats:
        """Y of the edge at each z."""
        front, back = self.rim
        return np.asarray(back + (front - back) * np.clip((z + 0.9) / 1.8, 0, 1), np.float32)

    def tuck(self, hair: Floats, wearing: Wearing) -> Floats:
        """Hair pressed to the head near the rim, face units."""
        _, y, z = wearing.axes
        below = np.maximum(self.rim_height(z) - y, 0)
        return smooth_max(hair, wearing.skin - TUCKED - FLARE * below, 0.10)

    def above_rim(self, grid: Grid) -> Floats:
        """Distance field, face units: negative below the rim and a little above it."""
        _, y, z = grid.face_axes()
        height = self.rim_height(np.asarray(z, np.float32))
        return np.asarray(y[None, :, None] - height[None, None, :] - UNDER, np.float32)
