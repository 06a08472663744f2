"""Disguised words are found, honest names are not."""

import pytest

from figures.screening.services import RULES, lexicon
from figures.screening.text import Found, Lexicon

LISTS = [rule.list_name for rule in RULES.values() if rule.list_name]


def found(text: str) -> list[str]:
    return [hit.entry for name in LISTS for hit in lexicon(name).find(text)]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Nazi", "nazi"),
        ("the NAZI next door", "nazi"),
        # Digits and signs
        ("N4z1", "nazi"),
        ("na2i", "nazi"),
        ("h1tl3r", "hitler"),
        ("b!tch", "bitch"),
        ("$lut", "slut"),
        ("8astard", "bastard"),
        ("wh0re", "whore"),
        ("1ego", "lego"),
        ("Iego", "lego"),
        ("|ego", "lego"),
        # ... and signs that are none
        ("Nazi88", "nazi"),
        ("h1tler88!", "hitler"),
        ("LEGO!", "lego"),
        ("leg0!!", "lego"),
        ("naz!", "nazi"),
        ("Lego 2026", "lego"),
        ("(nazi)", "nazi"),
        # Other scripts
        ("Ηitler", "hitler"),
        ("НITLER", "hitler"),
        ("ѕсυm", "scum"),
        ("Bаrbіe", "barbie"),
        # Accents, composed or not, and other forms of letters
        ("Nàzí", "nazi"),
        ("na\u0301zi", "nazi"),
        ("ｎａｚｉ", "nazi"),
        ("𝐍𝐚𝐳𝐢", "nazi"),
        ("Døn\N{LATIN SMALL LETTER A WITH OGONEK}ld Trump", "donald trump"),
        # Spacing and stretching
        ("n a z i", "nazi"),
        ("N.A.Z.I", "nazi"),
        ("na-zi", "nazi"),
        ("na zi", "nazi"),
        ("sl*ut", "slut"),
        ("n_a_z_i", "nazi"),
        ("na\u200bzi", "nazi"),
        ("na\u00adzi", "nazi"),
        ("naaaaazi", "nazi"),
        ("Hittler", "hitler"),
        ("N 4 Z ! ", "nazi"),
        # Several words
        ("Donald-Trump", "donald trump"),
        ("DonaldTrump", "donald trump"),
        ("Taylor   SWIFT", "taylor swift"),
        ("Hijo de puta", "hijo de puta"),
        ("Enculé", "encule"),
    ],
)
def test_disguises(text: str, entry: str) -> None:
    assert entry in found(text)


@pytest.mark.parametrize(
    "name",
    [
        "Dick Van Dyke",
        "Scunthorpe United",
        "Penistone Church",
        "Essex Girl",
        "Gay Talese",
        "Fanny Price",
        "Alfred Hitchcock",
        "Dick Cockburn",
        "Ana Zimmer",
        "Nazim and Nazir",
        "Matei Barbieri",
        "MATEI",
        "Legolas Greenleaf",
        "Marvella Disneyson",
        "Donald Duck",
        "Taylor Hill",
        "Elon Phelps",
        "Kay Musk",
        "Messina Vettel",
        "Slutsky Whorley",
        "Scumbria Verminster",
        "Mr. T & Co. 1984",
        "Let's go 4 it!",
        "R2-D2's friend",
        "Željko Đorđević",
        "Анна Петрова",
        "Ελένη Παππά",
        "İlker Işık",
        "O'Brien-Straße 11",
        "",
        "88",
        "!!!",
    ],
)
def test_honest_names(name: str) -> None:
    assert found(name) == []


def test_it_says_where() -> None:
    text = "Our birch, b1tch"
    assert Lexicon.of(["bitch"]).find(text) == [Found("bitch", 11, 16)]
    assert text[11:16] == "b1tch"
    assert Lexicon.of(["nazi"]).find("a n\u0301 A-z1 b") == [Found("nazi", 2, 9)]
    assert Lexicon.of(["b", "a"]).find("a b") == [Found("a", 0, 1), Found("b", 2, 3)]


def test_each_entry_is_found_once_however_often_it_stands_there() -> None:
    assert found("nazi n4zi nazi") == ["nazi"]


@pytest.mark.parametrize("name", LISTS)
def test_every_listed_word_is_found_as_it_is_listed(name: str) -> None:
    listed = lexicon(name)
    assert listed.entries
    for entry in listed.entries.values():
        assert entry in [hit.entry for hit in listed.find(f"One {entry.title()} two")]


@pytest.mark.parametrize("name", LISTS)
def test_no_listed_word_is_so_short_that_it_turns_up_by_chance(name: str) -> None:
    assert min(map(len, lexicon(name).entries)) >= 4
