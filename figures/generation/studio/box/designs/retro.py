"""Retro card: speed stripes, the portrait as card art, a bubble over half the card."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from figures.generation.studio.box import layout
from figures.generation.studio.box.blister import FLANGE, Blister
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
from figures.generation.studio.box.card import BLACK, WHITE, DropShadow, Panel, mixed
from figures.generation.studio.box.designs.base import BoxAccessory, Contents, Design
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.palette import BoxPalette, Rgb
from figures.generation.studio.box.pieces import (
    caption,
    fitted,
    footer,
    label_line,
    trimmed,
)
from figures.generation.studio.box.text import BoxText
from figures.generation.studio.box.wordmark import wordmark

U8 = npt.NDArray[np.uint8]

INK: Final[Rgb] = (34, 26, 30)
BUBBLE: Final = Rect(170, 1010, 1390, 3300)
FIGURE: Final = Rect(250, 1090, 1310, 3210)
ART, ALONE_ART = (1830.0, 1690.0), (1830.0, 2500.0)
ART_RADIUS, RING = 500, 22
THINGS: Final = Rect(1470, 2330, 2250, 3300)
# Share of the figure's height that its card art shows: head and shoulders.
BUST: Final = 0.56
STRIPE: Final = 118


def _stripes(palette: BoxPalette) -> tuple[Rgb, ...]:
    return (
        mixed(palette.accent, WHITE, 0.35),
        palette.accent,
        mixed(palette.accent, palette.base, 0.55),
        palette.base,
        mixed(palette.base, palette.deep, 0.5),
    )


@dataclass(frozen=True)
class Stripes:
    """Cream card with a sweep of stripes that rises and turns up at the right."""

    palette: BoxPalette
    unit: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the whole band."""
        rows, columns = band.shape[1:]
        unit = np.float32(self.unit)
        x = (np.arange(columns, dtype=np.float32)[None, :] + np.float32(0.5)) / unit
        y = (np.arange(top, top + rows, dtype=np.float32)[:, None] + np.float32(0.5)) / unit
        cream = mixed(self.palette.tray, (255, 246, 222), 0.6)
        night = mixed(self.palette.deep, BLACK, 0.15)
        # Along this curve the stripes run: level on the left, upwards on the right.
        curve = np.float32(2960) - np.float32(1750) * np.square(np.clip(x / 2400, 0, 1.2)) - y
        # Distances across the stripes, not down the page, or they would swell where they rise.
        slope = np.float32(2 * 1750 / 2400) * x / np.float32(2400)
        across = curve / np.sqrt(1 + np.square(slope))
        for plane, value in zip(band, cream, strict=True):
            plane[:] = value
        below = np.clip(-across * unit + 0.5, 0, 1)
        blend(band, night, np.asarray(below, np.float32))
        for index, colour in enumerate(_stripes(self.palette)):
            low = np.float32(index * STRIPE)
            on = np.clip((across - low) * unit + 0.5, 0, 1)
            on *= np.clip((low + STRIPE - across) * unit + 0.5, 0, 1)
            blend(band, colour, np.asarray(on, np.float32))
        self._screen(band, x, y, across)

    def _screen(self, band: F32, x: F32, y: F32, across: F32) -> None:
        """Fade the cream with dots of a coarse printing screen."""
        pitch = np.float32(46)
        u, v = (x + y) * np.float32(0.70711), (x - y) * np.float32(0.70711)
        du, dv = np.mod(u, pitch) - pitch / 2, np.mod(v, pitch) - pitch / 2
        size = np.clip(1 - (across - 5 * STRIPE) / 1100, 0, 0.8) * (pitch / 2)
        size = size * (across > 5 * STRIPE)
        dots = np.clip((size - np.sqrt(du * du + dv * dv)) * np.float32(self.unit) + 0.5, 0, 1)
        warm = mixed(self.palette.accent, self.palette.base, 0.3)
        blend(band, warm, np.asarray(dots * (size > 1) * 0.38, np.float32))


def _ground(palette: BoxPalette, unit: float) -> list[Layer]:
    return [Stripes(palette, unit)]


def _header(text: BoxText, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return the name on a slant and the tagline on a bar under it."""
    room = layout.NAME
    if not text.tagline:
        room = Rect(room.left, room.top + 20, room.right, layout.RIBBON.bottom - 20)
    name = wordmark(text.name, room.scaled(unit), palette, arch=0.0, slant=0.16)
    dark = mixed(palette.deep, BLACK, 0.5)
    layers: list[Layer] = [
        shadow_of(name, dx=8 * unit, dy=14 * unit, blur=12 * unit, colour=dark, opacity=0.35),
        name,
    ]
    if text.tagline:
        layers += _bar(text.tagline, palette, unit)
    return layers


def _bar(tagline: str, palette: BoxPalette, unit: float) -> list[Layer]:
    inner = layout.RIBBON.inset(34)
    words = caption(
        label_line(tagline),
        Rect(inner.left + 20, inner.top, inner.right - 20, inner.bottom).scaled(unit),
        92 * unit,
        WHITE,
    )
    left, right = words.left / unit, (words.left + words.pixels.shape[1]) / unit
    bar = Rect(left - 56, layout.RIBBON.top + 14, right + 56, layout.RIBBON.bottom - 14).scaled(
        unit
    )
    return [
        Panel(bar, 8 * unit, INK, INK),
        Panel(Rect(bar.left, bar.bottom, bar.right, bar.bottom + 10 * unit), 1.0, palette.accent,
              palette.accent),
        words,
    ]  # fmt: skip


def _front(box: Contents) -> list[Layer]:
    palette, unit = box.palette, box.unit
    figure = fitted(trimmed(box.figure), FIGURE.scaled(unit), level=1)
    shade = mixed(palette.deep, BLACK, 0.45)
    bubble, radius = BUBBLE.scaled(unit), layout.BLISTER_RADIUS * unit
    art = ART if box.accessories else ALONE_ART
    return [
        *_header(box.text, palette, unit),
        *_portrait(box.figure, art, palette, unit),
        *_things(box.accessories, palette, unit),
        DropShadow(bubble.inset(-FLANGE * unit), radius + FLANGE * unit, 40 * unit, shade, 0.5),
        Panel(bubble, radius, WHITE, WHITE, 0.16),
        shadow_of(figure, dx=60 * unit, dy=46 * unit, blur=50 * unit, colour=shade, opacity=0.5),
        shadow_of(figure, dx=14 * unit, dy=14 * unit, blur=12 * unit, colour=shade, opacity=0.45),
        figure,
        Blister(unit, BUBBLE),
        *footer(box.edition, box.disclosure, palette, unit),
    ]


def _portrait(
    picture: U8, centre: tuple[float, float], palette: BoxPalette, unit: float
) -> list[Layer]:
    """Return head and shoulders as card art in a round field."""
    whole = trimmed(picture)
    bust = trimmed(whole[: max(1, round(whole.shape[0] * BUST))])
    reach = ART_RADIUS * 0.86
    x, y = centre
    room = Rect(x - ART_RADIUS, y - reach, x + ART_RADIUS, y + ART_RADIUS)
    art = fitted(bust, room.scaled(unit), level=1)
    middle = (x * unit, y * unit)
    inner = (ART_RADIUS - RING) * unit
    return [
        Disc(middle, ART_RADIUS * unit, WHITE),
        Disc(middle, inner, mixed(palette.base, palette.deep, 0.25)),
        Disc(middle, inner * 0.80, palette.base),
        Disc(middle, inner * 0.58, mixed(palette.base, palette.accent, 0.5)),
        _clipped(art, middle, inner),
    ]


def _clipped(sprite: Sprite, centre: tuple[float, float], radius: float) -> Sprite:
    """Cut a sprite off outside a disc."""
    rows, columns = sprite.pixels.shape[:2]
    x = np.arange(columns, dtype=np.float32)[None, :] + np.float32(sprite.left + 0.5 - centre[0])
    y = np.arange(rows, dtype=np.float32)[:, None] + np.float32(sprite.top + 0.5 - centre[1])
    inside = coverage(np.asarray(np.hypot(x, y) - np.float32(radius), np.float32))
    pixels = sprite.pixels.copy()
    pixels[..., 3] = np.rint(pixels[..., 3] * inside)
    return Sprite(pixels, sprite.left, sprite.top)


@dataclass(frozen=True)
class Disc:
    """A round field behind a thing."""

    centre: tuple[float, float]
    radius: float
    colour: Rgb

    def paint(self, band: F32, top: int) -> None:
        """Paint the disc."""
        x, y = self.centre
        r = self.radius
        rect = Rect(x - r, y - r, x + r, y + r)
        part = window(band, top, rect.inset(-1))
        if part is not None:
            inside = coverage(rounded_distance(rect, r, part.x, part.y))
            blend(part.view, self.colour, inside)


def _things(things: tuple[BoxAccessory, ...], palette: BoxPalette, unit: float) -> list[Layer]:
    layers: list[Layer] = []
    height = THINGS.height / 3
    for index, thing in enumerate(things):
        top = THINGS.bottom - height * (len(things) - index)
        layers += _thing(thing, Rect(THINGS.left, top, THINGS.right, top + height), palette, unit)
    return layers


def _thing(thing: BoxAccessory, room: Rect, palette: BoxPalette, unit: float) -> list[Layer]:
    """Return a thing on a disc and its label on a bar to the right."""
    radius = room.height / 2 - 16
    centre = (room.left + radius, (room.top + room.bottom) / 2)
    side = radius * 0.74
    stage = Rect(centre[0] - side, centre[1] - side, centre[0] + side, centre[1] + side)
    picture = fitted(trimmed(thing.picture), stage.scaled(unit), level=0.5)
    middle = (centre[0] * unit, centre[1] * unit)
    shade = mixed(palette.deep, BLACK, 0.4)
    layers: list[Layer] = []
    if thing.label:
        plate = Rect(centre[0], centre[1] - 62, room.right, centre[1] + 62)
        words = Rect(centre[0] + radius + 20, plate.top + 24, plate.right - 26, plate.bottom - 24)
        layers += [
            Panel(plate.scaled(unit), 14 * unit, INK, INK),
            caption(
                label_line(thing.label, thing.face), words.scaled(unit), 66 * unit, WHITE, align=0
            ),
        ]
    return [
        *layers,
        Disc(middle, radius * unit, WHITE),
        Disc(middle, (radius - 14) * unit, mixed(palette.tray, palette.accent, 0.25)),
        shadow_of(picture, dx=14 * unit, dy=16 * unit, blur=14 * unit, colour=shade, opacity=0.4),
        picture,
    ]


ITEM = Design("retro", "Retro card", _ground, _header, _front)
