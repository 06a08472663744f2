"""An EAN-13 as bars and digits on white."""

from itertools import groupby

from shop.prepress.ean13 import (
    BAR_REDUCTION_MM,
    MODULE_MM,
    MODULES,
    QUIET_LEFT,
    QUIET_RIGHT,
    ean13_modules,
)
from shop.prepress.geometry import Box, Outline, Point
from shop.prepress.layout import Fill, Item, Text
from shop.prepress.palette import WHITE
from shop.prepress.typeset import Fonts, fitted_size

BLACK = (0, 0, 0)
BARS_MM, DIGITS_MM = 22.0, 4.0
# The guards hang down between the digits, by five modules.
GUARD_MM = 5 * MODULE_MM
_GUARDS = frozenset({0, 2, 46, 48, 92, 94})
RIM_MM = 1.0
# The whole white patch, rim and quiet zones included.
PATCH_MM = (
    (QUIET_LEFT + MODULES + QUIET_RIGHT) * MODULE_MM + 2 * RIM_MM,
    BARS_MM + DIGITS_MM + 2 * RIM_MM,
)


def bar_code(centre: Point, number: str, fonts: Fonts) -> list[Item]:
    """Set an EAN-13 at full size with its digits below, the white patch's middle at `centre`.

    Nothing without a number.
    """
    if not number:
        return []
    width, height = PATCH_MM
    white = Box.sized(width, height, centre[0] - width / 2, centre[1] - height / 2)
    patch = white.expanded(-RIM_MM)
    items: list[Item] = [Fill(Outline.rectangle(white, RIM_MM), WHITE)]
    left = patch.x0 + QUIET_LEFT * MODULE_MM
    foot = patch.y0 + DIGITS_MM
    at = 0
    for bit, run in groupby(ean13_modules(number)):
        count = len(list(run))
        if bit == "1":
            x0 = left + at * MODULE_MM + BAR_REDUCTION_MM / 2
            low = foot - (GUARD_MM if at in _GUARDS else 0.0)
            bar = Box(x0, low, x0 + count * MODULE_MM - BAR_REDUCTION_MM, patch.y1)
            items.append(Fill(Outline.rectangle(bar), BLACK))
        at += count
    return items + _digits(number, left, patch.y0 + 0.7, fonts)


def _digits(number: str, left: float, y: float, fonts: Fonts) -> list[Item]:
    """Set the first digit before the bars, six between each two guards."""
    half = 42 * MODULE_MM
    size = fitted_size(number[1:7], fonts.text, 9.5, half * 0.9)
    places = (
        (number[0], left - 5.5 * MODULE_MM),
        (number[1:7], left + 3 * MODULE_MM + half / 2),
        (number[7:], left + 50 * MODULE_MM + half / 2),
    )
    return [Text(words, x, y, size, fonts.text, BLACK, "middle") for words, x in places]
