"""What a pose says; the body it is put on decides where the joints come to lie."""

from dataclasses import dataclass
from typing import Literal

from figures.generation.studio.space import Point3

Grip = Literal["relaxed", "open", "fist", "thumb"]
Anchor = Literal["shoulder", "waist", "lap"]


@dataclass(frozen=True)
class Arm:
    """One arm, written for the figure's left side (x > 0); the right side is mirrored.

    Attributes:
        wrist: from the shoulder in lengths of the arm; at the waist in shares of the half width
            (x), lengths of the arm (y) and shares of the depth in front (z); on the lap in shares
            of the hip's x, sizes of the hand above the thigh (y) and shares of the thigh (z).
        elbow: direction the elbow points to.
        thumb: direction the thumb's side of the hand faces.
        grip: how the fingers are held.
        at: what the wrist's place is measured from.

    """

    wrist: Point3
    elbow: Point3
    thumb: Point3
    grip: Grip = "relaxed"
    at: Anchor = "shoulder"

    @property
    def hangs(self) -> bool:
        """Whether the hand is below the elbow at the side of the body."""
        return self.at == "shoulder" and self.wrist[1] < -0.7

    @property
    def raised(self) -> bool:
        """Whether the hand is above the shoulder."""
        return self.at == "shoulder" and self.wrist[1] > 0.0


@dataclass(frozen=True)
class Pose:
    """A stance.

    Attributes:
        name: key in recipes.
        label: words for people.
        left: the figure's left arm (on the viewer's right).
        right: the right arm, written as if it were a left one.
        head_turn: tilt about x, y, z in degrees.
        feet: distance between the feet, 1 is the body's usual.

    """

    name: str
    label: str
    left: Arm
    right: Arm
    head_turn: Point3 = (0.0, -4.0, 3.0)
    feet: float = 1.0


HANGING = Arm((0.30, -0.90, 0.14), (0.7, 0.0, -0.7), (-0.55, 0.0, 0.85))
ON_HIP = Arm((0.96, 0.06, 0.55), (1.0, 0.25, -0.45), (0.25, 0.9, 0.25), "fist", at="waist")
RAISED = Arm((0.66, 0.28, 0.50), (0.45, -1.0, -0.2), (-1.0, 0.0, 0.1), "open")
# Where the hands of somebody who sits rest when a pose lets them hang.
ON_LAP = Arm((1.30, 2.4, 0.50), (0.9, -0.1, -0.6), (-0.8, 0.4, 0.3), at="lap")
