import io

import pikepdf
import pytest

from shop.prepress.errors import PrepressError
from shop.prepress.layout import SpotStroke
from shop.prepress.legend import legend
from shop.prepress.specs import load_spec, products
from shop.prepress.ticket import JobTicket, draw_ticket, finishing, spot_purposes
from shop.prepress.typeset import Fonts
from tests.shop.prepress.conftest import LayoutMaker

FINISHING = {
    "art_print_a2": ("Trim to the finished size",),
    "die_cut_sticker": ("Cut through along CutContour",),
    "clear_sticker": (
        "Print on clear film: white first, then the picture",
        "Cut through along CutContour",
    ),
    "kiss_cut_sheet": ("Kiss-cut along CutContour, cut through along PerfCutContour",),
    "blister_card": (
        "Print both sides: page 1 is the front, page 2 the back, head to head",
        "Cut through along CutContour, once, the euro hole too",
        "Seal a blister to the bare ring on the front (Glue), if one is used",
    ),
    "folding_carton": (
        "Crease along Crease",
        "Cut through along CutContour",
        "Fold; glue on Glue",
    ),
}


@pytest.mark.parametrize("product", FINISHING)
def test_the_steps_after_printing(product: str) -> None:
    assert finishing(load_spec(product, "converter")) == FINISHING[product]


@pytest.mark.parametrize("product", products())
def test_every_spot_has_a_purpose_and_a_line_in_the_legend(product: str) -> None:
    spec = load_spec(product, "converter")
    assert list(spot_purposes(spec)) == list(spec.spot_counts())
    marks = [entry.mark for entry in legend(spec)]
    assert len(set(marks)) == len(marks)
    machine = {"Pink line", "Turquoise line", "Green lines", "Yellow area", "Light blue lines"}
    assert len(machine & set(marks)) == len(spec.spot_counts())
    assert ("Blue line" in marks) == ("CutContour" not in spec.spot_counts())
    assert ("Chequers" in marks) == (spec.kind == "clear_sticker")


def test_a_ticket_is_one_page_with_its_fonts_and_the_same_bytes_again(fonts: Fonts) -> None:
    ticket = JobTicket("Ticket 1", tuple((f"label {n}", "words " * 30) for n in range(12)))
    pdf = draw_ticket(ticket, fonts)
    assert draw_ticket(ticket, fonts) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        listed = opened.pages[0].obj.Resources.Font
        assert all("/FontFile2" in font.FontDescriptor for font in listed.values())


@pytest.mark.parametrize("product", ["folding_carton", "kiss_cut_sheet", "art_print_a4"])
def test_the_ticket_draws_the_page_without_its_picture(
    lay: LayoutMaker, fonts: Fonts, product: str
) -> None:
    layout = lay(load_spec(product))
    ticket = JobTicket("Ticket 1", (("label", "words"),), layout)
    with pikepdf.open(io.BytesIO(draw_ticket(ticket, fonts))) as opened:
        page = opened.pages[0]
        assert "/XObject" not in page.obj.Resources
        curves = page.Contents.read_bytes().count(b" c\n") + page.Contents.read_bytes().count(
            b" c "
        )
    strokes = [item for item in layout.items if isinstance(item, SpotStroke)]
    bends = sum(len(part) == 3 for item in strokes for part in item.outline.segments)
    assert curves == bends


def test_what_does_not_fit_on_a_page_is_refused(fonts: Fonts) -> None:
    with pytest.raises(PrepressError, match="does not fit on one page"):
        draw_ticket(JobTicket("Ticket 1", (("label", "words " * 900),)), fonts)
