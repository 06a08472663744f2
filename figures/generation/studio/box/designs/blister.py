"""The window blister: a card with a moulded tray under a clear dome."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from figures.generation.studio.box import layout
from figures.generation.studio.box.blister import FLANGE, Blister
from figures.generation.studio.box.canvas import Layer, shadow_of
from figures.generation.studio.box.card import (
    BLACK,
    WHITE,
    DropShadow,
    Glow,
    Ground,
    Panel,
    Recess,
    mixed,
)
from figures.generation.studio.box.cavity import cavity
from figures.generation.studio.box.designs.base import BoxAccessory, Contents, Design
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.palette import BoxPalette
from figures.generation.studio.box.pieces import (
    caption,
    fitted,
    footer,
    label_line,
    ribbon,
    trimmed,
)
from figures.generation.studio.box.text import BoxText
from figures.generation.studio.box.wordmark import wordmark

U8 = npt.NDArray[np.uint8]


def _front(box: Contents) -> list[Layer]:
    rooms = layout.front_layout(len(box.accessories))
    return [
        *_header(box.text, box.palette, box.unit),
        *_tray(box.palette, box.unit, rooms),
        *_slots(box.accessories, rooms.slots, box.palette, box.unit),
        *_figure(box.figure, rooms.figure, box.palette, box.unit),
        Blister(box.unit),
        *footer(box.edition, box.disclosure, box.palette, box.unit),
    ]


def _ground(palette: BoxPalette, unit: float) -> list[Layer]:
    return [Ground(palette, unit)]


def _header(text: BoxText, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the name, sitting on the tagline's ribbon if there is one."""
    room = layout.NAME
    if not text.tagline:
        room = Rect(room.left, room.top + 20, room.right, layout.RIBBON.bottom - 40)
    name = wordmark(text.name, room.scaled(unit), palette)
    dark = mixed(palette.deep, BLACK, 0.5)
    layers: list[Layer] = [
        shadow_of(name, dx=10 * unit, dy=20 * unit, blur=20 * unit, colour=dark, opacity=0.5)
    ]
    if not text.tagline:
        return [*layers, name]
    band, words = ribbon(text.tagline, layout.RIBBON.scaled(unit), palette)
    shade = shadow_of(band, dx=8 * unit, dy=16 * unit, blur=14 * unit, colour=dark, opacity=0.45)
    return [*layers, name, shade, band, words]


def _tray(palette: BoxPalette, unit: float, rooms: layout.FrontLayout) -> list[Layer]:
    """Return the moulded tray that shows through the plastic."""
    blister, tray = layout.BLISTER.scaled(unit), layout.TRAY.scaled(unit)
    radius = layout.BLISTER_RADIUS * unit
    lower = mixed(palette.tray, palette.base, 0.34)
    rim = mixed(palette.base, WHITE, 0.30)
    centre = rooms.figure.scaled(unit).centre
    inner = radius - layout.BEVEL * unit
    return [
        DropShadow(
            blister.inset(-FLANGE * unit),
            radius + FLANGE * unit,
            34 * unit,
            mixed(palette.deep, BLACK, 0.6),
            0.5,
        ),
        Panel(blister, radius, rim, mixed(palette.base, palette.deep, 0.12), 0.85),
        Panel(tray, inner, palette.tray, lower),
        Glow((centre[0], centre[1] * 0.8), 900 * unit, tray, inner, WHITE, 0.6),
        Recess(tray, inner, 60 * unit, mixed(palette.deep, palette.base, 0.4), 0.55),
    ]


def _figure(picture: U8, room: Rect, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the figure in its hollow, with a wide and a contact shadow."""
    figure = fitted(trimmed(picture), room.inset(44).scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.35)
    return [
        *cavity(figure, margin=52 * unit, shade=mixed(palette.deep, palette.base, 0.3)),
        shadow_of(figure, dx=44 * unit, dy=40 * unit, blur=42 * unit, colour=shade, opacity=0.42),
        shadow_of(figure, dx=13 * unit, dy=13 * unit, blur=11 * unit, colour=shade, opacity=0.42),
        figure,
    ]


def _slots(
    accessories: Sequence[BoxAccessory], rooms: Sequence[Rect], palette: BoxPalette, unit: float
) -> list[Layer]:
    layers: list[Layer] = []
    for accessory, room in zip(accessories, rooms, strict=True):
        layers += _slot(accessory, room, palette, unit)
    return layers


def _slot(accessory: BoxAccessory, room: Rect, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return one hollow with its thing and label."""
    slot, radius = room.scaled(unit), 64 * unit
    plate = Rect(room.left + 26, room.bottom - 126, room.right - 26, room.bottom - 26)
    foot = plate.top if accessory.label else room.bottom
    stage = Rect(room.left + 44, room.top + 50, room.right - 44, foot - 34).scaled(unit)
    thing = fitted(trimmed(accessory.picture), stage, level=0.5)
    floor = mixed(palette.tray, palette.base, 0.22)
    shade = mixed(palette.deep, BLACK, 0.35)
    layers: list[Layer] = [
        Panel(slot, radius, mixed(floor, WHITE, 0.1), mixed(floor, palette.base, 0.16)),
        Glow(stage.centre, stage.width * 0.5, slot, radius, WHITE, 0.55),
        Recess(slot, radius, 44 * unit, mixed(palette.deep, palette.base, 0.4), 0.6),
        shadow_of(thing, dx=26 * unit, dy=28 * unit, blur=24 * unit, colour=shade, opacity=0.42),
        shadow_of(thing, dx=9 * unit, dy=10 * unit, blur=8 * unit, colour=shade, opacity=0.42),
        thing,
    ]
    if not accessory.label:
        return layers
    tag = plate.scaled(unit)
    words = caption(
        label_line(accessory.label, accessory.face), tag.inset(18 * unit), 60 * unit, WHITE
    )
    return [
        *layers,
        DropShadow(tag, 30 * unit, 9 * unit, BLACK, 0.35),
        Panel(tag, 30 * unit, mixed(palette.deep, palette.base, 0.18), palette.deep),
        words,
    ]


ITEM = Design("blister", "Window blister", _ground, _header, _front)
