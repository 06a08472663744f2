"""A face's box and how boxes overlap."""

from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class FaceBox:
    """Where a face is, in photo pixels.

    Attributes:
        x: left edge.
        y: top edge.
        width: from ear to ear.
        height: from the top of the forehead to the chin.
        score: 0..1, how sure the detector is.
        eyes: middle of the subject's right iris, then of the left, if known.

    """

    x: float
    y: float
    width: float
    height: float
    score: float
    eyes: tuple[Point, Point] | None = None

    @property
    def area(self) -> float:
        """Area in square pixels."""
        return self.width * self.height

    @property
    def center(self) -> Point:
        """Middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


def intersection(a: FaceBox, b: FaceBox) -> float:
    """Area two boxes share, in square pixels."""
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(across, 0.0) * max(down, 0.0)


def same_face(a: FaceBox, b: FaceBox) -> bool:
    """Whether two boxes cover one face: half of the smaller lies in the other.

    Intersection over union would keep a nose found as a small face inside a large one.
    """
    return intersection(a, b) > 0.5 * min(a.area, b.area)


def strongest_per_face(candidates: Iterable[FaceBox]) -> list[FaceBox]:
    """Non-maximum suppression: of boxes over one face keeps the one with the best score."""
    kept: list[FaceBox] = []
    for box in sorted(candidates, key=lambda box: box.score, reverse=True):
        if not any(same_face(box, other) for other in kept):
            kept.append(box)
    return kept
