"""Fold a flat carton in three dimensions: every crease by a right angle, printed side out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.ops import polygonize, unary_union

from shop.prepress.dielines import Dieline

Points = NDArray[np.float64]
Crease = tuple[Points, Points]


@dataclass(frozen=True)
class Panel:
    """A flat piece and where it ends up: flat (x, y, 0, 1) to folded space."""

    flat: Polygon
    place: Points

    def at(self, x: float, y: float) -> Points:
        """Return a point of the flat sheet in folded space."""
        return np.asarray((self.place @ [x, y, 0.0, 1.0])[:3])

    def corners(self) -> Points:
        """Return the folded corners (n, 3)."""
        return np.array([self.at(x, y) for x, y in self.flat.exterior.coords[:-1]])

    def outward(self) -> Points:
        """Return the direction that the printed side faces."""
        return np.asarray(self.place[:3, 2])


def pieces(dieline: Dieline) -> list[Polygon]:
    """Cut the sheet along its creases."""
    lines = [LineString([*dieline.cut.flattened(), dieline.cut.start])]
    lines += [LineString(crease.flattened()) for crease in dieline.creases]
    return list(polygonize(unary_union(lines)))


def piece_at(flat: list[Polygon], x: float, y: float) -> int:
    """Return the number of the piece that holds a point of the sheet."""
    point = LineString([(x - 0.01, y), (x + 0.01, y)])
    return next(number for number, piece in enumerate(flat) if piece.contains(point))


def fold(dieline: Dieline, root: tuple[float, float]) -> list[Panel]:
    """Fold everything around the piece at `root`, which stays in the plane z = 0 and faces +z."""
    flat = pieces(dieline)
    first = piece_at(flat, *root)
    places: dict[int, Points] = {first: np.eye(4)}
    waiting = [first]
    while waiting:
        at = waiting.pop()
        for crease in dieline.creases:
            ends = crease.flattened()
            for other in _beyond(flat, at, LineString(ends)):
                if other not in places:
                    places[other] = places[at] @ _hinge(flat[other], (ends[0], ends[-1]))
                    waiting.append(other)
    return [Panel(flat[number], place) for number, place in sorted(places.items())]


def _beyond(flat: list[Polygon], at: int, crease: LineString) -> Iterator[int]:
    def lies_on(piece: Polygon) -> bool:
        return bool(piece.exterior.intersection(crease).length > 0.9 * crease.length)

    if lies_on(flat[at]):
        yield from (n for n, piece in enumerate(flat) if n != at and lies_on(piece))


def _hinge(moving: Polygon, crease: Crease) -> Points:
    """Return the turn by 90 degrees about the crease that takes the moving piece towards -z."""
    start, end = (np.array([*point, 0.0]) for point in crease)
    axis = (end - start) / np.linalg.norm(end - start)
    away = np.array([moving.centroid.x, moving.centroid.y, 0.0]) - start
    # The right-hand turn about the axis lifts what lies to its left.
    if np.cross(axis, away)[2] > 0:
        axis = -axis
    x, y, z = axis
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn = np.eye(3) + skew + skew @ skew
    placed = np.eye(4)
    placed[:3, :3], placed[:3, 3] = turn, start - turn @ start
    return placed
