"""The box: a package with the figure, its accessories and its words, front and back.

Pure functions on pictures as arrays; nothing is read but the typefaces, nothing is stored.
"""

from figures.generation.studio.box.back import render_box_back
from figures.generation.studio.box.designs import DEFAULT_DESIGN, DESIGNS, BoxAccessory
from figures.generation.studio.box.front import render_box
from figures.generation.studio.box.palette import PALETTES, BoxPalette, box_palette_for, palette_of
from figures.generation.studio.box.text import (
    CARE,
    DISCLOSURE,
    BoxText,
    BoxTextError,
    story_of,
    validate_box_text,
    validate_label,
)

__all__ = [
    "CARE",
    "DEFAULT_DESIGN",
    "DESIGNS",
    "DISCLOSURE",
    "PALETTES",
    "BoxAccessory",
    "BoxPalette",
    "BoxText",
    "BoxTextError",
    "box_palette_for",
    "palette_of",
    "render_box",
    "render_box_back",
    "story_of",
    "validate_box_text",
    "validate_label",
]
