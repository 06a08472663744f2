"""The clear plastic dome: flange, bevel lit by softboxes, reflections on its flat front."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from figures.generation.studio.box.canvas import F32, blend, coverage, rounded_distance, window
from figures.generation.studio.box.card import BLACK, WHITE
from figures.generation.studio.box.layout import BEVEL, BLISTER, BLISTER_RADIUS, Rect

FLANGE: Final = 30
# Softboxes: direction towards the light (x right, y down, z to the viewer), strength, sharpness.
_LIGHTS: Final = (
    ((-0.75, -0.85, 0.35), 0.95, 26),
    ((-1.00, 0.05, 0.25), 0.55, 60),
    ((0.05, -1.00, 0.25), 0.60, 60),
    ((0.95, 0.20, 0.30), 0.55, 34),
    ((0.15, 0.95, 0.25), 0.45, 30),
)
# Window reflections: place along the diagonal, width, strength, how far down they reach.
_STREAKS: Final = ((985, 200, 0.20, 2500), (1215, 52, 0.18, 2500), (2400, 300, 0.13, 3500))


@dataclass(frozen=True)
class Blister:
    """The dome over a tray, at `unit` pixels per layout unit."""

    unit: float
    room: Rect = BLISTER

    def paint(self, band: F32, top: int) -> None:
        """Paint all that the plastic adds."""
        rect = self.room.scaled(self.unit)
        part = window(band, top, rect.inset(-(FLANGE + 6) * self.unit))
        if part is None:
            return
        unit = np.float32(self.unit)
        distance = rounded_distance(rect, BLISTER_RADIUS * self.unit, part.x, part.y) / unit
        self._flange(part.view, distance)
        self._bevel(part.view, distance, *self._outward(rect, part.x, part.y))
        self._front(part.view, distance, part.x / unit, part.y / unit)

    def _outward(self, rect: Rect, x: F32, y: F32) -> tuple[F32, F32]:
        """Return the direction (x, y) across the nearest edge, away from the middle."""
        cx, cy = rect.centre
        radius = BLISTER_RADIUS * self.unit
        sx, sy = x - np.float32(cx), y - np.float32(cy)
        qx = np.abs(sx) - np.float32(rect.width / 2 - radius)
        qy = np.abs(sy) - np.float32(rect.height / 2 - radius)
        corner = (qx > 0) & (qy > 0)
        length = np.maximum(np.sqrt(qx * qx + qy * qy), np.float32(1e-3))
        wide = (qx > qy).astype(np.float32)
        gx = np.where(corner, qx / length, wide) * np.sign(sx)
        gy = np.where(corner, qy / length, 1 - wide) * np.sign(sy)
        return np.asarray(gx, np.float32), np.asarray(gy, np.float32)

    def _flange(self, view: F32, distance: F32) -> None:
        on = coverage((distance - FLANGE) * np.float32(self.unit)) * (distance > 0)
        line = np.exp(-np.square((distance - FLANGE + 3) / np.float32(2.2))) * np.float32(0.55)
        blend(view, WHITE, np.maximum(on * np.float32(0.16), line))
        groove = np.asarray(np.exp(-np.square((distance - 5) / 5)), np.float32)
        blend(view, BLACK, groove * np.float32(0.30))

    def _bevel(self, view: F32, distance: F32, gx: F32, gy: F32) -> None:
        inside = np.clip(0.5 - distance * np.float32(self.unit), 0, 1)
        rise = np.clip(-distance / BEVEL, 0, 1)
        # A quarter-round wall: upright at the rim, level where it meets the front.
        tilt = np.sqrt(np.clip(1 - np.square(rise), 0, 1)) * np.float32(0.995)
        nz = np.sqrt(1 - np.square(tilt))
        nx, ny = gx * tilt, gy * tilt
        wall = (rise < 1).astype(np.float32) * inside
        blend(view, BLACK, wall * np.square(tilt) * np.float32(0.16))
        through = np.ones_like(wall)
        for (lx, ly, lz), strength, power in _LIGHTS:
            # Halfway between light and eye.
            length = float(np.sqrt(lx * lx + ly * ly + (lz + 1) ** 2))
            facing = (nx * lx + ny * ly + nz * (lz + 1)) / np.float32(length)
            through *= 1 - np.clip(facing, 0, 1) ** power * np.float32(strength)
        blend(view, WHITE, wall * (1 - through))
        fold = np.exp(-np.square((distance + BEVEL) / 3)) * (0.35 - 0.3 * gx - 0.35 * gy)
        blend(view, WHITE, np.asarray(np.clip(fold, 0, 0.7) * inside, np.float32))

    def _front(self, view: F32, distance: F32, x: F32, y: F32) -> None:
        face = np.clip((-distance - BEVEL - 8) / 6, 0, 1)
        down = (y - np.float32(self.room.top)) / np.float32(self.room.height)
        light = reflections(x, y, down)
        blend(view, WHITE, np.asarray(light * face, np.float32))


def reflections(x: F32, y: F32, down: F32) -> F32:
    """Return the light that a clear sheet throws back: a sheen on top, bars of a window.

    Args:
        x: (1, w) layout units.
        y: (h, 1) layout units.
        down: (h, 1) share of the sheet's height, 0 at its top.

    Returns:
        (h, w) from 0 to about 0.5.

    """
    sheen = np.clip(1 - down / 0.22, 0, 1) ** 2 * np.float32(0.16)
    # The sheet bulges a little, so straight window bars look bent in it.
    bent = x + np.float32(46) * np.sin(down * np.float32(np.pi))
    across = bent * np.float32(0.86) + y * np.float32(0.5)
    light = np.asarray(sheen + np.zeros_like(across), np.float32)
    for place, width, strength, reach in _STREAKS:
        local = (across - np.float32(place)) / np.float32(width)
        crisp = np.clip((0.5 - np.abs(local)) * width / 3, 0, 1)
        fade = np.clip((reach - y) / 1500, 0, 1) * (0.55 + 0.45 * np.clip(0.5 - local, 0, 1))
        light += (crisp * fade * strength).astype(np.float32)
    return light
