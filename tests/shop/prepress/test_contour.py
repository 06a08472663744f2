import math
import statistics
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from shapely.geometry import LinearRing, Point, Polygon

from shop.prepress.contour import CutContour, cut_contour, kept_art
from shop.prepress.errors import ContourError
from shop.prepress.geometry import Outline

SIZE = 500
MM_PER_PX = 80 / SIZE
Mask = NDArray[np.uint8]


def blank() -> Mask:
    return np.zeros((SIZE, SIZE), np.uint8)


def random_silhouette(seed: int) -> Mask:
    rng = np.random.default_rng(seed)
    mask = blank()
    for _ in range(rng.integers(1, 6)):
        centre, axes = rng.integers(100, 400, 2), rng.integers(8, 110, 2)
        turn = float(rng.integers(0, 180))
        cv2.ellipse(mask, centre.tolist(), axes.tolist(), turn, 0, 360, 255, -1, cv2.LINE_AA)
    for _ in range(rng.integers(0, 20)):
        corners = rng.integers(80, 420, 2) + rng.normal(0, 25, (3, 2))
        cv2.fillPoly(mask, [corners.astype(np.int32)], 255, cv2.LINE_AA)
    for _ in range(rng.integers(0, 5)):
        start, end = rng.integers(60, 440, (2, 2)).tolist()
        cv2.line(mask, start, end, 255, int(rng.integers(1, 6)), cv2.LINE_AA)
    return mask


def full_frame() -> Mask:
    return np.full((SIZE, SIZE), 255, np.uint8)


def far_islands() -> Mask:
    mask = blank()
    for x, y in ((30, 30), (470, 30), (30, 470), (470, 470), (250, 250)):
        cv2.circle(mask, (x, y), 20, 255, -1)
    return mask


def thin_arm() -> Mask:
    mask = blank()
    cv2.circle(mask, (130, 350), 90, 255, -1)
    cv2.line(mask, (130, 350), (480, 30), 255, 1)
    return mask


def ring_with_island() -> Mask:
    mask = blank()
    cv2.circle(mask, (250, 250), 200, 255, 30)
    cv2.circle(mask, (250, 250), 60, 255, -1)
    return mask


def comb() -> Mask:
    mask = blank()
    mask[380:440, 40:460] = 255
    for x in range(40, 460, 24):
        mask[60:400, x : x + 8] = 255
    return mask


def hair() -> Mask:
    mask = blank()
    cv2.circle(mask, (250, 250), 90, 255, -1)
    for angle in np.linspace(0, 2 * math.pi, 60, endpoint=False):
        tip = (round(250 + 190 * math.cos(angle)), round(250 + 190 * math.sin(angle)))
        cv2.line(mask, (250, 250), tip, 255, 1, cv2.LINE_AA)
    return mask


def noise() -> Mask:
    mask = np.where(np.random.default_rng(9).random((SIZE, SIZE)) < 0.25, 255, 0).astype(np.uint8)
    cv2.circle(mask, (250, 250), 120, 255, -1)
    return mask


def c_shape() -> Mask:
    mask = blank()
    cv2.ellipse(mask, (250, 250), (180, 180), 0, 8, 352, 255, 40)
    return mask


HOSTILE = [full_frame, far_islands, thin_arm, ring_with_island, comb, hair, noise, c_shape]


def arms_and_hair(seed: int) -> Mask:
    """A head with hairs of a pixel, thin bent arms, a torn hole and islands of every size."""
    rng = np.random.default_rng([seed, 1])
    mask = blank()
    middle = rng.integers(180, 320, 2)
    cv2.circle(mask, middle.tolist(), int(rng.integers(30, 90)), 255, -1, cv2.LINE_AA)
    for _ in range(rng.integers(10, 80)):
        tip = middle + rng.normal(0, 70, 2)
        cv2.line(mask, middle.tolist(), tip.astype(int).tolist(), 255, 1, cv2.LINE_AA)
    for _ in range(rng.integers(1, 4)):
        joints = np.cumsum([middle, *rng.integers(-110, 110, (2, 2))], axis=0).clip(2, SIZE - 3)
        cv2.polylines(mask, [joints.astype(np.int32)], False, 255, int(rng.integers(1, 4)))
    for _ in range(rng.integers(0, 6)):
        cv2.circle(mask, rng.integers(5, SIZE - 5, 2).tolist(), int(rng.integers(1, 30)), 255, -1)
    hole = middle + rng.normal(0, 25, (7, 2))
    cv2.fillPoly(mask, [hole.astype(np.int32)], 0)
    return mask


def drawn(seed: int) -> Mask:
    """Return a silhouette by its number: one half plain shapes, the other half hair and islands."""
    return arms_and_hair(seed) if seed % 2 else random_silhouette(seed)


def sharpest_kink(outline: Outline) -> float:
    """Return the largest turn in degrees between a curve's end and the next one's start."""
    curves = [np.array(segment) for segment in outline.segments]
    worst = 0.0
    for number, curve in enumerate(curves):
        following = curves[(number + 1) % len(curves)]
        into, out = curve[2] - curve[1], following[0] - curve[2]
        turn = np.arctan2(into[0] * out[1] - into[1] * out[0], into @ out)
        worst = max(worst, abs(float(np.degrees(turn))))
    return worst


def tightest_radius(outline: Outline) -> float:
    """Return the smallest radius of curvature in mm, from the rounded path itself."""
    start, least = np.array(outline.start), math.inf
    t = np.linspace(0, 1, 33)[:, None]
    for segment in outline.segments:
        one, two, end = (np.array(point) for point in segment)
        a, b, c = one - start, two - one, end - two
        first = 3 * ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c)
        second = 6 * ((1 - t) * (b - a) + t * (c - b))
        cross = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
        speed = np.hypot(first[:, 0], first[:, 1])
        least = min(least, float((speed**3 / np.maximum(cross, 1e-9)).min()))
        start = end
    return least


def hold_rules(mask: Mask, offset: float) -> CutContour:
    found = cut_contour(mask, mm_per_px=MM_PER_PX, offset_mm=offset)
    art = kept_art(mask, mm_per_px=MM_PER_PX, speck_mm2=4.0)
    # Finer than the contour's own check, and straight from the rounded path.
    points = found.outline.flattened(40)
    ring = LinearRing(points)
    assert found.outline.closed
    assert found.outline.segments[-1][-1] == found.outline.start
    assert ring.is_simple
    assert Polygon(ring).contains(art)
    assert ring.distance(art) >= offset - 0.1
    assert tightest_radius(found.outline) >= 0.5
    assert sharpest_kink(found.outline) <= 1.0
    return found


def nodes_per_mm(found: CutContour) -> float:
    return found.nodes / found.length_mm


@pytest.mark.parametrize("seed", range(40))
def test_random_silhouettes_get_one_simple_ring_around_all_art(seed: int) -> None:
    hold_rules(drawn(seed), 2.0)


def test_a_path_has_few_nodes() -> None:
    density = [nodes_per_mm(hold_rules(drawn(seed), 2.0)) for seed in range(9)]
    assert statistics.median(density) <= 1.0


@pytest.mark.slow
def test_two_hundred_silhouettes() -> None:
    failed, density = [], []
    for seed in range(200):
        try:
            density.append(nodes_per_mm(hold_rules(drawn(seed), (2.0, 2.5, 3.0)[seed % 3])))
        except (AssertionError, ContourError) as error:
            failed.append((seed, str(error).partition("\n")[0]))
    assert failed == []
    assert statistics.median(density) <= 1.0


@pytest.mark.parametrize("make", HOSTILE)
def test_hostile_silhouettes_hold_the_same_rules(make: Callable[[], Mask]) -> None:
    hold_rules(make(), 2.5)


def test_a_disc_is_cut_as_a_larger_disc() -> None:
    mask = blank()
    cv2.circle(mask, (250, 250), 150, 255, -1, cv2.LINE_AA)
    found = hold_rules(mask, 3.0)
    middle = Point(250.5 * MM_PER_PX, (SIZE - 250.5) * MM_PER_PX)
    distances = [Point(p).distance(middle) for p in found.outline.flattened()]
    radius = 150.5 * MM_PER_PX + 3.0
    assert min(distances) == pytest.approx(radius, abs=0.1)
    assert max(distances) == pytest.approx(radius, abs=0.1)


def test_specks_are_left_out_and_small_islands_are_kept() -> None:
    mask = blank()
    cv2.circle(mask, (150, 250), 60, 255, -1)
    alone = cut_contour(mask, mm_per_px=MM_PER_PX, offset_mm=2.0).outline.bounds()
    cv2.circle(mask, (450, 250), 6, 255, -1)  # 2.9 mm2
    with_speck = cut_contour(mask, mm_per_px=MM_PER_PX, offset_mm=2.0).outline.bounds()
    cv2.circle(mask, (450, 250), 8, 255, -1)  # 5.1 mm2
    with_island = cut_contour(mask, mm_per_px=MM_PER_PX, offset_mm=2.0).outline.bounds()
    assert with_speck == alone
    assert with_island.x1 == pytest.approx(458.5 * MM_PER_PX + 2.0, abs=0.2)


def test_y_points_up() -> None:
    mask = blank()
    mask[20:60, 20:60] = 255
    bounds = cut_contour(mask, mm_per_px=MM_PER_PX, offset_mm=2.0).outline.bounds()
    assert bounds.centre == pytest.approx((40 * MM_PER_PX, (SIZE - 40) * MM_PER_PX), abs=0.05)


@pytest.mark.parametrize("level", [0, 100])
def test_nothing_opaque_is_an_error(level: int) -> None:
    with pytest.raises(ContourError, match="nothing to cut around"):
        cut_contour(np.full((50, 50), level, np.uint8), mm_per_px=1.0, offset_mm=2.0)


def test_the_same_art_gives_the_same_line() -> None:
    first = cut_contour(comb(), mm_per_px=MM_PER_PX, offset_mm=2.0)
    assert cut_contour(comb(), mm_per_px=MM_PER_PX, offset_mm=2.0) == first
