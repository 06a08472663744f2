"""Outlines in the face plane."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import splev, splprep

from figures.generation.studio.space import Doubles


def smooth_curve(
    points: ArrayLike, count: int = 80, *, closed: bool = True, slack: float = 0.0
) -> Doubles:
    """Cubic spline through (n, 2) points, sampled `count` times.

    Args:
        points: knots; n >= 4 (3 plus the closing one if closed).
        count: number of samples.
        closed: whether the last knot joins the first.
        slack: allowed sum of squared distances to the knots.

    """
    p = np.asarray(points, np.float64)
    if closed:
        p = np.vstack([p, p[:1]])
    spline: Any = splprep(p.T, s=slack, per=closed, k=min(3, len(p) - 1))[0]
    return np.array(splev(np.linspace(0, 1, count), spline)).T


def ellipse(center: ArrayLike, rx: float, ry: float, count: int = 64) -> Doubles:
    """Axis-aligned ellipse, (count, 2)."""
    t = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.asarray(center, np.float64) + np.stack([rx * np.cos(t), ry * np.sin(t)], 1)


def tapered(path: ArrayLike, start: float, middle: float, end: float) -> Doubles:
    """Outline of a brush stroke along a path, with the width at start, middle and end."""
    p = smooth_curve(path, 60, closed=False)
    along = np.gradient(p, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], 1)
    across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-9
    t = np.linspace(0, 1, 60)[:, None]
    bulge = 2 * middle - 0.5 * (start + end)
    half = 0.5 * ((1 - t) ** 2 * start + 2 * t * (1 - t) * bulge + t * t * end)
    return np.vstack([p + across * half, (p - across * half)[::-1]])


def about(points: ArrayLike, center: ArrayLike, factor: ArrayLike) -> Doubles:
    """Scale points about a centre."""
    c = np.asarray(center, np.float64)
    return np.asarray(c + (np.asarray(points, np.float64) - c) * np.asarray(factor, np.float64))


def shifted(points: ArrayLike, dx: float, dy: float) -> Doubles:
    """Move points (..., 2)."""
    return np.asarray(np.asarray(points, np.float64) + np.array([dx, dy]))
