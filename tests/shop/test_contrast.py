"""Every pair of colours the style sheet puts on one another passes WCAG AA, light and dark."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "shop" / "static" / "css" / "site.css"
_PROPERTY = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})")
# WCAG 2.2, 1.4.3 and 1.4.11.
TEXT, SHAPE = 4.5, 3.0

GROUNDS = ("paper", "card", "sunk")
PAIRS = [
    *[(front, ground, TEXT) for front in ("ink", "soft", "quiet", "bad") for ground in GROUNDS],
    *[("edge", ground, SHAPE) for ground in ("paper", "card")],
    *[("focus", ground, SHAPE) for ground in GROUNDS],
    *[("accent", ground, SHAPE) for ground in GROUNDS],
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-deep", TEXT),
    ("good", "good-ground", TEXT),
    ("bad", "bad-ground", TEXT),
    ("paper", "ink", TEXT),
]


def colours(mode: str) -> dict[str, str]:
    """Return the custom properties of one mode; dark overrides what it names."""
    sheet = SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    found = dict(_PROPERTY.findall(light))
    return found | dict(_PROPERTY.findall(dark)) if mode == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair(mode: str, front: str, ground: str, least: float) -> None:
    found = colours(mode)
    assert contrast(found[front], found[ground]) >= least


def test_both_modes_name_the_same_colours() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    assert {name for name, _ in _PROPERTY.findall(light)} == {
        name for name, _ in _PROPERTY.findall(dark)
    }
