"""The carton folds into a closed box with every panel where it belongs."""

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from shop.prepress.dielines import Carton, tuck_end
from shop.prepress.specs import load_spec
from tests.shop.prepress.folding import Panel, Points, fold, pieces

CARTONS = [
    load_spec("folding_carton").carton,
    Carton(width=100, depth=50, height=150, tuck=16, dust=36, glue=14),
    Carton(width=60, depth=60, height=90, tuck=12, dust=24, glue=12),
    Carton(width=140, depth=40, height=220, tuck=18, dust=50, glue=16),
]


@pytest.fixture(params=CARTONS)
def carton(request: pytest.FixtureRequest) -> Carton:
    found: Carton = request.param
    return found


def middle(panel: str, carton: Carton) -> tuple[float, float]:
    return tuck_end(carton).panels[panel].centre


class Folded:
    """A folded carton; the front stands in z = 0, x from its left edge, y from its foot."""

    def __init__(self, carton: Carton) -> None:
        self.dieline = tuck_end(carton)
        self.panels = fold(self.dieline, middle("front", carton))
        front = self.dieline.panels["front"]
        self.origin = np.array([front.x0, front.y0, 0.0])

    def at(self, x: float, y: float) -> Panel:
        """Return the panel that holds a point of the flat sheet."""
        return next(
            panel for panel in self.panels
            if panel.flat.buffer(1e-9).contains(Point(x, y))
        )  # fmt: skip

    def place(self, panel: Panel, x: float, y: float) -> Points:
        """Return where a point of the flat sheet comes to lie, from the front's lower left."""
        return np.asarray(panel.at(x, y) - self.origin)

    def box(self, panel: Panel) -> tuple[Points, Points]:
        """Return the least and greatest corner of a folded panel."""
        corners = panel.corners() - self.origin
        return corners.min(0), corners.max(0)


def close(found: tuple[Points, Points], low: list[float], high: list[float], slack: float) -> bool:
    return bool(np.abs(found[0] - low).max() <= slack and np.abs(found[1] - high).max() <= slack)


def test_every_piece_is_reached(carton: Carton) -> None:
    folded = Folded(carton)
    # Four walls, two lids with a tuck each, four dust flaps, a glue flap.
    assert len(folded.panels) == len(pieces(folded.dieline)) == 13


def test_the_walls_stand_around_a_box(carton: Carton) -> None:
    folded, w, d, h = Folded(carton), carton.width, carton.depth, carton.height
    walls: dict[str, tuple[list[float], list[float], list[float]]] = {
        "front": ([0, 0, 0], [w, h, 0], [0, 0, 1]),
        "back": ([0, 0, -d], [w, h, -d], [0, 0, -1]),
        "left": ([0, 0, -d], [0, h, 0], [-1, 0, 0]),
        "right": ([w, 0, -d], [w, h, 0], [1, 0, 0]),
    }
    for name, (low, high, outward) in walls.items():
        panel = folded.at(*middle(name, carton))
        assert close(folded.box(panel), low, high, 1e-6), name
        assert np.allclose(panel.outward(), outward, atol=1e-9), name


def test_the_glue_flap_lies_on_the_inside_of_the_right_wall(carton: Carton) -> None:
    folded, w, d = Folded(carton), carton.width, carton.depth
    flap = folded.at(1.0, middle("back", carton)[1])
    low, high = folded.box(flap)
    assert low[0] == pytest.approx(w)
    assert high[0] == pytest.approx(w)
    assert low[2] == pytest.approx(-d)
    assert high[2] == pytest.approx(-d + carton.glue)
    assert low[1] >= -1e-6
    assert high[1] <= carton.height + 1e-6
    assert carton.glue < d
    (glue,) = folded.dieline.glue
    assert flap.flat.contains(Polygon(glue.flattened()))


@pytest.mark.parametrize(("lid", "up"), [("top", 1), ("bottom", -1)])
def test_the_lids_close_the_ends_and_tuck_in_behind_the_front(
    carton: Carton, lid: str, up: int
) -> None:
    folded, w, d, h = Folded(carton), carton.width, carton.depth, carton.height
    level = h if up > 0 else 0.0
    panel = folded.at(*middle(lid, carton))
    assert close(folded.box(panel), [0, level, -d], [w, level, 0], 0.51)
    assert np.allclose(panel.outward(), [0, up, 0], atol=1e-9)
    box = folded.dieline.panels[lid]
    edge = box.y1 if up > 0 else box.y0
    tuck = folded.at(box.centre[0], edge + up * carton.tuck / 2)
    inner = level - up * carton.tuck
    low, high = folded.box(tuck)
    # It lies in the front's plane, against its inside, and reaches no further than its length.
    assert (low[2], high[2]) == (pytest.approx(0, abs=1e-6), pytest.approx(0, abs=1e-6))
    assert sorted((level, inner)) == [pytest.approx(low[1]), pytest.approx(high[1])]
    assert low[0] >= 0.49
    assert high[0] <= w - 0.49


@pytest.mark.parametrize("up", [1, -1])
def test_the_dust_flaps_lie_under_the_lid_without_meeting(carton: Carton, up: int) -> None:
    folded, w, d, h = Folded(carton), carton.width, carton.depth, carton.height
    level = h if up > 0 else 0.0
    reaches: list[tuple[float, float]] = []
    for side in ("left", "right"):
        box = folded.dieline.panels[side]
        edge = box.y1 if up > 0 else box.y0
        low, high = folded.box(folded.at(box.centre[0], edge + up * carton.dust / 2))
        assert (low[1], high[1]) == (pytest.approx(level), pytest.approx(level))
        assert low[2] >= -d - 1e-6
        assert high[2] <= 1e-6
        reaches.append((float(low[0]), float(high[0])))
    (left_from, left_to), (right_from, right_to) = reaches
    assert [left_from, left_to] == pytest.approx([0, carton.dust], abs=1e-6)
    assert [right_from, right_to] == pytest.approx([w - carton.dust, w], abs=1e-6)
    assert left_to < right_from


def test_a_box_that_cannot_close_is_seen() -> None:
    """The rule itself can fail: dust flaps longer than half the width run into each other."""
    carton = Carton(width=60, depth=50, height=90, tuck=12, dust=36, glue=12)
    with pytest.raises(AssertionError):
        test_the_dust_flaps_lie_under_the_lid_without_meeting(carton, 1)
