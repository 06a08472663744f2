"""What may stand on a box, and how it is cased."""

import pytest

from figures.generation.studio.box.text import (
    BoxText,
    BoxTextError,
    capitals,
    story_of,
    validate_box_text,
    validate_label,
)

REFUSED = (
    "Only Latin, Greek and Cyrillic letters can be printed, with digits and common punctuation. "
    "Please leave out: "
)
ONE_LINE = "Write the name on one line, without invisible characters."


@pytest.mark.parametrize(
    ("name", "tagline", "expected"),
    [
        ("Lauren", "", BoxText("Lauren", "")),
        ("  Ana   María ", " a  b ", BoxText("Ana María", "a b")),
        ("A\u0301ngel", "", BoxText("Ángel", "")),
        ("Ana\u00a0María", "", BoxText("Ana María", "")),
        ("Γιώργος", "Ο καλύτερος", BoxText("Γιώργος", "Ο καλύτερος")),
        ("Мария-Їжа", "", BoxText("Мария-Їжа", "")),
        ("Nguyễn Thị", "", BoxText("Nguyễn Thị", "")),
        ("O’Neil & Co. 7!", "№ 1 – 100 %", BoxText("O’Neil & Co. 7!", "№ 1 – 100 %")),
        ("W" * 30, "W" * 60, BoxText("W" * 30, "W" * 60)),
        ("a\u0301" * 30, "", BoxText("á" * 30, "")),
    ],
)
def test_accepted(name: str, tagline: str, expected: BoxText) -> None:
    assert validate_box_text(name, tagline) == expected


@pytest.mark.parametrize(
    ("name", "tagline", "field", "sentence"),
    [
        ("", "", "name", "Please give a name."),
        (" \u00a0 ", "", "name", "Please give a name."),
        ("W" * 31, "", "name", "The name may have at most 30 characters; this one has 31."),
        ("A", "W" * 61, "tagline", "The tagline may have at most 60 characters; this one has 61."),
        ("مريم", "", "name", REFUSED + "م ر ي"),
        ("A", "日本 A", "tagline", REFUSED + "日 本"),
        ("Bob 😀", "", "name", REFUSED + "😀"),
        ("e\u0325", "", "name", REFUSED + "\u0325"),
        ("a\tb", "", "name", ONE_LINE),
        ("a\nb", "", "name", ONE_LINE),
        ("a\x00b", "", "name", ONE_LINE),
        ("a\u200db", "", "name", ONE_LINE),
        ("\u202eabc", "", "name", ONE_LINE),
        ("a\u2028b", "", "name", ONE_LINE),
        ("\ud800", "", "name", ONE_LINE),
        ("\ue000", "", "name", REFUSED + "\ue000"),
    ],
)
def test_refused(name: str, tagline: str, field: str, sentence: str) -> None:
    with pytest.raises(BoxTextError) as caught:
        validate_box_text(name, tagline)
    assert (caught.value.field, caught.value.sentence) == (field, sentence)
    assert str(caught.value) == sentence


def test_labels_have_their_own_length() -> None:
    assert validate_label(" Oat  flat white ") == "Oat flat white"
    assert validate_label("") == ""
    with pytest.raises(BoxTextError) as caught:
        validate_label("x" * 21)
    assert caught.value.field == "label"


@pytest.mark.parametrize(
    ("text", "upper"),
    [
        ("Lauren", "LAUREN"),
        ("Straße", "STRAẞE"),
        ("Jiří", "JIŘÍ"),
        ("Işık ilgi", "IŞIK İLGİ"),
        ("Ali", "ALI"),
        ("Ιωάννης Ήρα", "ΙΩΑΝΝΗΣ ΗΡΑ"),
        ("Μαΐου ΰ", "ΜΑΪΟΥ Ϋ"),
        ("Ёлка їжак", "ЁЛКА ЇЖАК"),
        ("José Ángel", "JOSÉ ÁNGEL"),
    ],
)
def test_capitals(text: str, upper: str) -> None:
    assert capitals(text) == upper


@pytest.mark.parametrize(
    ("labels", "story"),
    [
        ([], "Ana stands alone, and needs nothing else."),
        (["", "Cup"], "In the box with Ana: Cup."),
        (["Cup", "Dog", "Ball"], "In the box with Ana: Cup, Dog and Ball."),
    ],
)
def test_the_story_names_what_is_in_the_box(labels: list[str], story: str) -> None:
    assert story_of("Ana", labels) == story
