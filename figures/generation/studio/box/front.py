"""The box seen from the front, in one of its designs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from figures.generation.studio.box import layout
from figures.generation.studio.box.canvas import Progress, paint_layers
from figures.generation.studio.box.card import CardOutline
from figures.generation.studio.box.designs import (
    DEFAULT_DESIGN,
    DESIGNS,
    BoxAccessory,
    Contents,
)
from figures.generation.studio.box.palette import BoxPalette
from figures.generation.studio.box.text import DISCLOSURE, BoxText, capitals
from shop.fonts import Typeface, missing_characters

U8 = npt.NDArray[np.uint8]

MAX_ACCESSORIES: Final = 3


def render_box(
    figure: U8,
    accessories: Sequence[BoxAccessory],
    text: BoxText,
    *,
    palette: BoxPalette,
    design: str = DEFAULT_DESIGN,
    width: int = 2400,
    height: int = 3600,
    edition: str,
    disclosure: str = DISCLOSURE,
    progress: Progress | None = None,
) -> U8:
    """Render the front of the box.

    Args:
        figure: RGBA bytes (h, w, 4), transparent around the figure.
        accessories: 0 to 3, top to bottom.
        text: Validated words.
        palette: Colour theme.
        design: A key of DESIGNS.
        width: Pixels.
        height: Pixels; 1.5 times the width.
        edition: Number of the edition, printed as given.
        disclosure: What the picture is; another line only where no real person is shown.
        progress: Told the finished share, rising to 1.

    Returns:
        RGBA bytes (height, width, 4), transparent off the card and in the hang hole.

    Raises:
        KeyError: for an unknown design.
        ValueError: for another shape, more accessories, an empty picture or unprintable words.

    """
    if width * layout.UNITS[1] != height * layout.UNITS[0]:
        raise ValueError(f"A box is 2 wide by 3 high, not {width} x {height}.")
    if len(accessories) > MAX_ACCESSORIES:
        raise ValueError(f"A box has 0 to {MAX_ACCESSORIES} accessories, not {len(accessories)}.")
    unit = width / layout.UNITS[0]
    drawn = DESIGNS[design]
    things = _in_one_face(accessories)
    box = Contents(figure, things, text, palette, unit, edition, disclosure)
    layers = [
        *drawn.ground(palette, unit),
        *drawn.front(box),
        CardOutline(unit, cut=False, hole=drawn.hangs, corner=drawn.corner),
    ]
    edge = CardOutline(unit, cut=True, hole=drawn.hangs, corner=drawn.corner)
    return paint_layers(width, height, layers, edge, progress)


def _in_one_face(accessories: Sequence[BoxAccessory]) -> tuple[BoxAccessory, ...]:
    """Set all labels in the same typeface, although only one of them may need the wider one."""
    words = capitals("".join(accessory.label for accessory in accessories))
    if not missing_characters(words, Typeface.LABEL):
        return tuple(accessories)
    return tuple(replace(accessory, face=Typeface.SANS_BOLD) for accessory in accessories)
