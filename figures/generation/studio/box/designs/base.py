"""What a design of the box is asked to draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from figures.generation.studio.box.canvas import Layer
from figures.generation.studio.box.card import CARD_CORNER
from figures.generation.studio.box.palette import BoxPalette
from figures.generation.studio.box.text import BoxText
from shop.fonts import Typeface

U8 = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class BoxAccessory:
    """A thing beside the figure.

    Attributes:
        picture: RGBA bytes (h, w, 4); transparent margins are cut off.
        label: A validated label; empty for none.
        face: What the label is set in.

    """

    picture: U8
    label: str
    face: Typeface = Typeface.LABEL


@dataclass(frozen=True)
class Contents:
    """What goes on a front.

    Attributes:
        figure: RGBA bytes (h, w, 4), transparent around the figure.
        accessories: 0 to 3.
        text: Validated words.
        palette: Colour theme.
        unit: Pixels per layout unit.
        edition: Number of the edition, printed as given.
        disclosure: What the picture is.

    """

    figure: U8
    accessories: tuple[BoxAccessory, ...]
    text: BoxText
    palette: BoxPalette
    unit: float
    edition: str
    disclosure: str


class Header(Protocol):
    """Draws name and tagline."""

    def __call__(self, text: BoxText, palette: BoxPalette, unit: float) -> list[Layer]:
        """Return the layers, bottom first."""
        ...


@dataclass(frozen=True)
class Design:
    """A design of the box, front and back.

    Attributes:
        name: Key in looks.
        label: Words for people.
        ground: Layers under everything, on both sides.
        header: Name and tagline of the back, within layout.NAME and layout.RIBBON.
        front: The front above its ground, bottom first.
        hangs: Whether the card has a hang hole.
        corner: Radius of the card's corners, layout units.

    """

    name: str
    label: str
    ground: Callable[[BoxPalette, float], list[Layer]]
    header: Header
    front: Callable[[Contents], list[Layer]]
    hangs: bool = True
    corner: float = CARD_CORNER
