from collections.abc import Callable
from dataclasses import replace

import pytest

from shop.prepress.art import Art
from shop.prepress.layout import PageLayout, Raster, SpotStroke
from shop.prepress.palette import TEAL
from shop.prepress.prints import figure_print
from shop.prepress.specs import PrintSpec, load_spec
from shop.prepress.stickers import die_cut_sticker
from shop.prepress.typeset import Fonts
from tests.shop.prepress.conftest import LayoutMaker
from tests.shop.prepress.samples import draw_figure


def test_the_same_page_has_the_same_digest(lay: LayoutMaker) -> None:
    spec = load_spec("folding_carton")
    digest = lay(spec).digest()
    assert digest == lay(spec).digest()
    assert len(digest) == 64


def test_art_is_known_by_its_identity_not_by_its_renderer(fonts: Fonts) -> None:
    spec = load_spec("die_cut_sticker")

    def digest(identity: str) -> str:
        art = Art(lambda w, h: draw_figure(w, h), 2 / 3, identity)
        return die_cut_sticker(art, spec).digest()

    assert digest("one") == digest("one")
    assert digest("one") != digest("two")


Change = Callable[[Art, PrintSpec, Fonts], PageLayout]


@pytest.mark.parametrize(
    "change",
    [
        lambda a, s, f: figure_print(a, s, name="Simple", tagline="Shapes", fonts=f),
        lambda a, s, f: figure_print(a, s, name="Sample", tagline="Shape", fonts=f),
        lambda a, s, f: figure_print(a, s, name="Sample", tagline="Shapes", fonts=f, palette=TEAL),
        lambda a, s, f: figure_print(
            a, replace(s, bleed_mm=4.0), name="Sample", tagline="Shapes", fonts=f
        ),
        lambda a, s, f: figure_print(
            a, replace(s, colour_mode="RGB"), name="Sample", tagline="Shapes", fonts=f
        ),
    ],
)
def test_anything_that_prints_differently_changes_it(
    figure: Art, fonts: Fonts, change: Change
) -> None:
    spec = load_spec("art_print_a4")
    page = figure_print(figure, spec, name="Sample", tagline="Shapes", fonts=fonts)
    assert change(figure, spec, fonts).digest() != page.digest()


def test_a_moved_cut_line_or_picture_changes_it(lay: LayoutMaker) -> None:
    page = lay(load_spec("die_cut_sticker"))
    raster, line = page.items
    assert isinstance(raster, Raster)
    assert isinstance(line, SpotStroke)
    moved_line = replace(page, items=(raster, replace(line, outline=line.outline.moved(0.01, 0))))
    moved_art = replace(page, items=(replace(raster, box=raster.box.moved(0.01, 0)), line))
    assert len({page.digest(), moved_line.digest(), moved_art.digest()}) == 3
