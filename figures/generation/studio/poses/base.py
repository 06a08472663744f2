"""What a pose says."""

from dataclasses import dataclass
from typing import Literal

from figures.generation.studio.space import Point3

Grip = Literal["relaxed", "open", "fist"]


@dataclass(frozen=True)
class Arm:
    """One arm, written for the figure's left side (x > 0); the right side is mirrored.

    Attributes:
        elbow: place, mm.
        wrist: place, mm.
        thumb: direction the thumb's side of the hand faces.
        grip: how the fingers are held.

    """

    elbow: Point3
    wrist: Point3
    thumb: Point3
    grip: Grip = "relaxed"


@dataclass(frozen=True)
class Pose:
    """A stance.

    Attributes:
        name: key in recipes.
        label: words for people.
        left: the figure's left arm (on the viewer's right).
        right: the right arm, written as if it were a left one.
        head_turn: tilt about x, y, z in degrees.
        feet: half the distance between the feet, mm.

    """

    name: str
    label: str
    left: Arm
    right: Arm
    head_turn: Point3 = (0.0, -4.0, 3.0)
    feet: float = 6.0


HANGING = Arm((15.6, 38.5, -0.5), (16.8, 30.0, 2.4), (-0.55, 0.0, 0.85))
ON_HIP = Arm((19.2, 39.5, -1.5), (12.6, 32.0, 4.6), (0.25, 0.9, 0.25), "fist")
RAISED = Arm((18.6, 44.5, 1.5), (22.6, 53.0, 4.5), (-1.0, 0.0, 0.1), "open")
