"""The name always lies within its room, in a face that has all of its letters."""

import numpy as np
import pytest

from figures.generation.studio.box import layout
from figures.generation.studio.box.lettering import MissingGlyphError, fit_size, line, text_mask
from figures.generation.studio.box.palette import PALETTES
from figures.generation.studio.box.pieces import ribbon
from figures.generation.studio.box.wordmark import name_line, wordmark
from shop.fonts import Typeface

ROOM = layout.NAME.scaled(0.25)
GRAPE = PALETTES["grape"]


@pytest.mark.parametrize(
    "name",
    ["W" * 30, "I", "Al", "ÅÉÇ", "Ç" * 30, "WWWWWWWWWWWWWW WWWWWWWWWWWWWWW", "jgpqy", "Щ" * 30,
     "Maximiliana von Hohenberg", "Ễ" * 30, ".", "i " * 14 + "i", "Γιώργος Παπαδόπουλος"],
)  # fmt: skip
@pytest.mark.parametrize("unit", [0.1, 0.25, 1.0])
def test_a_name_stays_within_its_room(name: str, unit: float) -> None:
    room = layout.NAME.scaled(unit)
    sprite = wordmark(name, room, GRAPE)
    height, width = sprite.pixels.shape[:2]
    assert sprite.left >= room.left - 0.5
    assert sprite.top >= room.top - 0.5
    assert sprite.left + width <= room.right + 0.5
    assert sprite.top + height <= room.bottom + 0.5
    # Not small for no reason either: one of the two directions is used.
    assert max(width / room.width, height / room.height) > 0.85


def test_two_lines_are_taken_when_letters_grow_by_it() -> None:
    height, width = wordmark("Maximiliana von Hohenberg", ROOM, GRAPE).pixels.shape[:2]
    assert 3 < width / height < 6
    height, width = wordmark("Maximilianavon Li", ROOM, GRAPE).pixels.shape[:2]
    assert width / height > 6
    height, width = wordmark("Ana Li", ROOM, GRAPE).pixels.shape[:2]
    assert width / height > 3


@pytest.mark.parametrize(
    ("name", "text", "typeface"),
    [
        ("Lauren", "LAUREN", Typeface.DISPLAY),
        ("Łukasz", "ŁUKASZ", Typeface.DISPLAY),
        ("Jiří", "JIŘÍ", Typeface.LABEL),
        ("Мария", "МАРИЯ", Typeface.SANS_BOLD),
        ("Ελένη", "ΕΛΕΝΗ", Typeface.SANS_BOLD),
        ("Ana Жук", "ANA ЖУК", Typeface.SANS_BOLD),
        # The capital of this letter takes two, one of them a mark: it is printed as typed.
        ("ǰ", "ǰ", Typeface.LABEL),
    ],
)
def test_face_and_capitals(name: str, text: str, typeface: Typeface) -> None:
    chosen = name_line(name)
    assert (chosen.text, chosen.typeface) == (text, typeface)


@pytest.mark.parametrize("text", ["مريم", "😀", "A日"])
def test_a_missing_glyph_is_never_drawn(text: str) -> None:
    for face in Typeface:
        with pytest.raises(MissingGlyphError):
            line(text, face)
    with pytest.raises(MissingGlyphError):
        wordmark(text, ROOM, GRAPE)


def test_kerning_moves_letters() -> None:
    pair, apart = line("AV", Typeface.DISPLAY), line("A", Typeface.DISPLAY).width(1000)
    apart += line("V", Typeface.DISPLAY).width(1000)
    assert pair.width(1000) - apart == pytest.approx(-40)
    # The drawn ink follows: without kerning it would be 646 pixels wide.
    assert text_mask(pair, 500).coverage.shape[1] == pytest.approx(626, abs=2)


def test_fit_size_fills_the_room_and_no_more() -> None:
    item = line("Hamburg", Typeface.SANS)
    for width, height in ((300, 1000), (5000, 40)):
        ink = text_mask(item, fit_size(item, width, height, 1e9)).coverage.shape
        assert ink[1] <= width
        assert ink[0] <= height
        assert max(ink[1] / width, ink[0] / height) > 0.93
    assert fit_size(item, 5000, 5000, 64.0) == 64.0


@pytest.mark.parametrize("tagline", ["x", "The Unstoppable Organiser", "W" * 60, "Щ" * 60])
def test_a_ribbon_stays_within_its_room_and_its_words_on_it(tagline: str) -> None:
    room = layout.RIBBON.scaled(0.5)
    band, words = ribbon(tagline, room, GRAPE)
    for sprite in (band, words):
        height, width = sprite.pixels.shape[:2]
        assert sprite.left >= room.left - 1
        assert sprite.left + width <= room.right + 1
        assert sprite.top >= room.top - 1
        assert sprite.top + height <= room.bottom + 1
    inside = words.pixels[..., 3] > 0
    y, x = words.top - band.top, words.left - band.left
    under = band.pixels[y : y + inside.shape[0], x : x + inside.shape[1], 3]
    assert np.all(under[inside] == 255)
