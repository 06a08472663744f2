"""The proof page: what each line means, in words, and a zoom that needs no script."""

import re

import pytest

from shop.catalogue.models import Variant
from tests.orders.pages.scenes import Scene

pytestmark = pytest.mark.django_db

SHEET_EDGE, RIM = "Red line: edge of the printed sheet", "Paler area: cut off; 3 mm of it is bleed"
LEGENDS = {
    "art_print_a3": [SHEET_EDGE, RIM, "Blue line: where it is cut"],
    "die_cut_sticker": [SHEET_EDGE, RIM, "Pink line: where it is cut"],
    "clear_sticker": [
        SHEET_EDGE,
        RIM,
        "Pink line: where it is cut",
        "Light blue lines: edge of the white ink under the picture",
        "Chequers: clear film, you see through it",
    ],
    "kiss_cut_sheet": [
        SHEET_EDGE,
        RIM,
        "Turquoise line: edge of the finished sheet, cut through",
        "Pink line: round each sticker, the backing stays whole",
    ],
    "blister_card": [
        SHEET_EDGE,
        RIM,
        "Pink line: where it is cut, and the hole to hang it by",
        "Yellow area: bare ring that a blister is sealed to",
    ],
    "folding_carton": [
        SHEET_EDGE,
        RIM,
        "Pink line: where it is cut",
        "Green lines: creases, where it folds",
        "Yellow area: glue, unprinted",
    ],
}


@pytest.mark.parametrize("product", LEGENDS)
def test_every_mark_on_the_proof_is_told_in_words(scene: Scene, product: str) -> None:
    Variant.objects.update(print_spec=product)
    page = scene.owner.get(scene.path("orders:proof")).content.decode()
    listed = re.findall(r"<span><strong>(.*?)</strong>(.*?)</span></li>", page)
    assert [mark + meaning for mark, meaning in listed] == LEGENDS[product]


def test_the_zoom_is_a_choice_that_needs_no_script(scene: Scene) -> None:
    page = scene.owner.get(scene.path("orders:proof")).content.decode()
    choices = re.findall(r'<input type="radio" name="zoom" id="(zoom-\d)"', page)
    assert choices == ["zoom-1", "zoom-2", "zoom-4"]
    for choice in choices:
        assert f'<label for="{choice}"' in page
    assert re.search(r'<div class="zoom-frame proof" tabindex="0" role="region" aria-label=', page)
