"""Cut contours: one closed path at a distance around all art that is kept.

Method: trace the alpha at sub-pixel level, drop specks and fill holes, grow the shape by the offset
and close its gaps until one piece is left, smooth, and lay a periodic cubic spline (which is a
chain of Bezier curves) through it. The result is measured; if a rule is not met, the next try is
rounder, and the last resort is the convex hull.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from skimage.measure import find_contours

from shop.prepress.errors import ContourError
from shop.prepress.geometry import Outline, Point

TRACE_PX = 1500
DISTANCE_SLACK_MM = 0.1
_STEP_MM = 0.15
_FARTHEST_BRIDGE_MM = 60.0
# Measuring needs no more of the art's outline than this, in mm.
_OUTLINE_SLACK_MM = 0.02
# The error that is left is 2^-48 of a slope.
_JACOBI_STEPS = 48

Points = NDArray[np.float64]


@dataclass(frozen=True)
class CutContour:
    """A cut line in mm from the art's lower left corner, and what was measured on it."""

    outline: Outline
    offset_mm: float
    min_distance_mm: float
    min_radius_mm: float
    length_mm: float

    @property
    def nodes(self) -> int:
        """Number of Bezier curves."""
        return len(self.outline.segments)


def cut_contour(
    alpha: NDArray[np.uint8],
    *,
    mm_per_px: float,
    offset_mm: float,
    min_radius_mm: float = 0.5,
    speck_mm2: float = 4.0,
) -> CutContour:
    """Return one simple closed path around everything opaque in `alpha` (h, w).

    Pieces smaller than `speck_mm2` are left out. No point of the path is closer to the art than
    `offset_mm` - 0.1 mm and no curve is tighter than `min_radius_mm`.

    Raises:
        ContourError: there is nothing to cut around.

    """
    art = kept_art(alpha, mm_per_px=mm_per_px, speck_mm2=speck_mm2)
    base = art.simplify(_OUTLINE_SLACK_MM)
    for smoothing, radius in ((0.25, 2.0), (0.35, 2.6), (0.5, 3.4), (0.7, 4.4), (1.0, 6.0)):
        ring = _grown(base, offset_mm + 0.06 * smoothing + 0.02, radius * min_radius_mm)
        found = _measured(_smooth_spline(ring, smoothing), base, offset_mm)
        if found and found.min_radius_mm >= min_radius_mm:
            return found
    hull = Polygon(base.convex_hull.buffer(offset_mm + 0.05, quad_segs=32).exterior)
    found = _measured(_smooth_spline(hull, 0.5), base, offset_mm)
    if found is None or found.min_radius_mm < min_radius_mm:
        raise ContourError("No smooth cut line goes around this art.")
    return found


def kept_art(alpha: NDArray[np.uint8], *, mm_per_px: float, speck_mm2: float) -> BaseGeometry:
    """Return the opaque areas of `alpha` in mm, y up, holes filled and specks dropped.

    Raises:
        ContourError: nothing is left.

    """
    areas = [area for area, _ in _traced(alpha, mm_per_px) if area.area >= speck_mm2]
    if not areas:
        raise ContourError("There is nothing to cut around.")
    merged = shapely.unary_union(areas)
    parts = merged.geoms if isinstance(merged, MultiPolygon) else [merged]
    return shapely.unary_union(
        [Polygon(part.exterior) for part in parts if isinstance(part, Polygon)]
    )


def _traced(alpha: NDArray[np.uint8], mm_per_px: float) -> Iterator[tuple[BaseGeometry, bool]]:
    """Yield every ring around or within opaque art as an area in mm, and whether it is a hole."""
    height, width = alpha.shape
    shrink = min(1.0, TRACE_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    if shrink < 1:
        alpha = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
    scale_x, scale_y = width * mm_per_px / size[0], height * mm_per_px / size[1]
    rings = find_contours(np.pad(alpha, 1).astype(np.float32), 127.5)  # type: ignore[no-untyped-call]
    for ring in rings:
        if len(ring) < 4:
            continue
        # Sample i of the padded grid is the middle of pixel i - 1.
        x, y = (ring[:, 1] - 0.5) * scale_x, (size[1] - ring[:, 0] + 0.5) * scale_y
        line = LinearRing(np.column_stack([x, y]))
        # Rings run one way around art and the other way around what is missing in it.
        yield Polygon(line).buffer(0), bool(line.is_ccw)


def underbase(
    alpha: NDArray[np.uint8], *, mm_per_px: float, choke_mm: float, speck_mm2: float = 1.0
) -> tuple[tuple[Outline, tuple[Outline, ...]], ...]:
    """Return the areas under opaque art, each with its holes, drawn in by `choke_mm`.

    White under the art's very edge would show beside it if the press is a little off.

    Args:
        alpha: (h, w), as for `cut_contour`.
        mm_per_px: size of a pixel.
        choke_mm: how far inside the art's edge the area ends.
        speck_mm2: smaller areas and holes are left out.

    Raises:
        ContourError: nothing is left.

    """
    solid: list[BaseGeometry] = []
    gaps: list[BaseGeometry] = []
    for area, hole in _traced(alpha, mm_per_px):
        (gaps if hole else solid).append(area)
    shape = shapely.unary_union(solid).difference(shapely.unary_union(gaps))
    shape = shape.buffer(-choke_mm).simplify(0.02)
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    areas = tuple(
        (
            _polygon(part.exterior.coords),
            tuple(
                _polygon(ring.coords) for ring in part.interiors if Polygon(ring).area >= speck_mm2
            ),
        )
        for part in parts
        if isinstance(part, Polygon) and part.area >= speck_mm2
    )
    if not areas:
        raise ContourError("There is nothing to print white under.")
    return areas


def _polygon(coordinates: Iterable[tuple[float, ...]]) -> Outline:
    points = [(round(float(x), 3), round(float(y), 3)) for x, y, *_ in coordinates]
    return Outline.polygon(points[:-1])


def _grown(base: BaseGeometry, offset: float, radius: float) -> Polygon:
    """Return the shape grown by `offset`, bridged into one piece, with no neck under 2 radii."""
    bridge = radius
    while bridge < _FARTHEST_BRIDGE_MM:
        closed = base.buffer(offset + bridge, quad_segs=16).buffer(-bridge, quad_segs=16)
        if isinstance(closed, Polygon):
            neat = Polygon(closed.exterior).buffer(-radius * 0.9).buffer(radius * 0.9)
            if isinstance(neat, Polygon) and neat.buffer(0.02).contains(base):
                return Polygon(neat.exterior)
        bridge = bridge * 1.5 + 0.5
    return Polygon(base.convex_hull.buffer(offset, quad_segs=32).exterior)


def _smooth_spline(shape: Polygon, smoothing: float) -> Points:
    """Return Bezier control points (n, 4, 2) of a smooth closed curve along the shape."""
    ring = shape.exterior
    count = max(24, round(ring.length / _STEP_MM))
    at = np.arange(count) * (ring.length / count)
    line = shapely.get_coordinates(shapely.line_interpolate_point(ring, at))
    line = _smoothed(line, smoothing / _STEP_MM)
    knots = max(12, round(ring.length / 1.1))
    pick = np.round(np.arange(knots) * (count / knots)).astype(int)
    nodes = np.concatenate([line[pick], line[pick[:1]]])
    t = np.append(at[pick], ring.length)
    start, end = nodes[:-1], nodes[1:]
    step = np.diff(t)[:, None] / 3
    tangent = _tangents(t, nodes)
    return np.stack([start, start + tangent[:-1] * step, end - tangent[1:] * step, end], axis=1)


def _smoothed(ring: Points, sigma: float) -> Points:
    """Return the points (n, 2) of a closed line averaged with a Gaussian of `sigma` points."""
    reach = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / sigma))
    weights /= weights.sum()
    around = np.pad(ring, ((reach, reach), (0, 0)), mode="wrap")
    return np.stack([np.convolve(around[:, axis], weights, "valid") for axis in (0, 1)], axis=1)


def _tangents(t: Points, nodes: Points) -> Points:
    """Return the derivatives (n + 1, 2) of the periodic cubic spline through `nodes` at `t`.

    Continuity of the second derivative gives one equation per node: h1 d0 + 2 (h0 + h1) d1 + h0 d2
    = 3 (h1 s0 + h0 s1) with steps h and slopes s. Off the diagonal stands half of what stands on
    it, so that each Jacobi step halves the error at least; the same on every machine, without the
    threads that a dense solver starts.
    """
    h = np.diff(t)
    slope = np.diff(nodes, axis=0) / h[:, None]
    after, before = h[:, None], np.roll(h, 1)[:, None]
    right = 3 * (after * np.roll(slope, 1, axis=0) + before * slope)
    found = slope
    for _ in range(_JACOBI_STEPS):
        beside = after * np.roll(found, 1, axis=0) + before * np.roll(found, -1, axis=0)
        found = (right - beside) / (2 * (before + after))
    return np.concatenate([found, found[:1]])


def _measured(curves: Points, base: BaseGeometry, offset: float) -> CutContour | None:
    """Return the contour with its measures, or None if it crosses itself or comes too close.

    `base` is the art, simplified; the distance found is a lower bound of that to the art.
    """
    outline = _outline(curves)
    points = outline.flattened(16)
    ring = LinearRing(points)
    if not ring.is_simple or not Polygon(ring).contains(base):
        return None
    distance = float(ring.distance(base)) - _OUTLINE_SLACK_MM
    if distance < offset - DISTANCE_SLACK_MM:
        return None
    return CutContour(outline, offset, distance, _tightest_radius(curves), float(ring.length))


def _outline(curves: Points) -> Outline:
    """Return the curves as a path, to a thousandth of a mm."""

    def point(p: Points) -> Point:
        return round(float(p[0]), 3), round(float(p[1]), 3)

    first = point(curves[0, 0])
    segments = [(point(c[1]), point(c[2]), point(c[3])) for c in curves]
    segments[-1] = (*segments[-1][:2], first)
    return Outline(first, tuple(segments))


def _tightest_radius(curves: Points) -> float:
    """Return the smallest radius of curvature in mm over all curves."""
    t = np.linspace(0, 1, 17)[:, None, None]
    p0, p1, p2, p3 = (curves[:, i] for i in range(4))
    a, b, c = p1 - p0, p2 - p1, p3 - p2
    first = 3 * ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c)
    second = 6 * ((1 - t) * (b - a) + t * (c - b))
    cross = np.abs(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])
    speed = np.hypot(first[..., 0], first[..., 1])
    return float((speed**3 / np.maximum(cross, 1e-9)).min())
