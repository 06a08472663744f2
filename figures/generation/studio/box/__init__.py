"""The box: a blister pack with the figure, its accessories and its words, front and back.

Pure functions on pictures as arrays; nothing is read but the typefaces, nothing is stored.
"""

from figures.generation.studio.box.back import render_box_back
from figures.generation.studio.box.front import BoxAccessory, render_box
from figures.generation.studio.box.palette import PALETTES, BoxPalette, box_palette_for
from figures.generation.studio.box.text import (
    DISCLOSURE,
    BoxText,
    BoxTextError,
    validate_box_text,
    validate_label,
)

__all__ = [
    "DISCLOSURE",
    "PALETTES",
    "BoxAccessory",
    "BoxPalette",
    "BoxText",
    "BoxTextError",
    "box_palette_for",
    "render_box",
    "render_box_back",
    "validate_box_text",
    "validate_label",
]
