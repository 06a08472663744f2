"""The blister card: its flat shape, and what stands where on both sides."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from shapely.geometry import Polygon, box

from shop.prepress.art import Art
from shop.prepress.blister import blister_card
from shop.prepress.dielines import EURO_HEIGHT_MM, EURO_WIDTH_MM, blister_dieline
from shop.prepress.errors import PrepressError
from shop.prepress.geometry import POINTS_PER_MM, Outline
from shop.prepress.layout import PageLayout, SpotFill, SpotStroke, Text
from shop.prepress.specs import load_spec
from shop.prepress.typeset import CAP_HEIGHT, Fonts, width_mm
from tests.shop.prepress.conftest import CARD_WORDS, LayoutMaker
from tests.shop.prepress.test_contour import sharpest_kink, tightest_radius

SPEC = load_spec("blister_card")
assert SPEC.card is not None
DIELINE = blister_dieline(SPEC.card)


@pytest.fixture(scope="module")
def laid(lay: LayoutMaker) -> PageLayout:
    return lay(SPEC)


def area(outline: Outline) -> Polygon:
    return Polygon(outline.flattened(40))


def set_area(text: Text) -> Polygon:
    """The room that a line's capitals take."""
    wide = width_mm(text.words, text.font, text.size, text.tracking)
    x0 = text.x - wide / 2 if text.anchor == "middle" else text.x
    high = text.size * CAP_HEIGHT / POINTS_PER_MM
    return box(x0, text.y, x0 + wide, text.y + high)


def curves_only(outline: Outline) -> Outline:
    """The outline with its straight lines as Beziers, for the checks of contours."""
    points = np.array(outline.start)
    segments: list[tuple[tuple[Any, ...], ...]] = []
    for segment in outline.segments:
        if len(segment) == 1:
            end = np.array(segment[0])
            third = (end - points) / 3
            segments.append((tuple(points + third), tuple(end - third), tuple(end)))
        else:
            segments.append(segment)
        points = np.array(segment[-1])
    if math.dist(outline.start, segments[-1][-1]) > 1e-9:
        end = np.array(outline.start)
        third = (end - points) / 3
        segments.append((tuple(points + third), tuple(end - third), tuple(end)))
    return Outline(outline.start, tuple(segments))


def test_the_euro_hole_has_its_measures_and_no_corner() -> None:
    around = DIELINE.hole.bounds()
    assert (around.width, around.height) == pytest.approx((EURO_WIDTH_MM, EURO_HEIGHT_MM), abs=0.01)
    assert SPEC.trim.height - around.y1 == pytest.approx(8.0, abs=0.01)
    assert around.centre[0] == pytest.approx(SPEC.trim.centre[0], abs=1e-6)
    smooth = curves_only(DIELINE.hole)
    assert sharpest_kink(smooth) <= 1.0
    assert tightest_radius(smooth) >= 1.49
    assert area(DIELINE.hole).is_simple


def test_the_ring_is_as_wide_everywhere_and_clear_of_edge_and_hole() -> None:
    outer, inner = area(DIELINE.flange), area(DIELINE.window)
    assert outer.contains(inner)
    assert inner.exterior.distance(outer.exterior) == pytest.approx(5.0, abs=0.02)
    assert inner.buffer(5.0, quad_segs=32).symmetric_difference(outer).area < 2.0
    card = area(DIELINE.cut)
    assert card.contains(outer)
    assert outer.exterior.distance(card.exterior) >= SPEC.safe_mm
    assert area(DIELINE.hole).distance(outer) > 20.0


def test_both_sides_are_cut_alike_and_the_front_alone_is_glued(laid: PageLayout) -> None:
    front = [item.outline for item in laid.items if isinstance(item, SpotStroke)]
    back = [item.outline for item in laid.back if isinstance(item, SpotStroke)]
    assert front == [DIELINE.cut, DIELINE.hole]
    for one, other in zip(front, back, strict=True):
        assert area(other.mirrored(SPEC.trim.width)).symmetric_difference(area(one)).area < 1e-6
    (glue,) = [item for item in laid.items if isinstance(item, SpotFill)]
    assert (glue.outline, glue.holes) == (DIELINE.flange, (DIELINE.window,))
    assert not any(isinstance(item, SpotFill) for item in laid.back)


def test_words_keep_clear_of_edges_hole_and_ring(laid: PageLayout) -> None:
    safe = area(DIELINE.cut).buffer(-SPEC.safe_mm)
    hole = area(DIELINE.hole).buffer(2.0)
    ring = area(DIELINE.flange).difference(area(DIELINE.window))
    for number, items in enumerate(laid.pages):
        texts = [item for item in items if isinstance(item, Text)]
        assert len(texts) >= 5
        for text in texts:
            assert safe.contains(set_area(text)), text.words
            assert not hole.intersects(set_area(text)), text.words
            assert number == 1 or not ring.intersects(set_area(text)), text.words


def test_what_is_printed_behind_the_blister_keeps_off_the_ring(laid: PageLayout) -> None:
    ground, window = (raster for raster in laid.rasters[:2])
    assert ground.cutouts == ()
    assert window.clip == DIELINE.window
    assert len(window.cutouts) == 3
    inside = area(DIELINE.window).buffer(-2.0)
    for cutout in window.cutouts:
        content, at = cutout.art.content, cutout.box
        shown = box(at.x0 + content.x0 * at.width, at.y0 + content.y0 * at.height,
                    at.x0 + content.x1 * at.width, at.y0 + content.y1 * at.height)  # fmt: skip
        assert inside.contains(shown)


def test_the_digest_covers_the_back(laid: PageLayout) -> None:
    assert replace(laid, back=laid.back[:-1]).digest() != laid.digest()


def test_a_fourth_thing_and_a_long_text_are_refused(figure: Art, fonts: Fonts) -> None:
    with pytest.raises(PrepressError, match="room for 3"):
        blister_card(figure, [(figure, "x")] * 4, SPEC, words=CARD_WORDS, fonts=fonts)
    long = replace(CARD_WORDS, story="words " * 300)
    with pytest.raises(PrepressError, match="too long for the back"):
        blister_card(figure, [], SPEC, words=long, fonts=fonts)
