"""Profile pictures and cards: what is in them, in any script, on any ground."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from figures.faces import detect_faces
from figures.generation.studio.box import PALETTES, BoxPalette, BoxText
from figures.generation.studio.engine import render_figure
from figures.generation.studio.invented import invented_recipe
from figures.takeaways import cards
from figures.takeaways.board import contrast, ground_and_ink

Pixels = NDArray[np.uint8]
LAGOON = PALETTES["lagoon"]
GROUND = ground_and_ink(LAGOON.base, LAGOON.deep)[0]
EMPTY = np.zeros((300, 200, 4), np.uint8)
EMPTY[150, 100] = 255
every_palette = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda one: one.name)


@pytest.fixture(scope="module", params=["juno", "mei"])
def cutout(request: pytest.FixtureRequest) -> Pixels:
    """A raised hand beside an afro; two hands beside a bob."""
    return render_figure(invented_recipe(request.param), width=240, height=352)


def doll(width: int = 200) -> Pixels:
    """A figure in which no face is found."""
    picture = np.zeros((300, width, 4), np.uint8)
    cv2.circle(picture, (width // 2, 90), 60, (0, 255, 0, 255), -1)
    cv2.rectangle(picture, (width // 2 - 40, 140), (width // 2 + 40, 279), (0, 255, 0, 255), -1)
    return picture


def far_from(picture: Pixels, colour: tuple[int, int, int]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(picture[..., :3].astype(int) - colour).max(2) > 60)


def test_the_head_is_large_whole_and_in_the_middle(cutout: Pixels) -> None:
    picture = cards.avatar(cutout, LAGOON, side=320, circle=False)
    assert picture.shape == (320, 320, 3)
    face = max(detect_faces(picture), key=lambda found: found.area)
    assert abs(face.x + face.width / 2 - 160) < 24
    assert face.width > 0.25 * 320
    # Over the hair the ground is clear, as it is at the sides of the upper half.
    x, y, side = cards.head_of(cutout)
    alpha = np.pad(cutout[..., 3], 100)
    left, top = round(x - side / 2) + 100, round(y - side / 2) + 100
    shown = alpha[top : top + round(side), left : left + round(side)] > 127
    clear = int(0.05 * side)
    assert not shown[:clear].any()
    assert not shown[: len(shown) // 2, :clear].any()
    assert not shown[: len(shown) // 2, -clear:].any()
    # And the shoulders reach down to the border.
    middle = len(shown) // 2
    assert shown[-1, middle - clear : middle + clear].all()


def test_a_figure_without_a_face_is_cut_by_its_height() -> None:
    x, y, side = cards.head_of(doll())
    assert x == pytest.approx(100, abs=2)
    # The upper 47 % of 250 pixels, and 9 % of the picture clear on every side.
    assert side == pytest.approx(0.47 * 249 / 0.82, rel=0.01)
    assert y - side / 2 == pytest.approx(30 - 0.09 * side, abs=1)


def test_the_round_one_is_transparent_outside_its_circle() -> None:
    picture = cards.avatar(doll(), LAGOON, side=200, circle=True)
    assert picture.shape == (200, 200, 4)
    alpha = picture[..., 3]
    assert [alpha[y, x] for y in (0, -1) for x in (0, -1)] == [0, 0, 0, 0]
    assert alpha[100, 1] == alpha[1, 100] == alpha[100, 100] == 255
    assert (alpha > 127).mean() == pytest.approx(np.pi / 4, abs=0.01)


@every_palette
def test_the_ground_is_the_palettes(palette: BoxPalette) -> None:
    corner = cards.avatar(doll(), palette, side=200, circle=False)[-1, 0].astype(int)
    assert np.abs(corner - palette.base).max() < 40


@every_palette
def test_words_can_be_read_on_every_ground(palette: BoxPalette) -> None:
    """WCAG AA of small type, for the line that says what the figure is."""
    ground, ink = ground_and_ink(palette.base, palette.deep)
    assert contrast(ink, ground) >= 4.5
    # It is still the palette's own colour.
    assert np.abs(np.subtract(ground, palette.base)).max() <= 50


NAMES = [
    "Jo",
    "ΑΛΕΞΑΝΔΡΑ Παπαδοπούλου",
    "Оттокар Жуковский",
    "Wolfeschlegelsteinhausenberger",
    "A B C D E F G H I J K L M N O",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stays_inside(name: str) -> None:
    text = BoxText(name, "Always ready for one more song, and then another one, really")
    card = far_from(cards.share_card(EMPTY, LAGOON, text), GROUND)
    story = far_from(cards.story(EMPTY, LAGOON, text), GROUND)
    # The card's words: clear borders, and clear of the figure's disc, which begins at 647.
    assert not card[:, :56].any()
    assert not card[:60].any()
    assert not card[-40:, :640].any()
    assert not card[:, 600:640].any()
    assert card[150:440, 64:590].any()
    # The story's: inside the part that apps leave free; only the wordmark stands below.
    assert not story[: cards.STORY_TOP - 5].any()
    assert not story[:, :70].any()
    assert not story[:, -70:].any()
    assert story[260:500].any()


def test_the_card_says_what_it_is() -> None:
    """The disclosure stands at the foot of both, in letters large enough to read."""
    text = BoxText("Jo")
    card = far_from(cards.share_card(EMPTY, LAGOON, text), GROUND)
    rows = np.nonzero(card[520:600, :640].any(1))[0]
    assert np.ptp(rows) >= 14
    assert np.ptp(np.nonzero(card[520:600, :640].any(0))[0]) > 440
    story = far_from(cards.story(EMPTY, LAGOON, text), GROUND)
    assert np.ptp(np.nonzero(story[1545:1600].any(0))[0]) > 700


def test_the_figure_stands_whole_in_card_and_story() -> None:
    green = np.array([0, 255, 0])
    for picture, size in (
        (cards.share_card(doll(), LAGOON, BoxText("Jo")), (1200, 630)),
        (cards.story(doll(), LAGOON, BoxText("Jo")), (1080, 1920)),
    ):
        assert picture.shape[1::-1] == size
        found = np.abs(picture.astype(int) - green).max(2) < 8
        rows, columns = np.nonzero(found.any(1))[0], np.nonzero(found.any(0))[0]
        shape = np.ptp(rows) / np.ptp(columns)
        assert shape == pytest.approx(249 / 120, rel=0.03)
        assert rows[0] > 30
        assert size[1] - rows[-1] > 30
        assert size[0] - columns[-1] > 30
