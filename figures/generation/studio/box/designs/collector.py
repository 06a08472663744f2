"""Collector box: a dark case with a deep lit window and a foil name plate."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from figures.generation.studio.box import layout
from figures.generation.studio.box.blister import reflections
from figures.generation.studio.box.canvas import (
    F32,
    Layer,
    Sprite,
    blend,
    coverage,
    rounded_distance,
    shadow_of,
    window,
)
from figures.generation.studio.box.card import BLACK, WHITE, DropShadow, Outline, Panel, mixed
from figures.generation.studio.box.designs.base import BoxAccessory, Contents, Design
from figures.generation.studio.box.heading import heading
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import line
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.pieces import caption, fitted, label_line, trimmed
from figures.generation.studio.box.text import BoxText
from shop.fonts import Typeface

OPENING: Final = Rect(170, 170, 2230, 2760)
CORNER: Final = 56
# The back wall of the case as seen through the opening; between the two lie the side walls.
WALL: Final = Rect(400, 330, 2000, 2330)
PLATE: Final = Rect(170, 2840, 2230, 3360)
ALONE: Final = Rect(420, 400, 1980, 2610)
BESIDE: Final = Rect(250, 400, 1500, 2610)
SHELVES: Final = Rect(1500, 700, 2140, 2600)
BOARD: Final = 92
FOOT: Final = Rect(210, 3420, 2190, 3500)
FOIL: Final[tuple[Rgb, ...]] = ((150, 112, 52), (250, 232, 176), (206, 164, 88), (255, 244, 208),
                                (176, 132, 66))  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The inside of the case: back wall with a light on it, four walls in perspective."""

    palette: BoxPalette
    unit: float

    def paint(self, band: F32, top: int) -> None:
        """Paint what is seen through the opening."""
        opening = OPENING.scaled(self.unit)
        part = window(band, top, opening.inset(-1))
        if part is None:
            return
        unit = np.float32(self.unit)
        x, y = part.x / unit, part.y / unit
        inside = coverage(rounded_distance(opening, CORNER * self.unit, part.x, part.y))
        # How far each wall has come forward: 0 on the back wall, 1 in the opening.
        sides = [
            (WALL.left - x) / (WALL.left - OPENING.left),
            (x - WALL.right) / (OPENING.right - WALL.right),
            (WALL.top - y) / (WALL.top - OPENING.top),
            (y - WALL.bottom) / (OPENING.bottom - WALL.bottom),
        ]
        forward = np.maximum(np.maximum(sides[0], sides[1]), np.maximum(sides[2], sides[3]))
        light = self._light(x, y)
        lit = self._wall(light)
        for side, shade in zip(sides, (0.52, 0.60, 0.66, 0.10), strict=True):
            on = ((side >= forward) & (side > 0)).astype(np.float32)
            dark = shade * (1 - 0.35 * np.clip(side, 0, 1))
            lit = lit * (1 - on * dark.astype(np.float32))
        # Corners of the case gather shadow.
        corner = np.exp(-np.square(np.clip(forward, -1, 1) * 9)) * np.float32(0.20)
        blend(part.view, lit, inside)
        blend(part.view, mixed(self.palette.deep, BLACK, 0.5), corner * inside)

    def _light(self, x: F32, y: F32) -> F32:
        dx, dy = (
            (x - np.float32(1100)) / np.float32(1150),
            (y - np.float32(1150)) / np.float32(1500),
        )
        return np.asarray(np.exp(-(dx * dx + dy * dy)), np.float32)

    def _wall(self, light: F32) -> F32:
        near = np.array(mixed(self.palette.tray, WHITE, 0.35), np.float32)[:, None, None]
        far = np.array(mixed(self.palette.base, self.palette.deep, 0.15), np.float32)
        return np.asarray(far[:, None, None] + (near - far[:, None, None]) * light, np.float32)


@dataclass(frozen=True)
class Film:
    """The clear film in the opening: reflections, and the cut edge of the board around it."""

    unit: float

    def paint(self, band: F32, top: int) -> None:
        """Paint what the film adds."""
        opening = OPENING.scaled(self.unit)
        part = window(band, top, opening.inset(-8 * self.unit))
        if part is None:
            return
        unit = np.float32(self.unit)
        distance = rounded_distance(opening, CORNER * self.unit, part.x, part.y)
        inside = coverage(distance)
        down = (part.y / unit - np.float32(OPENING.top)) / np.float32(OPENING.height)
        light = reflections(part.x / unit, part.y / unit, down)
        blend(part.view, WHITE, light * inside * np.float32(0.8))
        shade = np.exp(np.minimum(distance, 0) / (26 * unit)) * inside * np.float32(0.5)
        blend(part.view, BLACK, np.asarray(shade, np.float32))
        edge = np.exp(-np.square((distance - 3 * unit) / (2.5 * unit))) * np.float32(0.55)
        blend(part.view, WHITE, np.asarray(edge, np.float32))


def _board(palette: BoxPalette) -> tuple[Rgb, Rgb]:
    return mixed(palette.deep, BLACK, 0.25), mixed(palette.deep, BLACK, 0.62)


def _ground(palette: BoxPalette, unit: float) -> list[Layer]:
    upper, lower = _board(palette)
    sheet = layout.CARD.scaled(unit)
    return [
        Panel(sheet.inset(-2), 1.0, upper, lower),
        Outline(sheet.inset(44 * unit), 30 * unit, 4 * unit, FOIL[2], 0.55),
    ]


def _foil(sprites: list[Sprite], room: Rect) -> list[Sprite]:
    """Colour letters like hot-stamped foil: bands of light at a slant across the whole room."""
    ramp = np.array(FOIL, np.float32)
    stops = np.linspace(0, 1, len(FOIL))
    done = []
    for sprite in sprites:
        rows, columns = sprite.pixels.shape[:2]
        x = np.arange(columns, dtype=np.float32)[None, :] + sprite.left - room.left
        y = np.arange(rows, dtype=np.float32)[:, None] + sprite.top - room.top
        place = np.clip(0.72 * x / room.width + 0.28 * y / room.height, 0, 1)
        pixels = sprite.pixels.copy()
        for channel in range(3):
            pixels[..., channel] = np.interp(place, stops, ramp[:, channel])
        done.append(Sprite(pixels, sprite.left, sprite.top))
    return done


def _words(text: BoxText, room: Rect, unit: float) -> list[Layer]:
    """Return name and tagline in foil, centred in the room."""
    split = room.top + room.height * (0.68 if text.tagline else 1.0)
    name = Rect(room.left, room.top, room.right, split - (24 if text.tagline else 0)).scaled(unit)
    sprites = heading(text.name, Typeface.DISPLAY, name, FOIL[1], largest=320 * unit)
    layers: list[Layer] = []
    for sprite in _foil(sprites, name):
        layers += [
            shadow_of(sprite, dx=0, dy=8 * unit, blur=6 * unit, colour=BLACK, opacity=0.6),
            sprite,
        ]
    if text.tagline:
        below = Rect(room.left, split + 16, room.right, room.bottom).scaled(unit)
        words = caption(label_line(text.tagline), below, 96 * unit, FOIL[3])
        layers += _foil([words], below)
    return layers


def _header(text: BoxText, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the back's heading; the front carries the words on its plate instead."""
    return _words(text, Rect(300, 200, 2100, 830), unit)


def _front(box: Contents) -> list[Layer]:
    palette, unit = box.palette, box.unit
    room = BESIDE if box.accessories else ALONE
    figure = fitted(trimmed(box.figure), room.scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.55)
    layers: list[Layer] = [
        Case(palette, unit),
        shadow_of(figure, dx=150 * unit, dy=-30 * unit, blur=80 * unit, colour=shade, opacity=0.3),
        *_on_floor(figure, palette, unit),
        *_shelves(box.accessories, palette, unit),
        figure,
        Film(unit),
        *_plate(box),
    ]
    return layers


def _on_floor(figure: Sprite, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the shadow of the feet on the case's floor."""
    rows = figure.pixels.shape[0]
    feet = figure.pixels[-max(1, rows // 14) :]
    strip = Sprite(feet, figure.left, figure.top + rows - feet.shape[0])
    shade = mixed(palette.deep, BLACK, 0.6)
    return [
        shadow_of(strip, dx=0, dy=16 * unit, blur=26 * unit, colour=shade, opacity=0.75),
        shadow_of(strip, dx=30 * unit, dy=20 * unit, blur=60 * unit, colour=shade, opacity=0.5),
    ]


def _shelves(
    accessories: tuple[BoxAccessory, ...], palette: BoxPalette, unit: float
) -> list[Layer]:
    layers: list[Layer] = []
    height = SHELVES.height / 3
    for index, accessory in enumerate(accessories):
        foot = SHELVES.bottom - height * (len(accessories) - 1 - index)
        layers += _shelf(accessory, foot, height, palette, unit)
    return layers


def _shelf(
    accessory: BoxAccessory, foot: float, height: float, palette: BoxPalette, unit: float
) -> list[Layer]:
    """Return a board with a thing on it and its label on the board's edge."""
    board = Rect(SHELVES.left, foot - BOARD, SHELVES.right, foot).scaled(unit)
    stage = Rect(SHELVES.left + 60, foot - height + 50, SHELVES.right - 60, foot - BOARD - 2)
    thing = fitted(trimmed(accessory.picture), stage.scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.5)
    upper, lower = _board(palette)
    layers: list[Layer] = [
        shadow_of(thing, dx=50 * unit, dy=-10 * unit, blur=36 * unit, colour=shade, opacity=0.35),
        DropShadow(board, 10 * unit, 22 * unit, shade, 0.5),
        Panel(board, 10 * unit, mixed(upper, palette.base, 0.2), lower),
        Outline(board.inset(2 * unit), 9 * unit, 3 * unit, FOIL[2], 0.5),
        thing,
    ]
    if accessory.label:
        words = caption(
            label_line(accessory.label, accessory.face), board.inset(18 * unit), 54 * unit, FOIL[3]
        )
        layers += _foil([words], board)
    return layers


def _plate(box: Contents) -> list[Layer]:
    unit = box.unit
    foot = FOOT.scaled(unit)
    split = foot.right - 420 * unit
    words = Rect(foot.left, foot.top, split - 60 * unit, foot.bottom)
    number = Rect(split, foot.top, foot.right, foot.bottom)
    rule = Rect(PLATE.left + 40, PLATE.bottom + 22, PLATE.right - 40, PLATE.bottom + 26)
    edition = caption(line(box.edition, Typeface.LABEL), number, 68 * unit, WHITE, align=1)
    return [
        *_words(box.text, PLATE.inset(30), unit),
        Panel(rule.scaled(unit), 0.5, FOIL[2], FOIL[2], 0.7),
        caption(line(box.disclosure, Typeface.SANS_BOLD), words, 44 * unit, WHITE, align=0),
        *_foil([edition], foot),
    ]


ITEM = Design("collector", "Collector box", _ground, _header, _front, hangs=False, corner=40)
