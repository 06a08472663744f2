"""Boxes and outlines in millimetres, y up."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MM_PER_INCH = 25.4
POINTS_PER_MM = 72.0 / MM_PER_INCH
# Distance of a quarter circle's Bezier handle, in radii.
ARC_HANDLE = 0.5522847498

Point = tuple[float, float]
# One point: a straight line to it. Three: a cubic Bezier (handle, handle, end).
Segment = tuple[Point, ...]


@dataclass(frozen=True)
class Box:
    """An upright rectangle in mm."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def sized(cls, width: float, height: float, x: float = 0.0, y: float = 0.0) -> "Box":
        """Make a box from its lower left corner and its size."""
        return cls(x, y, x + width, y + height)

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.y1 - self.y0

    @property
    def centre(self) -> Point:
        """Middle of the box in mm."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def expanded(self, by: float) -> "Box":
        """Return the box with each side moved outwards by `by` mm (inwards if negative)."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def moved(self, dx: float, dy: float) -> "Box":
        """Return the box moved by (dx, dy) mm."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def fitted(self, aspect: float) -> "Box":
        """Return the largest box of `aspect` (width / height) inside this one, centred."""
        width = min(self.width, self.height * aspect)
        return self._centred(width, width / aspect)

    def covering(self, aspect: float) -> "Box":
        """Return the smallest box of `aspect` (width / height) that covers this one, centred."""
        width = max(self.width, self.height * aspect)
        return self._centred(width, width / aspect)

    def _centred(self, width: float, height: float) -> "Box":
        x, y = self.centre
        return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def points(self) -> tuple[float, float, float, float]:
        """Return the box in PDF points."""
        k = POINTS_PER_MM
        return self.x0 * k, self.y0 * k, self.x1 * k, self.y1 * k


def arc(centre: Point, radius: float, start: float, end: float) -> tuple[Segment, ...]:
    """Return the Beziers of a circle's arc between two angles in degrees, anticlockwise if rising.

    The path must stand at the arc's start already. At most a quarter circle per curve, which is
    within 0.03 % of the radius.
    """
    count = max(1, math.ceil(abs(end - start) / 90 - 1e-9))
    step = math.radians(end - start) / count
    handle = 4 / 3 * math.tan(step / 4) * radius
    curves = []
    for number in range(count):
        one = math.radians(start) + number * step
        two = one + step
        (c1, s1), (c2, s2) = ((math.cos(a), math.sin(a)) for a in (one, two))
        x, y = centre
        curves.append(
            (
                (x + radius * c1 - handle * s1, y + radius * s1 + handle * c1),
                (x + radius * c2 + handle * s2, y + radius * s2 - handle * c2),
                (x + radius * c2, y + radius * s2),
            )
        )
    return tuple(curves)


@dataclass(frozen=True)
class Outline:
    """One path in mm: a start point and lines or cubic Beziers from there on."""

    start: Point
    segments: tuple[Segment, ...]
    closed: bool = True

    @classmethod
    def polygon(cls, points: Iterable[Point], *, closed: bool = True) -> "Outline":
        """Make a path of straight lines through `points`."""
        first, *rest = points
        return cls(first, tuple((p,) for p in rest), closed)

    @classmethod
    def rectangle(cls, box: Box, radius: float = 0.0) -> "Outline":
        """Make a rectangle, with round corners if `radius` (mm) is given."""
        x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
        if radius <= 0:
            return cls.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        r, k = radius, radius * (1 - ARC_HANDLE)
        return cls(
            (x0 + r, y0),
            (
                ((x1 - r, y0),),
                ((x1 - k, y0), (x1, y0 + k), (x1, y0 + r)),
                ((x1, y1 - r),),
                ((x1, y1 - k), (x1 - k, y1), (x1 - r, y1)),
                ((x0 + r, y1),),
                ((x0 + k, y1), (x0, y1 - k), (x0, y1 - r)),
                ((x0, y0 + r),),
                ((x0, y0 + k), (x0 + k, y0), (x0 + r, y0)),
            ),
        )

    def moved(self, dx: float, dy: float) -> "Outline":
        """Return the path moved by (dx, dy) mm."""
        return Outline(
            (self.start[0] + dx, self.start[1] + dy),
            tuple(tuple((x + dx, y + dy) for x, y in segment) for segment in self.segments),
            self.closed,
        )

    def mirrored(self, width: float) -> "Outline":
        """Return the path as seen from behind a page of `width` mm."""
        return Outline(
            (width - self.start[0], self.start[1]),
            tuple(tuple((width - x, y) for x, y in segment) for segment in self.segments),
            self.closed,
        )

    def flattened(self, steps: int = 12) -> NDArray[np.float64]:
        """Return points (n, 2) along the path, `steps` per Bezier; the first is not repeated."""
        t = np.linspace(0, 1, steps + 1)[1:, None]
        parts = [np.array([self.start])]
        for segment in self.segments:
            p0 = parts[-1][-1]
            if len(segment) == 1:
                parts.append(np.array(segment))
                continue
            p1, p2, p3 = (np.array(p) for p in segment)
            parts.append(
                (1 - t) ** 3 * p0 + 3 * t * (1 - t) ** 2 * p1 + 3 * t * t * (1 - t) * p2 + t**3 * p3
            )
        points = np.concatenate(parts)
        if self.closed and np.allclose(points[0], points[-1], atol=1e-9):
            return points[:-1]
        return points

    def bounds(self) -> Box:
        """Return the box around the path (to about 0.01 mm on curves)."""
        points = self.flattened()
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))
