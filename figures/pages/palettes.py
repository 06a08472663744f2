"""The colours the editor offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RGB = tuple[int, int, int]

# The ten tones of the Monk Skin Tone scale (Ellis Monk, 2019), as published in sRGB.
MONK: tuple[RGB, ...] = (
    (246, 237, 228),
    (243, 231, 219),
    (247, 234, 208),
    (234, 218, 186),
    (215, 189, 150),
    (160, 126, 86),
    (130, 92, 67),
    (96, 65, 52),
    (58, 49, 42),
    (41, 36, 32),
)
HAIR: tuple[tuple[str, RGB], ...] = (
    ("Black hair", (28, 24, 22)),
    ("Dark brown hair", (62, 43, 32)),
    ("Brown hair", (98, 66, 42)),
    ("Light brown hair", (140, 96, 56)),
    ("Blond hair", (196, 156, 96)),
    ("Red hair", (150, 66, 34)),
    ("Grey hair", (150, 146, 142)),
    ("White hair", (224, 220, 214)),
)
OUTFIT: tuple[tuple[str, RGB], ...] = (
    ("Charcoal", (32, 36, 44)),
    ("Cream", (236, 232, 224)),
    ("Red", (200, 54, 44)),
    ("Orange", (238, 140, 44)),
    ("Yellow", (244, 204, 70)),
    ("Green", (60, 140, 84)),
    ("Teal", (40, 120, 150)),
    ("Blue", (48, 84, 168)),
    ("Purple", (124, 78, 160)),
    ("Pink", (226, 118, 150)),
)
SKIN = tuple((f"Monk skin tone {number}", rgb) for number, rgb in enumerate(MONK, 1))


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour to tap."""

    value: str
    css: str
    label: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours for one part of the figure; the empty choice keeps what is there."""

    part: str
    title: str
    swatches: tuple[Swatch, ...]


_PARTS: tuple[tuple[str, str, tuple[tuple[str, RGB], ...]], ...] = (
    ("skin", "Skin tone", SKIN),
    ("hair", "Hair colour", HAIR),
    ("outfit", "Outfit colour", OUTFIT),
)


def palettes(facts: Mapping[str, Any]) -> list[Palette]:
    """Return the palettes for the parts this figure has."""
    return [
        Palette(part, title, tuple(_swatch(name, rgb) for name, rgb in colours))
        for part, title, colours in _PARTS
        if part in facts.get("colours", {})
    ]


def chosen_colours(posted: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return {part: [r, g, b]} of the swatches that were tapped; others are left as they are."""
    chosen = {}
    for part, _, colours in _PARTS:
        value = str(posted.get(f"colour_{part}", ""))
        for _, rgb in colours:
            if value == _hex(rgb):
                chosen[part] = list(rgb)
    return chosen


def _swatch(name: str, rgb: RGB) -> Swatch:
    return Swatch(_hex(rgb), f"#{_hex(rgb)}", name)


def _hex(rgb: RGB) -> str:
    return "".join(f"{value:02x}" for value in rgb)
