"""The outline a designer would draw: made of masks drawn here, in half widths of 0.7."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from figures.generation.studio.analysis.hair_shape import (
    CANVAS,
    HANGS,
    REACHES,
    TO_SHOULDER,
    measured,
    recentred,
)
from figures.generation.studio.space import PHOTO

Mask = NDArray[np.bool_]
HALF_WIDTH = 0.7
X, Y = np.meshgrid(CANVAS.columns(), CANVAS.rows())


def ellipse(x: float, y: float, wide: float, tall: float) -> Mask:
    return np.asarray(((X - x) / wide) ** 2 + ((Y - y) / tall) ** 2 < 1)


FACE = ellipse(0, -0.3, 0.60, 1.0)
CAP = ellipse(0, 0.15, 0.85, 0.95) & (Y > 0) & ~FACE


def lock(sign: int, end: float, outer: float = 0.95) -> Mask:
    away = X * sign
    return np.asarray((away > 0.60) & (away < outer) & (Y < 0.2) & (end < Y))


def columns_at(mask: Mask, y: float) -> NDArray[np.float64]:
    return np.asarray(X[0][mask[CANVAS.row_of(y)]], np.float64)


def ends(mask: Mask) -> tuple[float, float]:
    lowest = [float(Y[mask & (X * sign > 0)].min()) for sign in (-1, 1)]
    return lowest[0], lowest[1]


def test_clean_hair_is_drawn_as_it_is() -> None:
    seen = CAP | lock(-1, -1.2) | lock(1, -1.2)
    drawn = measured(seen, HALF_WIDTH).drawn("medium", ears_free=False)
    same = (drawn.mask & seen).sum() / (drawn.mask | seen).sum()
    assert same > 0.85
    assert drawn.top == pytest.approx(1.10, abs=0.04)
    assert drawn.area == pytest.approx(float(drawn.mask.sum()) / CANVAS.scale**2)
    assert ends(drawn.mask) == pytest.approx((-1.2, -1.2), abs=0.06)


def test_torn_edges_come_out_smooth() -> None:
    random = np.random.default_rng(3)
    whole = CAP | lock(-1, -1.2) | lock(1, -1.2)
    edge = ndimage.binary_dilation(whole, iterations=5) & ~ndimage.binary_erosion(
        whole, iterations=5
    )
    coarse = np.kron(random.random((64, 64)) > 0.5, np.ones((6, 6))) > 0
    torn = np.where(edge, coarse, whole)
    drawn = measured(torn, HALF_WIDTH).drawn("medium", ears_free=False).mask

    def border(mask: Mask) -> int:
        return int((mask & ~ndimage.binary_erosion(mask)).sum())

    assert border(torn) > 1.5 * border(whole)
    assert border(drawn) < 1.1 * border(whole)
    assert ndimage.label(drawn)[1] == 1


def test_holes_are_filled_and_the_forehead_is_not() -> None:
    holed = CAP & ~ellipse(0.2, 0.95, 0.10, 0.06)
    drawn = measured(holed, HALF_WIDTH).drawn("short", ears_free=False).mask
    assert drawn[CANVAS.row_of(0.95), np.abs(X[0] - 0.2).argmin()]
    assert not drawn[CANVAS.row_of(0.5), CANVAS.width // 2]


def test_a_side_that_was_lost_is_drawn_like_the_other() -> None:
    found = measured(CAP | lock(-1, -1.6), HALF_WIDTH)
    assert found.lowest == pytest.approx(-1.6, abs=0.03)
    right, left = ends(found.drawn("long", ears_free=False).mask)
    assert right == pytest.approx(-1.6, abs=0.06)
    assert left < TO_SHOULDER


def test_short_hair_is_not_completed() -> None:
    seen = CAP | lock(-1, -0.3)
    right, left = ends(measured(seen, HALF_WIDTH).drawn("short", ears_free=False).mask)
    assert right == pytest.approx(-0.3, abs=0.08)
    assert left == pytest.approx(0.0, abs=0.15)


@pytest.mark.parametrize("length", sorted(REACHES))
def test_hair_reaches_as_far_as_its_length_says(length: str) -> None:
    """A cut that loses the end over dark cloth still gives long hair."""
    seen = CAP | lock(-1, HANGS - 0.05) | lock(1, HANGS - 0.05)
    reached = min(ends(measured(seen, HALF_WIDTH).drawn(length, ears_free=False).mask))
    assert reached == pytest.approx(REACHES[length], abs=0.06)


def test_hair_hangs_close_to_a_toys_shoulders() -> None:
    wide = CAP | lock(-1, -1.7, 1.6) | lock(1, -1.7, 1.6)
    drawn = measured(wide, HALF_WIDTH).drawn("long", ears_free=False).mask
    assert np.abs(columns_at(drawn, -1.4)).max() < 1.5 * HALF_WIDTH
    assert np.abs(columns_at(drawn, -0.4)).max() > 1.5 * HALF_WIDTH


def test_ends_are_round() -> None:
    drawn = measured(CAP | lock(-1, -1.6) | lock(1, -1.6), HALF_WIDTH).drawn(
        "long", ears_free=False
    )
    widths = [np.ptp(columns_at(drawn.mask & (X > 0), y)) for y in (-1.2, -1.45, -1.55)]
    assert widths[0] > widths[1] > widths[2] > 0


def test_free_ears_are_left_free() -> None:
    seen = CAP | lock(-1, -0.4) | lock(1, -0.4)
    found = measured(seen, HALF_WIDTH)
    free, covered = (found.drawn("short", ears_free=free).mask for free in (True, False))
    ear = ellipse(0.74, -0.2, 0.08, 0.12)
    assert not (free & ear).any()
    assert (covered & ear).mean() > 0


def test_an_ear_may_interrupt_long_hair() -> None:
    behind = CAP | (lock(1, -1.3) & ~((Y > -0.35) & (Y < 0.05)))
    assert measured(behind, HALF_WIDTH).lowest == pytest.approx(-1.3, abs=0.03)


def test_no_hair_is_drawn_where_there_is_none() -> None:
    drawn = measured(np.zeros_like(CAP), HALF_WIDTH).drawn("short", ears_free=True)
    assert not drawn.mask.any()
    assert drawn.area == 0.0


def test_it_is_centred_on_the_head_and_widened() -> None:
    values = np.zeros((PHOTO.height, PHOTO.width), np.float32)
    x = PHOTO.columns()
    values[:, (x > 0.1) & (x < 0.5)] = 1
    moved = recentred(values, PHOTO, 0.3, 1.25)[0] > 0.5
    assert (x[moved].min(), x[moved].max()) == (
        pytest.approx(-0.25, abs=0.01), pytest.approx(0.25, abs=0.01),
    )  # fmt: skip


def test_the_back_of_a_turned_head_is_no_volume_on_one_side() -> None:
    seen = CAP | (ellipse(-0.95, 0.25, 0.45, 0.40) & ~FACE)
    wide = -float(X[measured(seen, HALF_WIDTH).drawn("short", ears_free=True).mask].min())
    drawn = measured(seen, HALF_WIDTH, turned=True).drawn("short", ears_free=True).mask
    assert wide > 1.1
    for x in (X[drawn].min(), X[drawn].max()):
        assert abs(float(x)) == pytest.approx(0.85, abs=0.06)
