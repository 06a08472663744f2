"""Minimal: warm paper, one field of colour, plain letters, a lot of air."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from figures.generation.studio.box import layout
from figures.generation.studio.box.canvas import (
    F32,
    Layer,
    blend,
    coverage,
    rounded_distance,
    shadow_of,
    window,
)
from figures.generation.studio.box.card import BLACK, WHITE, Panel, mixed
from figures.generation.studio.box.designs.base import BoxAccessory, Contents, Design
from figures.generation.studio.box.heading import heading
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import line
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.pieces import caption, fitted, label_line, trimmed
from figures.generation.studio.box.text import BoxText
from shop.fonts import Typeface

PAPER: Final[Rgb] = (250, 247, 240)
LEFT, RIGHT = layout.CARD.left + 130, layout.CARD.right - 130
NAME: Final = Rect(LEFT, 190, RIGHT, 560)
TAGLINE: Final = Rect(LEFT, 600, RIGHT, 720)
FIELD: Final = Rect(layout.CARD.left, 860, layout.CARD.right, 3260)
ALONE: Final = Rect(LEFT, 800, RIGHT, 3150)
BESIDE: Final = Rect(LEFT - 30, 800, 1660, 3150)
COLUMN: Final = Rect(1720, 980, RIGHT, 3150)
FOOT: Final = Rect(LEFT, 3350, RIGHT, 3430)
LABEL_SIZE, LABEL_HEIGHT = 50, 84


@dataclass(frozen=True)
class Field:
    """A field of colour lit softly from above, with a floor the figure stands on."""

    palette: BoxPalette
    unit: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the field."""
        part = window(band, top, FIELD.scaled(self.unit))
        if part is None:
            return
        y = part.y / np.float32(self.unit)
        down = (y - np.float32(FIELD.top)) / np.float32(FIELD.height)
        floor = np.clip((down - 0.84) * 14, 0, 1)
        upper = np.array(mixed(self.palette.tray, WHITE, 0.15), np.float32)[:, None, None]
        lower = np.array(mixed(self.palette.tray, self.palette.base, 0.42), np.float32)
        shade = np.clip(0.2 + 0.6 * down, 0, 1) - floor * np.float32(0.34)
        inside = coverage(rounded_distance(FIELD.scaled(self.unit), 1.0, part.x, part.y))
        blend(part.view, upper + (lower[:, None, None] - upper) * shade, inside)


def _ground(palette: BoxPalette, unit: float) -> list[Layer]:
    sheet = layout.CARD.scaled(unit)
    return [Panel(sheet.inset(-2), 1.0, PAPER, PAPER)]


def _header(text: BoxText, palette: BoxPalette, unit: float) -> list[Layer]:
    ink = mixed(palette.deep, BLACK, 0.35)
    room = NAME if text.tagline else Rect(NAME.left, NAME.top, NAME.right, TAGLINE.bottom)
    layers: list[Layer] = [
        *heading(
            text.name, Typeface.LABEL, room.scaled(unit), ink, largest=380 * unit, align=0, level=1
        )
    ]
    if text.tagline:
        words = line(text.tagline, Typeface.SANS)
        layers.append(caption(words, TAGLINE.scaled(unit), 86 * unit, ink, align=0))
    return layers


def _front(box: Contents) -> list[Layer]:
    palette, unit = box.palette, box.unit
    room = BESIDE if box.accessories else ALONE
    figure = fitted(trimmed(box.figure), room.scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.2)
    layers: list[Layer] = [
        *_header(box.text, palette, unit),
        Field(palette, unit),
        shadow_of(figure, dx=120 * unit, dy=30 * unit, blur=90 * unit, colour=shade, opacity=0.22),
        shadow_of(figure, dx=20 * unit, dy=14 * unit, blur=18 * unit, colour=shade, opacity=0.28),
        figure,
    ]
    count = len(box.accessories)
    for index, accessory in enumerate(box.accessories):
        layers += _thing(accessory, _place(index, count), palette, unit)
    return [*layers, *_foot(box)]


def _place(index: int, count: int) -> Rect:
    """Return the room of one thing: a third of the column, stacked on its foot."""
    height = COLUMN.height / 3
    top = COLUMN.bottom - height * (count - index)
    return Rect(COLUMN.left, top, COLUMN.right, top + height)


def _thing(accessory: BoxAccessory, room: Rect, palette: BoxPalette, unit: float) -> list[Layer]:
    foot = room.bottom - (LABEL_HEIGHT + 30 if accessory.label else 0)
    stage = Rect(room.left + 20, room.top + 90, room.right - 20, foot)
    thing = fitted(trimmed(accessory.picture), stage.scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.2)
    layers: list[Layer] = [
        shadow_of(thing, dx=30 * unit, dy=16 * unit, blur=26 * unit, colour=shade, opacity=0.3),
        thing,
    ]
    if accessory.label:
        words = Rect(room.left, foot + 24, room.right, foot + 24 + LABEL_HEIGHT).scaled(unit)
        ink = mixed(palette.deep, BLACK, 0.35)
        layers.append(
            caption(label_line(accessory.label, accessory.face), words, LABEL_SIZE * unit, ink)
        )
    return layers


def _foot(box: Contents) -> list[Layer]:
    unit = box.unit
    ink = mixed(box.palette.deep, BLACK, 0.35)
    foot = FOOT.scaled(unit)
    split = foot.right - 420 * unit
    words = Rect(foot.left, foot.top, split - 60 * unit, foot.bottom)
    number = Rect(split, foot.top, foot.right, foot.bottom)
    return [
        caption(line(box.disclosure, Typeface.SANS), words, 44 * unit, ink, align=0),
        caption(line(box.edition, Typeface.LABEL), number, 64 * unit, ink, align=1),
    ]


ITEM = Design("minimal", "Minimal", _ground, _header, _front, hangs=False, corner=24)
