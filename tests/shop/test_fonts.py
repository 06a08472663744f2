"""The typefaces are whole, free, and know what they lack."""

import pytest
from fontTools.ttLib import TTFont

from shop.fonts import Typeface, covers, font_path, missing_characters


def kerning(typeface: Typeface, pair: str) -> int:
    with TTFont(font_path(typeface)) as font:
        cmap = font.getBestCmap()
        pairs = font["kern"].kernTables[0].kernTable
        return int(pairs.get((cmap[ord(pair[0])], cmap[ord(pair[1])]), 0))


@pytest.mark.parametrize("typeface", list(Typeface))
def test_files_are_small_truetype_with_a_licence_beside(typeface: Typeface) -> None:
    path = font_path(typeface)
    assert path.stat().st_size < 400_000
    with TTFont(path) as font:
        assert font["OS/2"].fsType == 0
        assert "glyf" in font
    licence = {"shelfie-display": "lilita-one", "noto-sans-bold": "noto-sans"}.get(
        path.stem, path.stem
    )
    assert "SIL OPEN FONT LICENSE" in (path.parent / f"{licence}-OFL.txt").read_text().upper()


def test_the_changed_display_face_does_not_bear_the_reserved_name() -> None:
    with TTFont(font_path(Typeface.DISPLAY)) as font:
        names = {str(font["name"].getName(number, 3, 1)) for number in (1, 4, 6)}
    assert names == {"Shelfie Display", "ShelfieDisplay-Regular"}


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Łukasz Šimić Zoë ẞ", {"DISPLAY": "ćẞ", "LABEL": "", "SANS": "", "SANS_BOLD": ""}),
        ("Ελένη", {"DISPLAY": "Ελένη", "LABEL": "Ελένη", "SANS": "", "SANS_BOLD": ""}),
        ("Ґанна Ёлка", {"DISPLAY": "ҐанЁлк", "LABEL": "ҐанЁлк", "SANS": "", "SANS_BOLD": ""}),
        ("Nguyễn", {"DISPLAY": "ễ", "LABEL": "", "SANS": "", "SANS_BOLD": ""}),
        ("a\tمb", dict.fromkeys(("DISPLAY", "LABEL", "SANS", "SANS_BOLD"), "\tم")),
    ],
)
def test_missing_characters(text: str, lacking: dict[str, str]) -> None:
    assert {face.name: missing_characters(text, face) for face in Typeface} == lacking
    assert [covers(text, face) for face in Typeface] == [not lacking[f.name] for f in Typeface]


def test_kerning_survived_the_merge() -> None:
    assert kerning(Typeface.DISPLAY, "AV") == -40
    assert kerning(Typeface.SANS_BOLD, "To") == -70
    assert kerning(Typeface.SANS_BOLD, "ГА") == -70
    assert kerning(Typeface.SANS_BOLD, "НН") == 0
