"""Packs primitives for `kernels.distance`; lengths in millimetres, angles in degrees."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.kernels import distance as shapes
from figures.generation.studio.space import Doubles

UNION, SUBTRACT, INTERSECT = shapes.UNION, shapes.SUBTRACT, shapes.INTERSECT
ROW = 24
ORIGIN = (0.0, 0.0, 0.0)


class Joint(NamedTuple):
    """How a primitive joins those before it: operation and width of the blend, mm."""

    operation: int
    blend: float


def rotation(rx: float = 0.0, ry: float = 0.0, rz: float = 0.0) -> Doubles:
    """Turn about z, then x, then y: (3, 3), columns are the turned axes."""
    (ca, cb, cc), (sa, sb, sc) = np.cos(np.radians([rx, ry, rz])), np.sin(np.radians([rx, ry, rz]))
    about_x = np.array([[1, 0, 0], [0, ca, -sa], [0, sa, ca]])
    about_y = np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
    about_z = np.array([[cc, -sc, 0], [sc, cc, 0], [0, 0, 1]])
    return np.asarray(about_y @ about_x @ about_z)


DOWNWARD = rotation(180)


def along_axis(direction: ArrayLike) -> Doubles:
    """Rotation whose local y axis points along a direction."""
    y = np.asarray(direction, np.float64)
    y = y / np.linalg.norm(y)
    other = np.array([1.0, 0, 0]) if abs(y[0]) < 0.9 else np.array([0, 0, 1.0])
    x = np.cross(y, other)
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], 1)


def _row(
    shape: int,
    parameters: ArrayLike,
    center: ArrayLike,
    turn: Doubles | None,
    operation: int,
    blend: float,
) -> Doubles:
    row = np.zeros(ROW)
    values = np.asarray(parameters, np.float64).ravel()
    row[:3] = shape, operation, blend
    row[3 : 3 + len(values)] = values
    row[11:14] = center
    row[14:23] = (np.eye(3) if turn is None else turn).T.ravel()
    return row


def ellipsoid(
    center: ArrayLike,
    radii: ArrayLike,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Ellipsoid with three radii."""
    return _row(shapes.ELLIPSOID, radii, center, turn, operation, blend)


def capsule(
    start: ArrayLike,
    end: ArrayLike,
    radius: float,
    end_radius: float | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Round bar between two points, with a radius at each end."""
    last = radius if end_radius is None else end_radius
    values = np.concatenate([np.asarray(start, float), np.asarray(end, float), [radius, last]])
    return _row(shapes.CAPSULE, values, ORIGIN, None, operation, blend)


def box(
    center: ArrayLike,
    half: tuple[float, float, float],
    corner: float,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Box given by its half sides, with rounded edges."""
    return _row(shapes.BOX, [*half, corner], center, turn, operation, blend)


def torus(
    center: ArrayLike,
    ring: float,
    tube: float,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> Doubles:
    """Torus around the local y axis, stretched along local x and z."""
    return _row(shapes.TORUS, [ring, tube, *stretch], center, turn, operation, blend)


def cylinder(
    center: ArrayLike,
    radius: float,
    half_height: float,
    corner: float,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Cylinder along the local y axis with rounded edges."""
    return _row(shapes.CYLINDER, [radius, half_height, corner], center, turn, operation, blend)


def below(
    y: float, operation: int = INTERSECT, blend: float = 0.0, turn: Doubles | None = None
) -> Doubles:
    """Everything below a height (or behind a turned plane through it)."""
    return _row(shapes.HALF_SPACE, [0.0], (0.0, y, 0.0), turn, operation, blend)


def above(y: float, operation: int = INTERSECT, blend: float = 0.0) -> Doubles:
    """Everything above a height."""
    return below(y, operation, blend, DOWNWARD)


def frame(
    center: ArrayLike,
    half_width: float,
    half_height: float,
    corner: float,
    thickness: tuple[float, float],
    turn: Doubles | None = None,
) -> Doubles:
    """Return a rounded rectangular rim; thickness across and along the local z axis."""
    values = [half_width, half_height, corner, *thickness]
    return _row(shapes.FRAME, values, center, turn, UNION, 0.0)


def bounds(rows: Doubles) -> tuple[Doubles, Doubles]:
    """Box around the unions among the rows; cuts only take away.

    Raises:
        ValueError: no row adds anything.

    """
    corners = [_extent(row) for row in rows if row[1] == UNION and row[0] != shapes.HALF_SPACE]
    if not corners:
        raise ValueError("nothing to bound")
    lows, highs = zip(*corners, strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0)


def _extent(row: Doubles) -> tuple[Doubles, Doubles]:
    if int(row[0]) == shapes.CAPSULE:
        a, b, r = row[3:6], row[6:9], max(row[9], row[10])
        return np.minimum(a, b) - r, np.maximum(a, b) + r
    half = np.abs(row[14:23].reshape(3, 3).T) @ _half_sides(row)
    return row[11:14] - half, row[11:14] + half


def _half_sides(row: Doubles) -> Doubles:
    shape = int(row[0])
    if shape == shapes.TORUS:
        reach = row[3] + row[4]
        return np.array([reach * row[5], row[4], reach * row[6]])
    if shape == shapes.CYLINDER:
        return np.array([row[3], row[4], row[3]])
    if shape == shapes.FRAME:
        return np.array([row[3] + row[6], row[4] + row[6], row[7]])
    return np.asarray(row[3:6])
