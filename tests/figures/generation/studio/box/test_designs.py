"""Every design: its outline, its words, what lies on it."""

import numpy as np
import numpy.typing as npt
import pytest

from figures.generation.studio.box import (
    DESIGNS,
    DISCLOSURE,
    PALETTES,
    BoxAccessory,
    BoxText,
    render_box,
    render_box_back,
)
from figures.generation.studio.box.layout import CARD, HOLE_SLOT

U8 = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 480, 720
UNIT = WIDTH / 2400
WORDS = [
    ("W" * 30, "M" * 60),
    ("Ana", ""),
    ("Άγγελος Παπαδόπουλος", "Καφές, ποδήλατο, θάλασσα"),
    ("Щёлочь Ґалаґан", "Просто хорошая подпись"),
    ("Ångström Ĝoĵo", "Ŝipĉanĝo ĵaŭde"),
]


def front(figure: U8, things: list[BoxAccessory], design: str, text: BoxText) -> U8:
    return render_box(
        figure, things, text, palette=PALETTES["lagoon"], design=design, width=WIDTH,
        height=HEIGHT, edition="No. 1",
    )  # fmt: skip


def back(design: str, text: BoxText) -> U8:
    return render_box_back(
        text, palette=PALETTES["lagoon"], design=design, edition="No. 1", story="In the box.",
        ean="2000000000008", width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def test_the_designs_are_these() -> None:
    assert list(DESIGNS) == ["blister", "collector", "minimal", "retro"]
    assert [d.name for d in DESIGNS.values() if d.hangs] == ["blister", "retro"]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize(("name", "tagline"), WORDS)
def test_words_stay_on_the_card_and_off_the_figure(
    figure: U8, design: str, name: str, tagline: str
) -> None:
    texts = BoxText(name, tagline), BoxText(".", tagline and ".")
    for pair in (
        [front(figure, [], design, text) for text in texts],
        [back(design, text) for text in texts],
    ):
        written, other = (picture.astype(int) for picture in pair)
        rows, columns = np.nonzero(np.abs(written - other).max(2) > 30)
        edge = CARD.inset(60).scaled(UNIT)
        assert edge.left <= columns.min()
        assert columns.max() <= edge.right
        green = (written[..., 1] > 180) & (written[..., 0] < 60) & (written[..., 2] < 90)
        assert not green[rows, columns].any()


@pytest.mark.parametrize("design", DESIGNS)
def test_figure_and_things_are_seen_and_cut_off_nowhere(figure: U8, thing: U8, design: str) -> None:
    picture = front(figure, [BoxAccessory(thing, "Label")] * 3, design, BoxText("Ana"))
    red, green, blue = (picture[..., i].astype(int) for i in range(3))
    toy = (green > 150) & (green - red > 60) & (green - blue > 60)
    things = (blue > 150) & (blue - red > 60) & (blue - green > 60)
    assert toy.sum() > 0.09 * toy.size
    assert things.sum() > 0.01 * things.size
    bare = front(figure, [], design, BoxText("Ana"))
    assert not np.array_equal(bare, picture)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("side", ["front", "back"])
def test_only_cards_that_hang_have_a_hole(figure: U8, design: str, side: str) -> None:
    text = BoxText("Ana")
    picture = front(figure, [], design, text) if side == "front" else back(design, text)
    hole = HOLE_SLOT.scaled(UNIT)
    middle = picture[int(hole.centre[1]), int(hole.centre[0]), 3]
    assert middle == (0 if DESIGNS[design].hangs else 255)
    assert picture[0, 0, 3] == 0
    assert picture[HEIGHT // 2, WIDTH // 2, 3] == 255


@pytest.mark.parametrize("design", DESIGNS)
def test_the_disclosure_is_printed(figure: U8, design: str) -> None:
    text, palette = BoxText("Ana"), PALETTES["grape"]
    options = {"palette": palette, "design": design, "width": WIDTH, "height": HEIGHT}
    said = render_box(figure, [], text, edition="1", disclosure=DISCLOSURE, **options)  # type: ignore[arg-type]
    mute = render_box(figure, [], text, edition="1", disclosure=" ", **options)  # type: ignore[arg-type]
    rows, columns = np.nonzero(np.abs(said.astype(int) - mute).max(2))
    assert rows.min() > 0.9 * HEIGHT
    assert np.ptp(columns) > 0.3 * WIDTH


def test_an_unknown_design_is_refused(figure: U8) -> None:
    with pytest.raises(KeyError):
        front(figure, [], "gold", BoxText("Ana"))
