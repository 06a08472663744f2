"""Where everything lies on the box; the unit is a pixel of the 2400 x 3600 card."""

from dataclasses import dataclass
from typing import Final

UNITS: Final = (2400, 3600)


@dataclass(frozen=True)
class Rect:
    """An axis-aligned rectangle in pixels, right and bottom excluded."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def inset(self, by: float) -> "Rect":
        """Return the rectangle smaller by `by` on each side (larger if negative)."""
        return Rect(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def scaled(self, factor: float) -> "Rect":
        """Return the rectangle with all coordinates multiplied."""
        return Rect(*(value * factor for value in (self.left, self.top, self.right, self.bottom)))


CARD: Final = Rect(40, 40, 2360, 3560)
HOLE_SLOT: Final = Rect(950, 150, 1450, 220)
HOLE_CENTRE: Final = (1200, 171)
HOLE_RADIUS: Final = 62
NAME: Final = Rect(150, 290, 2250, 748)
RIBBON: Final = Rect(190, 722, 2210, 884)
BLISTER: Final = Rect(150, 925, 2250, 3325)
BLISTER_RADIUS: Final = 150
BEVEL: Final = 66
TRAY: Final = BLISTER.inset(BEVEL)
FOOTER: Final = Rect(150, 3386, 2250, 3520)

_SLOT_LEFT: Final = 1610
_SLOT_RIGHT: Final = TRAY.right - 56
_GAP: Final = 40


@dataclass(frozen=True)
class FrontLayout:
    """The front for a number of accessories: the figure's room and the slots, top to bottom."""

    figure: Rect
    slots: tuple[Rect, ...]


def front_layout(accessories: int) -> FrontLayout:
    """Lay out the tray for 0 to 3 accessories.

    Raises:
        ValueError: for any other number.

    """
    if not 0 <= accessories <= 3:
        raise ValueError(f"A box has 0 to 3 accessories, not {accessories}.")
    top, bottom = TRAY.top + 64, TRAY.bottom - 64
    right = _SLOT_LEFT - 40 if accessories else TRAY.right - 70
    figure = Rect(TRAY.left + 70, top - 14, right, bottom + 4)
    # One or two slots keep the size of a third or so: a huge hole for a cup looks empty.
    height = min((bottom - top - _GAP * (accessories - 1)) / max(accessories, 1), 900)
    used = height * accessories + _GAP * (accessories - 1)
    first = (top + bottom - used) / 2
    tops = [first + index * (height + _GAP) for index in range(accessories)]
    return FrontLayout(figure, tuple(Rect(_SLOT_LEFT, y, _SLOT_RIGHT, y + height) for y in tops))
