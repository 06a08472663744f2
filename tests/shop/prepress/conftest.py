"""A drawn figure, fonts, and one finished file per product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from shop.prepress.art import Art
from shop.prepress.blister import BlisterWords, blister_card
from shop.prepress.carton import CartonWords, folding_carton
from shop.prepress.layout import PageLayout
from shop.prepress.pdf import PrintFile, assemble
from shop.prepress.prints import figure_print, picture_print
from shop.prepress.specs import PrintSpec, load_spec
from shop.prepress.stickers import clear_sticker, die_cut_sticker, kiss_cut_sheet
from shop.prepress.typeset import Fonts
from tests.shop.prepress.samples import draw_card, draw_figure

DATA = Path(__file__).parents[2] / "data" / "prepress"
WORDS = CartonWords(
    "Sample", "Made of shapes", "Drawn by a test, printed by nobody.", "2000000000008"
)
CARD_WORDS = BlisterWords(
    "Sample",
    "Made of shapes",
    "Sample, with: Weekend ride.",
    ("Drawn by a test.",),
    "Edition No. 1",
    "2000000000008",
)
LayoutMaker = Callable[[PrintSpec], PageLayout]


def true_type(folder: Path) -> Path:
    """Unpack the web font as TrueType."""
    path = folder / "anton.ttf"
    with TTFont(DATA / "anton.woff", recalcTimestamp=False) as font:
        font.flavor = None
        font.save(path)
    return path


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Fonts:
    path = true_type(tmp_path_factory.mktemp("fonts"))
    return Fonts(path, path)


@pytest.fixture(scope="session")
def figure() -> Art:
    return Art(draw_figure, 2 / 3, "drawn figure 1")


@pytest.fixture(scope="session")
def card() -> Art:
    return Art(draw_card, 2 / 3, "drawn card 1")


@pytest.fixture(scope="session")
def lay(figure: Art, card: Art, fonts: Fonts) -> LayoutMaker:
    """Lay out whatever a spec asks for."""

    def make(spec: PrintSpec) -> PageLayout:
        if spec.kind in ("art_print", "framed_print"):
            return figure_print(figure, spec, name="Sample", tagline="Made of shapes", fonts=fonts)
        if spec.kind == "die_cut_sticker":
            return die_cut_sticker(figure, spec)
        if spec.kind == "clear_sticker":
            return clear_sticker(figure, spec)
        if spec.kind == "kiss_cut_sheet":
            return kiss_cut_sheet([figure], spec, name="Sample", fonts=fonts)
        if spec.kind == "box_art_print":
            return picture_print(card, spec)
        if spec.kind == "blister_card":
            things = [(figure, "Weekend ride"), (figure, "")]
            return blister_card(figure, things, spec, words=CARD_WORDS, fonts=fonts)
        return folding_carton(card, figure, spec, words=WORDS, fonts=fonts)

    return make


@pytest.fixture(scope="session")
def printed(lay: LayoutMaker) -> Callable[[str], PrintFile]:
    """Return the finished file of a product, made once."""
    made: dict[str, PrintFile] = {}

    def get(product: str) -> PrintFile:
        if product not in made:
            made[product] = assemble(lay(load_spec(product)))
        return made[product]

    return get
