"""The front: its size, its outline, what lies where, and the same picture every time."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from figures.generation.studio.box import BoxAccessory, layout, render_box
from figures.generation.studio.box.canvas import Layer
from figures.generation.studio.box.designs import DESIGNS, Contents
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import MissingGlyphError
from figures.generation.studio.box.palette import PALETTES
from figures.generation.studio.box.text import DISCLOSURE, BoxText
from shop.fonts import Typeface

U8 = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 480, 720
UNIT = WIDTH / 2400
TEXT = BoxText("Ana", "Sample tagline")


def render(figure: U8, things: list[BoxAccessory], text: BoxText = TEXT, **options: str) -> U8:
    return render_box(
        figure,
        things,
        text,
        palette=PALETTES["tomato"],
        width=WIDTH,
        height=HEIGHT,
        edition=options.get("edition", "No. 1"),
        disclosure=options.get("disclosure", DISCLOSURE),
    )


def cut(picture: U8, rect: Rect) -> U8:
    scaled = rect.scaled(UNIT)
    rows = slice(int(scaled.top), int(scaled.bottom))
    return picture[rows, int(scaled.left) : int(scaled.right)]


def greenish(picture: U8) -> npt.NDArray[np.bool_]:
    red, green, blue = (picture[..., i].astype(int) for i in range(3))
    return np.asarray((green > 150) & (green - red > 60) & (green - blue > 60))


def blueish(picture: U8) -> npt.NDArray[np.bool_]:
    red, green, blue = (picture[..., i].astype(int) for i in range(3))
    return np.asarray((blue > 150) & (blue - red > 60) & (blue - green > 60))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_each_accessory_lies_in_its_slot(figure: U8, thing: U8, count: int) -> None:
    picture = render(figure, [BoxAccessory(thing, "Label")] * count)
    assert picture.shape == (HEIGHT, WIDTH, 4)
    assert picture.dtype == np.uint8
    slots = layout.front_layout(count).slots
    assert len(slots) == count
    blue = blueish(picture)
    for slot in slots:
        inside = blueish(cut(picture, slot))
        assert inside.sum() > 0.1 * inside.size
        scaled = slot.scaled(UNIT)
        blue[int(scaled.top) : int(scaled.bottom), int(scaled.left) : int(scaled.right)] = False
    assert blue.sum() == 0


@pytest.mark.parametrize("count", [0, 3])
def test_the_figure_stands_in_its_room_and_fills_it(figure: U8, thing: U8, count: int) -> None:
    picture = render(figure, [BoxAccessory(thing, "")] * count)
    room = layout.front_layout(count).figure.inset(44).scaled(UNIT)
    rows, columns = np.nonzero(greenish(picture))
    assert room.left - 1 <= columns.min()
    assert columns.max() <= room.right + 1
    assert room.top - 1 <= rows.min()
    assert rows.max() == pytest.approx(room.bottom, abs=2)
    width, height = np.ptp(columns) / room.width, np.ptp(rows) / room.height
    assert max(width, height) > 0.97


def test_corners_and_hang_hole_are_transparent_and_the_card_is_not(figure: U8) -> None:
    alpha = render(figure, [])[..., 3]
    assert [alpha[y, x] for y in (0, -1) for x in (0, -1)] == [0, 0, 0, 0]
    # Inside the card's square but off its round corner.
    corner = round((layout.CARD.left + 12) * UNIT)
    assert [alpha[y, x] for y in (corner, -corner) for x in (corner, -corner)] == [0, 0, 0, 0]
    hole = layout.HOLE_SLOT.scaled(UNIT)
    assert (
        alpha[
            int(hole.top) + 2 : int(hole.bottom) - 1, int(hole.left) + 8 : int(hole.right) - 8
        ].max()
        == 0
    )
    assert alpha[round((layout.HOLE_CENTRE[1] - 50) * UNIT), WIDTH // 2] == 0
    assert cut(render(figure, []), layout.NAME)[..., 3].min() == 255
    assert cut(render(figure, []), layout.BLISTER)[..., 3].min() == 255


def test_the_name_changes_nothing_outside_its_band(figure: U8) -> None:
    wide = render(figure, [], BoxText("W" * 30, "Sample tagline")).astype(int)
    other = render(figure, [], BoxText(".", "Sample tagline")).astype(int)
    rows, columns = np.nonzero(np.abs(wide - other).max(2) > 40)
    band = layout.NAME.scaled(UNIT)
    assert band.left - 1 <= columns.min()
    assert columns.max() <= band.right + 1
    assert band.top - 1 <= rows.min()
    assert rows.max() <= band.bottom + 1


def test_the_same_box_is_the_same_picture(figure: U8, thing: U8) -> None:
    things = [BoxAccessory(thing, "Label")]
    assert np.array_equal(render(figure, things), render(figure, things))
    assert not np.array_equal(render(figure, things), render(figure, things, edition="No. 2"))


def test_the_disclosure_stands_in_the_footer(figure: U8) -> None:
    assert DISCLOSURE == "Computer-generated figure of a real person's photo"
    printed, none = render(figure, []).astype(int), render(figure, [], disclosure=" ").astype(int)
    rows, columns = np.nonzero(np.abs(printed - none).max(2))
    foot = layout.FOOTER.scaled(UNIT)
    assert foot.top < rows.min()
    assert rows.max() < foot.bottom
    assert foot.left < columns.min()
    assert columns.max() < foot.left + 0.7 * foot.width
    assert np.ptp(columns) > 0.5 * foot.width


def test_inputs_are_left_as_they_were(figure: U8, thing: U8) -> None:
    before = figure.copy(), thing.copy()
    render(figure, [BoxAccessory(thing, "")])
    assert np.array_equal(figure, before[0])
    assert np.array_equal(thing, before[1])


def test_progress_rises_to_one(figure: U8) -> None:
    seen: list[float] = []
    render_box(
        figure, [], TEXT, palette=PALETTES["grape"], width=240, height=360, edition="1",
        progress=seen.append,
    )  # fmt: skip
    assert seen == [pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0]


def test_four_accessories_are_refused(figure: U8, thing: U8) -> None:
    with pytest.raises(ValueError, match="0 to 3 accessories, not 4"):
        render(figure, [BoxAccessory(thing, "")] * 4)


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((9, 9, 3), np.uint8), np.ones((9, 9, 4), np.float32), np.zeros((9, 9, 4), np.uint8)],
)
def test_other_pictures_are_refused(wrong: U8) -> None:
    with pytest.raises(ValueError, match=r"RGBA|transparent"):
        render(wrong, [])


def test_other_proportions_are_refused(figure: U8) -> None:
    with pytest.raises(ValueError, match="2 wide by 3 high, not 400 x 500"):
        render_box(figure, [], TEXT, palette=PALETTES["grape"], width=400, height=500, edition="1")


def test_a_missing_glyph_is_never_drawn(figure: U8, thing: U8) -> None:
    for things, text, edition in (
        ([], BoxText("مريم"), "1"),
        ([], BoxText("Ana", "日本"), "1"),
        ([BoxAccessory(thing, "😀")], TEXT, "1"),
        ([], TEXT, "№ ١"),
    ):
        with pytest.raises(MissingGlyphError):
            render(figure, things, text, edition=edition)


@pytest.mark.parametrize(
    ("labels", "face"),
    [
        (["Camera", "Straße", ""], Typeface.LABEL),
        (["Camera", "Κάμερα", "Book"], Typeface.SANS_BOLD),
        (["Кружка"], Typeface.SANS_BOLD),
    ],
)
def test_labels_are_in_one_typeface(
    monkeypatch: pytest.MonkeyPatch, labels: list[str], face: Typeface
) -> None:
    thing = np.full((8, 8, 4), 255, np.uint8)
    seen: list[Contents] = []
    drawn = DESIGNS["minimal"]

    def front(box: Contents) -> list[Layer]:
        seen.append(box)
        return drawn.front(box)

    monkeypatch.setitem(DESIGNS, "minimal", replace(drawn, front=front))
    things = [BoxAccessory(thing, label) for label in labels]
    render_box(
        thing, things, TEXT, palette=PALETTES["tomato"], design="minimal", width=WIDTH,
        height=HEIGHT, edition="No. 1",
    )  # fmt: skip
    assert [one.face for one in seen[0].accessories] == [face] * len(labels)
