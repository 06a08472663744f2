"""Every theme is readable, and the choice sets the outfit off."""

import pytest

from figures.generation.studio.box.palette import PALETTES, BoxPalette, Rgb, box_palette_for


def luminance(rgb: Rgb) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: Rgb, b: Rgb) -> float:
    """Contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_words_stand_out(palette: BoxPalette) -> None:
    assert contrast(palette.accent_ink, palette.accent) >= 4.5
    assert contrast((255, 255, 255), palette.deep) >= 7


@pytest.mark.parametrize(
    ("outfit", "name"),
    [
        ((60, 80, 170), "tomato"),
        ((20, 20, 25), "tomato"),
        ((250, 250, 248), "sunshine"),
        ((200, 40, 40), "lagoon"),
        ((40, 140, 60), "tomato"),
        ((240, 200, 40), "lagoon"),
    ],
)
def test_choice(outfit: Rgb, name: str) -> None:
    assert box_palette_for(outfit).name == name


def test_no_palette_is_chosen_for_an_outfit_of_its_own_colour() -> None:
    for palette in PALETTES.values():
        assert box_palette_for(palette.base) is not palette
