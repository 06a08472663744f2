"""Packs primitives for `kernels.distance`; lengths in millimetres, angles in degrees."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.kernels import distance as shapes
from figures.generation.studio.space import Doubles

UNION, SUBTRACT, INTERSECT = shapes.UNION, shapes.SUBTRACT, shapes.INTERSECT
ROW = shapes.TABLE
ORIGIN = (0.0, 0.0, 0.0)


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


def pack(rows: Iterable[Doubles]) -> Doubles:
    """Rows as one table, shorter ones filled up with zeros."""
    listed = list(rows)
    packed = np.zeros((len(listed), max(len(row) for row in listed)))
    for target, row in zip(packed, listed, strict=True):
        target[: len(row)] = row
    return packed


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


def pipe(points: ArrayLike, radius: float, blend: float = 0.0) -> list[Doubles]:
    """Round bar of one radius along a path of points (n, 3)."""
    return [path(points, radius, blend=blend)]


def cone(
    start: ArrayLike,
    end: ArrayLike,
    radius: float,
    end_radius: float,
    corner: float = 0.3,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Tapered bar with flat ends, their edges rounded by `corner`."""
    first, last = np.asarray(start, np.float64), np.asarray(end, np.float64)
    length = float(np.linalg.norm(last - first))
    profile = [
        (0.0, corner),
        (max(radius - corner, 0.05), corner),
        (max(end_radius - corner, 0.05), length - corner),
        (0.0, length - corner),
    ]
    return lathe(profile, first, corner, along_axis(last - first), operation, blend)


def prism(
    corners: ArrayLike,
    center: ArrayLike,
    half_depth: float,
    corner: float = 0.0,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Polygon (n, 2) in the local x-y plane, extruded along local z, with rounded edges."""
    table = np.asarray(corners, np.float64)
    head = _row(shapes.PRISM, [len(table), half_depth, corner], center, turn, operation, blend)
    return np.concatenate([head, table.ravel()])


def lathe(
    profile: ArrayLike,
    center: ArrayLike = ORIGIN,
    corner: float = 0.0,
    turn: Doubles | None = None,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Polygon (n, 2) of radius and height turned about the local y axis, grown by `corner`."""
    table = np.asarray(profile, np.float64)
    head = _row(shapes.LATHE, [len(table), 0.0, corner], center, turn, operation, blend)
    return np.concatenate([head, table.ravel()])


def loft(
    bottom: float,
    spacing: float,
    stations: Doubles,
    grow: float = 0.0,
    operation: int = UNION,
    blend: float = 0.0,
) -> Doubles:
    """Stack rounded sections along y.

    Args:
        bottom: height of the first station, mm.
        spacing: height between stations, mm.
        stations: (n, 3) half width, depth in front (z > 0), depth behind.
        grow: added to all three.
        operation: how it joins those before it.
        blend: width of the blend, mm.

    """
    values = [bottom, spacing, len(stations), grow]
    head = _row(shapes.LOFT, values, ORIGIN, None, operation, blend)
    return np.concatenate([head, stations.ravel()])


def path(
    points: ArrayLike, radii: ArrayLike, operation: int = UNION, blend: float = 0.0
) -> Doubles:
    """One round bar along points (n, 3) with a radius, or one at each; its joints do not swell."""
    knots = np.asarray(points, np.float64)
    widths = np.broadcast_to(np.asarray(radii, np.float64), len(knots))
    table = np.column_stack([knots, widths])
    head = _row(shapes.PATH, [len(knots)], ORIGIN, None, operation, blend)
    return np.concatenate([head, table.ravel()])


def half_space(
    point: ArrayLike, outward: ArrayLike, operation: int = INTERSECT, blend: float = 0.0
) -> Doubles:
    """Everything on one side of a plane: behind it, seen along `outward`."""
    return _row(shapes.HALF_SPACE, [0.0], point, along_axis(outward), operation, blend)


def bounds(rows: Iterable[Doubles]) -> tuple[Doubles, Doubles]:
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
    if int(row[0]) == shapes.LOFT:
        return _loft_extent(row)
    if int(row[0]) == shapes.PATH:
        knots = row[ROW : ROW + 4 * int(row[3])].reshape(-1, 4)
        return (knots[:, :3] - knots[:, 3:]).min(0), (knots[:, :3] + knots[:, 3:]).max(0)
    if int(row[0]) in (shapes.PRISM, shapes.LATHE):
        return _polygon_extent(row)
    half = np.abs(row[14:23].reshape(3, 3).T) @ _half_sides(row)
    return row[11:14] - half, row[11:14] + half


def _loft_extent(row: Doubles) -> tuple[Doubles, Doubles]:
    count = int(row[5])
    width, front, back = row[ROW : ROW + 3 * count].reshape(count, 3).max(0) + row[6]
    return np.array([-width, row[3], -back]), np.array(
        [width, row[3] + row[4] * (count - 1), front]
    )


def _polygon_extent(row: Doubles) -> tuple[Doubles, Doubles]:
    count = int(row[3])
    table = row[ROW : ROW + 2 * count].reshape(count, 2)
    low, high = table.min(0), table.max(0)
    if int(row[0]) == shapes.LATHE:
        reach = float(high[0]) + row[5]
        low3 = np.array([-reach, low[1] - row[5], -reach])
        high3 = np.array([reach, high[1] + row[5], reach])
    else:
        low3, high3 = np.array([*low, -row[4]]), np.array([*high, row[4]])
    turn = row[14:23].reshape(3, 3).T
    half, middle = np.abs(turn) @ ((high3 - low3) / 2), turn @ ((low3 + high3) / 2)
    return row[11:14] + middle - half, row[11:14] + middle + half


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
