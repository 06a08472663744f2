"""What an accessory is."""

from collections.abc import Callable
from dataclasses import dataclass

from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt.solid import Sculpture


@dataclass(frozen=True)
class Accessory:
    """Something small beside the figure.

    Attributes:
        name: key in recipes.
        label: words for people.
        build: adds its parts, standing on y = 0, in millimetres, with a tint.
        yaw: angle it looks best from, degrees.
        pitch: as yaw, from above.

    """

    name: str
    label: str
    build: Callable[[Sculpture, RGB], None]
    yaw: float = -24.0
    pitch: float = 14.0
