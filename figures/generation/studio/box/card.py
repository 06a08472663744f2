"""The printed card: ground with rays and dots, panels, recesses, outline and hang hole."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.box.canvas import F32, blend, coverage, rounded_distance, window
from figures.generation.studio.box.layout import (
    CARD,
    HOLE_CENTRE,
    HOLE_RADIUS,
    HOLE_SLOT,
    UNITS,
    Rect,
)
from figures.generation.studio.box.palette import BoxPalette, Rgb

CARD_CORNER = 110
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


def mixed(a: Rgb, b: Rgb, share: float) -> Rgb:
    """Return the colour `share` (0 to 1) of the way from `a` to `b`."""
    red, green, blue = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Ground:
    """The card's colour: lit from above, rays from behind the figure, dots towards the foot."""

    palette: BoxPalette
    unit: float
    focus: tuple[float, float] = (1200, 1750)

    def paint(self, band: F32, top: int) -> None:
        """Paint the whole band."""
        rows, columns = band.shape[1:]
        unit, half = np.float32(self.unit), np.float32(0.5)
        x = (np.arange(columns, dtype=np.float32)[None, :] + half) / unit
        y = (np.arange(top, top + rows, dtype=np.float32)[:, None] + half) / unit
        foot = mixed(self.palette.base, self.palette.deep, 0.62)
        depth = np.clip((y - 900) / (UNITS[1] - 700), 0, 1)
        for plane, first, last in zip(band, self.palette.base, foot, strict=True):
            plane[:] = first + (last - first) * depth
        self._rays(band, x, y)
        self._dots(band, x, y)

    def _rays(self, band: F32, x: F32, y: F32) -> None:
        dx, dy = x - np.float32(self.focus[0]), y - np.float32(self.focus[1])
        radius = np.sqrt(dx * dx + dy * dy)
        # The edge of a ray is a pixel or so wide at any distance from the focus.
        wave = np.sin(np.arctan2(dy, dx) * np.float32(16)) * radius * np.float32(self.unit / 16)
        glow = np.clip(1.15 - radius / 2300, 0.18, 1) * np.float32(0.34)
        blend(band, mixed(self.palette.base, WHITE, 0.55), np.clip(wave + 0.5, 0, 1) * glow)

    def _dots(self, band: F32, x: F32, y: F32) -> None:
        pitch = 44
        size = np.clip((y - 2100) / 1700, 0, 0.75) * np.float32(pitch / 2)
        if not size.any():
            return
        # Dots stand on a grid turned by 45 degrees, as in newspaper screens.
        u, v = (x + y) * np.float32(0.70711), (x - y) * np.float32(0.70711)
        du, dv = np.mod(u, pitch) - pitch / 2, np.mod(v, pitch) - pitch / 2
        inside = np.clip((size - np.sqrt(du * du + dv * dv)) * np.float32(self.unit) + 0.5, 0, 1)
        blend(band, self.palette.deep, inside * (size > 1) * np.float32(0.22))


@dataclass(frozen=True)
class Panel:
    """A rounded rectangle filled from one colour at its top to another at its foot."""

    rect: Rect
    radius: float
    upper: Rgb
    lower: Rgb
    opacity: float = 1.0

    def paint(self, band: F32, top: int) -> None:
        """Paint the panel."""
        part = window(band, top, self.rect.inset(-1))
        if part is None:
            return
        down = np.clip((part.y - np.float32(self.rect.top)) / np.float32(self.rect.height), 0, 1)
        upper = np.array(self.upper, np.float32)[:, None, None]
        lower = np.array(self.lower, np.float32)[:, None, None]
        edge = coverage(rounded_distance(self.rect, self.radius, part.x, part.y))
        blend(part.view, upper + (lower - upper) * down, edge * np.float32(self.opacity))


@dataclass(frozen=True)
class Outline:
    """A thin line along a rounded rectangle."""

    rect: Rect
    radius: float
    thickness: float
    colour: Rgb
    opacity: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the line, centred on the edge."""
        part = window(band, top, self.rect.inset(-self.thickness))
        if part is None:
            return
        distance = rounded_distance(self.rect, self.radius, part.x, part.y)
        line = coverage(np.abs(distance) - np.float32(self.thickness / 2))
        blend(part.view, self.colour, line * np.float32(self.opacity))


@dataclass(frozen=True)
class Glow:
    """A round soft light."""

    centre: tuple[float, float]
    radius: float
    within: Rect
    corner: float
    colour: Rgb
    opacity: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the light inside `within`."""
        part = window(band, top, self.within)
        if part is None:
            return
        dx = (part.x - np.float32(self.centre[0])) / np.float32(self.radius)
        dy = (part.y - np.float32(self.centre[1])) / np.float32(self.radius * 1.35)
        light = np.exp(-(dx * dx + dy * dy)) * np.float32(self.opacity)
        inside = coverage(rounded_distance(self.within, self.corner, part.x, part.y))
        blend(part.view, self.colour, light * inside)


@dataclass(frozen=True)
class Recess:
    """The walls of a moulded hollow, lit from the upper left: dark there, bright opposite."""

    rect: Rect
    radius: float
    depth: float
    shade: Rgb
    strength: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the shaded walls and the lit lip around them."""
        lip = self.depth * 0.14
        part = window(band, top, self.rect.inset(-4 * lip))
        if part is None:
            return
        distance = rounded_distance(self.rect, self.radius, part.x, part.y)
        inside = coverage(distance)
        # The caster's edge, moved away from the light, shades the hollow it hangs over.
        moved = rounded_distance(
            self.rect,
            self.radius,
            part.x - np.float32(self.depth * 0.55),
            part.y - np.float32(self.depth * 0.75),
        )
        cast = np.square(np.clip(0.75 + moved / np.float32(self.depth * 1.5), 0, 1))
        ambient = np.exp(np.minimum(distance, 0) / np.float32(self.depth * 0.6)) * 0.45
        blend(
            part.view,
            self.shade,
            inside * np.maximum(cast * 0.8, ambient) * np.float32(self.strength),
        )
        cx, cy = self.rect.centre
        away = (part.x - np.float32(cx)) / np.float32(self.rect.width)
        away = away + (part.y - np.float32(cy)) / np.float32(self.rect.height)
        ring = np.exp(-(((distance - lip) / lip) ** 2)) * np.clip(away * 1.4 + 0.35, 0.1, 1)
        blend(part.view, WHITE, (ring * (1 - inside)).astype(np.float32) * np.float32(0.75))


@dataclass(frozen=True)
class DropShadow:
    """The soft shadow of a raised rounded rectangle, outside it."""

    rect: Rect
    radius: float
    reach: float
    colour: Rgb
    opacity: float

    def paint(self, band: F32, top: int) -> None:
        """Paint the shadow, longer to the lower right."""
        part = window(band, top, self.rect.inset(-2.5 * self.reach))
        if part is None:
            return
        shift = np.float32(self.reach * 0.45)
        cast = rounded_distance(self.rect, self.radius, part.x - shift, part.y - shift)
        soft = np.exp(-np.square(np.maximum(cast, 0) / np.float32(self.reach)))
        outside = 1 - coverage(rounded_distance(self.rect, self.radius, part.x, part.y))
        blend(part.view, self.colour, soft * outside * np.float32(self.opacity))


@dataclass(frozen=True)
class CardOutline:
    """The card's die line: rounded outline and European hang hole.

    Painted on colour it lights the cut edges; painted on the alpha channel it cuts.
    """

    unit: float
    cut: bool
    hole: bool = True
    corner: float = CARD_CORNER

    def paint(self, band: F32, top: int) -> None:
        """Light the edges, or clear what lies off the card."""
        part = window(band, top, Rect(0, 0, band.shape[2], top + band.shape[1]))
        if part is None:
            return
        card = CARD.scaled(self.unit)
        distance = rounded_distance(card, self.corner * self.unit, part.x, part.y)
        if self.cut:
            view = part.view
            view *= coverage(distance)
            if self.hole:
                view *= coverage(-hang_hole_distance(self.unit, part.x, part.y))
            return
        line = np.float32(3 * self.unit)
        blend(part.view, WHITE, coverage(np.abs(distance + 2 * line) - line) * np.float32(0.45))
        if not self.hole:
            return
        hole = hang_hole_distance(self.unit, part.x, part.y)
        rim = np.exp(-np.square(np.maximum(hole, 0) / (3 * line))) * np.float32(0.35)
        blend(part.view, BLACK, rim)
        blend(part.view, WHITE, coverage(np.abs(hole - line) - line / 2) * np.float32(0.5))


def hang_hole_distance(unit: float, x: F32, y: F32) -> F32:
    """Return the signed distance in pixels to the European hang hole, negative in the hole."""
    slot = HOLE_SLOT.scaled(unit)
    long = rounded_distance(slot, slot.height / 2, x, y)
    cx, cy = HOLE_CENTRE[0] * unit, HOLE_CENTRE[1] * unit
    disc = np.hypot(x - np.float32(cx), y - np.float32(cy)) - np.float32(HOLE_RADIUS * unit)
    return np.asarray(np.minimum(long, disc), np.float32)
