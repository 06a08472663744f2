"""What a frame is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spectacles:
    """A frame of glasses.

    Attributes:
        name: key in recipes.
        label: words for people.
        height: half height of a rim as a share of its half width.
        roundness: radius of its corners as a share of the smaller half side, 0..1.

    """

    name: str
    label: str
    height: float = 0.82
    roundness: float = 0.8
