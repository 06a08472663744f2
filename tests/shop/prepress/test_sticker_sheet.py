"""Eight stickers on A5: what a machine cuts stays apart, whatever the shape."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely.geometry import LinearRing, Polygon

from shop.prepress.art import Art
from shop.prepress.layout import SpotStroke
from shop.prepress.specs import load_spec
from shop.prepress.stickers import kiss_cut_sheet
from shop.prepress.typeset import Fonts
from tests.shop.prepress.samples import draw_figure
from tests.shop.prepress.test_contour import drawn


def silhouette_art(seed: int) -> Art:
    """A black shape with a margin of nothing around it."""
    alpha = drawn(seed)
    picture = np.zeros((*alpha.shape, 4), np.uint8)
    picture[..., 3] = alpha

    def render(_width: int, _height: int) -> NDArray[np.uint8]:
        return picture

    return Art(render, 1.0, f"silhouette {seed}")


def cell_filling_art() -> Art:
    """As wide and as high as a cell, so that contours come as near as they can."""
    return Art(lambda w, h: np.full((h, w, 4), 255, np.uint8), 43 / 57, "full")


ARTS = {
    "figure": lambda: [Art(draw_figure, 2 / 3, "drawn figure 1")],
    "full cells": lambda: [cell_filling_art()],
    "shapes": lambda: [silhouette_art(seed) for seed in range(8)],
}


@pytest.mark.parametrize("kind", ARTS)
def test_contours_keep_two_mm_from_each_other_and_from_the_edge(kind: str, fonts: Fonts) -> None:
    spec = load_spec("kiss_cut_sheet")
    layout = kiss_cut_sheet(ARTS[kind](), spec, name="Sample", fonts=fonts)
    strokes = [item for item in layout.items if isinstance(item, SpotStroke)]
    cuts = [LinearRing(s.outline.flattened(40)) for s in strokes if s.spot == spec.spots.cut]
    (edge,) = [LinearRing(s.outline.flattened(40)) for s in strokes if s.spot == spec.spots.perf]
    assert len(cuts) == 8
    assert min(one.distance(other) for one, other in combinations(cuts, 2)) >= 2.0
    assert all(Polygon(edge).contains(cut) for cut in cuts)
    assert min(edge.distance(cut) for cut in cuts) >= 2.0
