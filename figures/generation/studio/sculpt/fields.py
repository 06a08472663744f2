"""Blends of distance grids and solids inflated from silhouettes."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import ndimage
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import spsolve

from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.space import SILHOUETTE, Doubles, Floats, Mask

# Sign of the second derivative that makes a disc inflate to a ball.
CURVATURE = 4.0
LEAST_DISTANCE = 1e-3


def smooth_max(a: ArrayLike, b: ArrayLike, blend: float) -> Floats:
    """Larger of two distance grids with the edge rounded over `blend`."""
    first, second = np.asarray(a, np.float32), np.asarray(b, np.float32)
    h = np.maximum(np.float32(blend) - np.abs(first - second), 0) / np.float32(blend)
    return np.asarray(np.maximum(first, second) + h * h * np.float32(blend * 0.25), np.float32)


def smooth_min(a: ArrayLike, b: ArrayLike, blend: float) -> Floats:
    """Smaller of two distance grids with the crease rounded over `blend`."""
    return -smooth_max(-np.asarray(a, np.float32), -np.asarray(b, np.float32), blend)


def as_distance(values: Floats, step: float) -> Floats:
    """Implicit function to distance near its surface: divided by its slope."""
    slope = np.sqrt(sum(np.square(axis) for axis in np.gradient(values, step)))
    return np.asarray(values / np.maximum(slope, 1e-3), np.float32)


def outline_distance(mask: Mask) -> Floats:
    """Signed distance to a silhouette's outline in face units, negative inside."""
    outside = ndimage.distance_transform_edt(~mask)
    inside = ndimage.distance_transform_edt(mask)
    return np.asarray((outside - inside) / SILHOUETTE.scale, np.float32)


def ellipsoid(
    axes: tuple[Doubles, Doubles, Doubles],
    center: Doubles,
    radii: Doubles,
    turn: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """Distance to an ellipsoid at all points of three axes, tilted about x then z, degrees."""
    local = np.meshgrid(*(a - c for a, c in zip(axes, center, strict=True)), indexing="ij")
    x, y, z = (np.asarray(a, np.float32) for a in local)
    (cx, cz), (sx, sz) = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    x, y = cz * x + sz * y, cz * y - sz * x
    y, z = cx * y - sx * z, cx * z + sx * y
    scaled = np.sqrt(sum((a / r) ** 2 for a, r in zip((x, y, z), radii, strict=True)))
    slope = np.sqrt(sum((a / r**2) ** 2 for a, r in zip((x, y, z), radii, strict=True)))
    return np.asarray(scaled * (scaled - 1) / np.maximum(slope, 1e-4), np.float32)


def largest_piece(distances: Floats) -> Floats:
    """Distances of one body: without crumbs and cavities, however relief and cuts left it."""
    inside = _largest(distances < 0)
    solid = ~_largest(~inside)
    size = np.maximum(np.abs(distances), np.float32(LEAST_DISTANCE))
    return np.where(solid == (distances < 0), distances, np.where(solid, -size, size))


def _largest(mask: Mask) -> Mask:
    """Largest connected part of a volume."""
    labels, count = ndimage.label(mask)
    if count <= 1:
        return mask
    return np.asarray(labels == int(np.argmax(np.bincount(labels.ravel())[1:])) + 1)


def _poisson(mask: Mask) -> Doubles:
    """Solve laplace h = -4 inside the mask with h = 0 outside; lengths in face units."""
    where = np.nonzero(mask)
    count = len(where[0])
    index = np.full(mask.shape, -1, np.int64)
    index[where] = np.arange(count)
    rows: list[Any] = [np.arange(count)]
    columns: list[Any] = [np.arange(count)]
    values: list[Any] = [np.full(count, 4.0)]
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        y = np.clip(where[0] + dy, 0, mask.shape[0] - 1)
        x = np.clip(where[1] + dx, 0, mask.shape[1] - 1)
        neighbour = index[y, x]
        inside = neighbour >= 0
        rows.append(np.arange(count)[inside])
        columns.append(neighbour[inside])
        values.append(np.full(int(inside.sum()), -1.0))
    matrix = csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (count, count)
    )
    height = np.zeros(mask.shape)
    height[where] = spsolve(matrix.tocsc(), np.full(count, CURVATURE / SILHOUETTE.scale**2))
    return height


def inflate(silhouette: Mask, soften: float) -> tuple[Floats, Mask]:
    """Squared half thickness of the solid a silhouette swells to.

    A disc becomes a ball: z = sqrt(h) with laplace h = -4. Outside, h falls off below zero so that
    the surface closes cleanly.

    Args:
        silhouette: SILHOUETTE-sized mask.
        soften: blur of the outline first, pixels.

    Returns:
        Squared half thickness in face units squared, and the softened mask.

    """
    mask = blur(silhouette, soften) > 0.5
    height = np.where(mask, _poisson(mask), -1.5 * outline_distance(mask))
    return blur(height, 1.0), mask


def sample_silhouette(values: Floats, x: Doubles, y: Doubles) -> Floats:
    """Values of a SILHOUETTE raster at all pairs of x and y (face units): (nx, ny)."""
    grid = np.stack(np.meshgrid(x, y, indexing="ij"), -1)
    return sample(values, SILHOUETTE.to_pixels(grid) - 0.5)
