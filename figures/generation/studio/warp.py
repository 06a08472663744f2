"""Carries pictures from one set of landmarks to another, triangle by triangle."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.spatial import Delaunay

from figures.generation.studio.landmarks import MESH, OVAL
from figures.generation.studio.space import Doubles, Floats, Mask, Window

# A ring outside the face's oval lets the warp reach past the chin and the temples.
RING = 1.5
# Interpolated between every so many pixels: landmarks lie much further apart.
COARSE = 8


@dataclass(frozen=True)
class Warp:
    """Where each pixel of a window comes from.

    Attributes:
        source: (H, W, 2) pixels of the source raster, centres at whole numbers.
        inside: (H, W) whether the pixel lies on the face or its ring.

    """

    source: Floats
    inside: Mask

    def apply(self, image: np.ndarray, interpolation: int = cv2.INTER_CUBIC) -> np.ndarray:
        """Resample a source picture into the window."""
        return np.asarray(
            cv2.remap(
                image, self.source[..., 0], self.source[..., 1], interpolation,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )  # fmt: skip


def _ringed(points: Doubles) -> Doubles:
    mesh = points[:MESH]
    center = mesh.mean(0)
    return np.vstack([mesh, center + (points[list(OVAL)] - center) * RING])


def between(target: Doubles, window: Window, source_pixels: Doubles) -> Warp:
    """Warp that shows a source picture in a window.

    Args:
        target: (478, 2) landmarks in face units of the window.
        window: raster to fill.
        source_pixels: (478, 2) the same landmarks in the source picture, edges at whole numbers.

    """
    x = window.columns()[COARSE // 2 :: COARSE]
    y = window.rows()[COARSE // 2 :: COARSE]
    found = _interpolated(_ringed(target), _ringed(source_pixels) - 0.5, x, y)
    outside = np.isnan(found[..., 0])
    found[outside] = 0
    size = (window.width, window.height)
    source = cv2.resize(found, size, interpolation=cv2.INTER_LINEAR)
    inside = cv2.resize((~outside).astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.99
    return Warp(np.asarray(source, np.float32), np.asarray(inside))


def _interpolated(places: Doubles, values: Doubles, x: Doubles, y: Doubles) -> Floats:
    """Interpolate between places (n, 2) at columns x, rising, and rows y, falling; NaN outside.

    SciPy's own interpolator inverts each triangle's 2 x 2 matrix by a call to LAPACK, whose threads
    wait for each other: on a busy machine that took eight seconds.
    """
    found = np.full((len(y), len(x), values.shape[1]), np.nan, np.float32)
    for corners in Delaunay(places).simplices:
        a, b, c = places[corners]
        (left, low), (right, high) = places[corners].min(0), places[corners].max(0)
        columns = slice(*np.searchsorted(x, (left, right)))
        rows = slice(*np.searchsorted(-y, (-high, -low)))
        px, py = x[columns] - a[0], (y[rows] - a[1])[:, None]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        to_b = (px * (c[1] - a[1]) - (c[0] - a[0]) * py) / area
        to_c = ((b[0] - a[0]) * py - px * (b[1] - a[1])) / area
        inside = (to_b >= 0) & (to_c >= 0) & (to_b + to_c <= 1)
        shares = np.stack([1 - to_b - to_c, to_b, to_c], -1)[inside]
        found[rows, columns][inside] = shares @ values[corners]
    return found
