"""The card's back: story lines, the figure's face, disclosure, energy, edition, bar code."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from figures.generation.studio.box import layout
from figures.generation.studio.box.barcode import ean13
from figures.generation.studio.box.canvas import Layer, Progress, Sprite, paint_layers, shadow_of
from figures.generation.studio.box.card import (
    BLACK,
    WHITE,
    CardOutline,
    DropShadow,
    Glow,
    Outline,
    Panel,
    Recess,
    mixed,
)
from figures.generation.studio.box.designs import DEFAULT_DESIGN, DESIGNS
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import Line, line
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.pieces import caption, fitted, trimmed
from figures.generation.studio.box.text import DISCLOSURE, BoxText
from shop.fonts import Typeface
from shop.prepress.ean13 import MODULES, QUIET_LEFT, QUIET_RIGHT

U8 = npt.NDArray[np.uint8]

SHEET: Final = Rect(150, 925, 2250, 3470)
_LEFT: Final = SHEET.left + 110
_RIGHT: Final = SHEET.right - 110
_WIDTH: Final = _RIGHT - _LEFT
_PICTURE: Final = Rect(_LEFT, SHEET.top + 100, SHEET.right - 110, SHEET.top + 1440)
_STORY_TOP: Final = _PICTURE.bottom + 110
_STORY_STEP: Final = 96
_STORY_SIZE: Final = 62
MAX_STORY_LINES: Final = 5
_SMALL_STEP: Final = 74
_BARS: Final = Rect(SHEET.right - 710, SHEET.bottom - 400, SHEET.right - 110, SHEET.bottom - 100)


def render_box_back(
    text: BoxText,
    *,
    palette: BoxPalette,
    design: str = DEFAULT_DESIGN,
    edition: str,
    story: str = "",
    care: str = "",
    energy: str = "",
    ean: str = "",
    disclosure: str = DISCLOSURE,
    figure: U8 | None = None,
    width: int = 2400,
    height: int = 3600,
    progress: Progress | None = None,
) -> U8:
    """Render the back of the card.

    Args:
        text: Validated words.
        palette: Colour theme, as on the front.
        design: A key of DESIGNS, as on the front.
        edition: Number of the edition, printed as given.
        story: A line or two about the figure, broken to fit; printed as given.
        care: A line on care, as story.
        energy: What the making used, printed as given.
        ean: Thirteen digits; without them no bar code is drawn.
        disclosure: What the picture is; another line only where no real person is shown.
        figure: RGBA bytes (h, w, 4) shown above the lines, if any.
        width: Pixels.
        height: Pixels; 1.5 times the width.
        progress: Told the finished share, rising to 1.

    Returns:
        RGBA bytes (height, width, 4), transparent off the card and in the hang hole.

    Raises:
        ValueError: for another shape, a wrong EAN, a care text too long, an empty picture or
            unprintable words.

    """
    if width * layout.UNITS[1] != height * layout.UNITS[0]:
        raise ValueError(f"A box is 2 wide by 3 high, not {width} x {height}.")
    unit = width / layout.UNITS[0]
    drawn = DESIGNS[design]
    layers: list[Layer] = [
        *drawn.ground(palette, unit),
        *drawn.header(text, palette, unit),
        *_sheet(palette, unit),
        *_picture(figure, palette, unit),
        *_story((story, care), palette, unit, with_picture=figure is not None),
        *_facts((disclosure, energy, f"Edition {edition}"), palette, unit),
        *_bars(ean, unit),
        CardOutline(unit, cut=False, hole=drawn.hangs, corner=drawn.corner),
    ]
    edge = CardOutline(unit, cut=True, hole=drawn.hangs, corner=drawn.corner)
    return paint_layers(width, height, layers, edge, progress)


def _sheet(palette: BoxPalette, unit: float) -> list[Layer]:
    sheet = SHEET.scaled(unit)
    paper = mixed(palette.tray, WHITE, 0.6)
    return [
        DropShadow(sheet, 90 * unit, 26 * unit, mixed(palette.deep, BLACK, 0.5), 0.4),
        Panel(sheet, 90 * unit, paper, mixed(palette.tray, WHITE, 0.35)),
        Outline(sheet.inset(22 * unit), 70 * unit, 4 * unit, palette.base, 0.8),
    ]


def _picture(figure: U8 | None, palette: BoxPalette, unit: float) -> list[Layer]:
    if figure is None:
        return []
    frame = _PICTURE.scaled(unit)
    toy = fitted(trimmed(figure), _PICTURE.inset(60).scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.3)
    return [
        Panel(frame, 60 * unit, mixed(palette.base, WHITE, 0.25), palette.base),
        Glow(frame.centre, 640 * unit, frame, 60 * unit, WHITE, 0.45),
        Recess(frame, 60 * unit, 30 * unit, palette.deep, 0.5),
        shadow_of(toy, dx=26 * unit, dy=22 * unit, blur=26 * unit, colour=shade, opacity=0.45),
        toy,
    ]


def _story(
    texts: Sequence[str], palette: BoxPalette, unit: float, *, with_picture: bool
) -> list[Layer]:
    """Return the lines in large type, under the picture or in its place."""
    top = _STORY_TOP if with_picture else _PICTURE.top + 60
    ink = mixed(palette.deep, BLACK, 0.3)
    lines = [
        row for text in texts for row in wrapped(text, Typeface.SANS_BOLD, _STORY_SIZE, _WIDTH)
    ]
    if len(lines) > MAX_STORY_LINES:
        raise ValueError(f"The story and care text take {len(lines)} lines; {MAX_STORY_LINES} fit.")
    return [
        _row(item, top + index * _STORY_STEP, _STORY_SIZE, _RIGHT, ink, unit)
        for index, item in enumerate(lines)
    ]


def _facts(facts: Sequence[str], palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the small lines at the foot, left of the bar code."""
    size = 42.0
    lines = [
        row for fact in facts for row in wrapped(fact, Typeface.SANS, size, _BARS.left - _LEFT - 60)
    ]
    top = SHEET.bottom - 100 - _SMALL_STEP * len(lines)
    rule = Rect(_LEFT, top - 60, _BARS.left - 60, top - 56).scaled(unit)
    ink = mixed(palette.deep, BLACK, 0.3)
    return [
        Panel(rule, 0.5, palette.base, palette.base),
        *(
            _row(item, top + index * _SMALL_STEP, size, _BARS.left - 60, ink, unit)
            for index, item in enumerate(lines)
        ),
    ]


def _row(item: Line, top: float, size: float, right: float, ink: Rgb, unit: float) -> Sprite:
    room = Rect(_LEFT, top, right, top + size * 1.5).scaled(unit)
    return caption(item, room, size * unit, ink, align=0)


def wrapped(text: str, typeface: Typeface, size: float, width: float) -> list[Line]:
    """Break a text into lines no wider than `width` (a longer word gets a line of its own)."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and line(longer, typeface).width(size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line(row, typeface) for row in lines]


def _bars(ean: str, unit: float) -> list[Layer]:
    """Return the bar code on white with its digits, or nothing without a number."""
    if not ean:
        return []
    room = _BARS.scaled(unit)
    module = max(1, int(room.width / (MODULES + QUIET_LEFT + QUIET_RIGHT)))
    grey = ean13(ean, module, round(room.height * 0.72))
    pixels = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    left = round(room.right - pixels.shape[1])
    top = round(room.top + 16 * unit)
    digits = Rect(left, top + grey.shape[0] + 8 * unit, room.right, room.bottom - 10 * unit)
    return [
        Panel(Rect(left - 1, room.top, room.right, room.bottom), 16 * unit, WHITE, WHITE),
        Sprite(pixels, left, top),
        caption(line(ean, Typeface.SANS), digits, 44 * unit, BLACK),
    ]
