"""Visibility buffer: which triangle shows at each sample."""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from figures.generation.studio.kernels import parallel


@njit(fastmath=True, inline="always")
def offset(index: int) -> float:
    """Place of a sample in its cell, across by its row (down: 1 less that by its column).

    A rotated grid: no two samples of a pixel share a row or column, so that edges near upright
    and level get all the steps of coverage there are.
    """
    return 0.25 if index & 1 else 0.75


@njit(fastmath=True, inline="always")
def _draw(
    ids: NDArray[np.int32],
    depth: NDArray[np.float32],
    screen: NDArray[np.float64],
    corners: NDArray[np.int32],
    t: int,
    first: int,
    top: int,
    bottom: int,
) -> None:
    i0, i1, i2 = corners[0], corners[1], corners[2]
    ya, yb, yc = screen[i0, 1], screen[i1, 1], screen[i2, 1]
    low, high = min(ya, min(yb, yc)), max(ya, max(yb, yc))
    if high < top or low >= bottom:
        return
    xa, xb, xc = screen[i0, 0], screen[i1, 0], screen[i2, 0]
    area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya)
    if area <= 0:
        return
    inverse = 1.0 / area
    width = ids.shape[1]
    ys, ye = max(top, math.ceil(low - 0.75)), min(bottom - 1, math.floor(high - 0.25))
    xs = max(0, math.ceil(min(xa, min(xb, xc)) - 0.75))
    xe = min(width - 1, math.floor(max(xa, max(xb, xc)) - 0.25))
    za, zb, zc = screen[i0, 2], screen[i1, 2], screen[i2, 2]
    for y in range(ys, ye + 1):
        across = offset(y)
        for x in range(xs, xe + 1):
            px, py = x + across, y + 1.0 - offset(x)
            w0 = ((xb - px) * (yc - py) - (xc - px) * (yb - py)) * inverse
            w1 = ((xc - px) * (ya - py) - (xa - px) * (yc - py)) * inverse
            w2 = 1 - w0 - w1
            if min(w0, min(w1, w2)) < -1e-6:
                continue
            z = w0 * za + w1 * zb + w2 * zc
            if z > depth[y - first, x]:
                depth[y - first, x] = z
                ids[y - first, x] = t


@parallel
def rasterise(
    ids: NDArray[np.int32],
    depth: NDArray[np.float32],
    screen: NDArray[np.float64],
    triangles: NDArray[np.int32],
    bands: int,
    first: int,
) -> None:
    """Write the index of the nearest front-facing triangle at every sample (in place).

    Args:
        ids: (H, W), -1 where nothing shows.
        depth: (H, W) inverse depth, 0 where nothing shows; larger is nearer.
        screen: (n, 3) vertices: x, y in samples, inverse depth.
        triangles: (m, 3) vertex indices.
        bands: horizontal bands drawn side by side; they share no sample, so no lock is needed.
        first: row of samples the strip begins at.

    """
    height = ids.shape[0]
    for b in prange(bands):
        top, bottom = first + height * b // bands, first + height * (b + 1) // bands
        for t in range(triangles.shape[0]):
            _draw(ids, depth, screen, triangles[t], t, first, top, bottom)
