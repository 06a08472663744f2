"""Glasses: two rims along their outline, the bridge and the temples."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.fields import largest_piece
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.materials import rim as rim_material
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.space import UNIT_MM, Doubles, Floats, Point3, to_world
from figures.generation.studio.spectacles import SPECTACLES, Spectacles

STEP_MM = 0.24
THINNEST_MM, THICKEST_MM = 0.42, 0.85
STAND_OFF = 0.18
# Half width of a rim over the eye's width, at most this share of half the distance of the eyes; an
# eye is at most this share as tall as the opening it looks through.
RIM_OVER_EYE, RIM_AT_MOST, EYE_IN_RIM = 0.66, 0.84, 0.86
# What counts as straight above the eye, share of the rim's half width.
OVER_THE_EYE = 0.2
# How far the outer ends lie behind the bridge, face units.
WRAP = 0.16
RASTER_PER_MM = 12
# How far the bridge rises above its ends, face units, and of how many straight bars it is made.
ARCH, BRIDGE_PIECES = 0.034, 8
EAR_Y, EAR_Z = 0.08, -0.03


@dataclass(frozen=True)
class Fit:
    """Where a frame sits: face units, the rim's half thickness in mm.

    A rim's outline is stretched by `rx` and `ry`.
    """

    half: float
    rx: float
    ry: float
    y: float
    z: float
    rim_mm: float

    def depth(self, x: float) -> float:
        """Z of the frame's middle at an x: it bends around the face."""
        return self.z - WRAP * (x / (self.half + self.rx)) ** 2


def add_glasses(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head) -> None:
    """Add the glasses in front of the eyes; nothing if none are worn."""
    worn = recipe.glasses
    if not worn.worn:
        return
    frame = SPECTACLES[worn.frame]
    fit = fit_frame(frame, worn.thickness, layout, head)
    rows = [*_bridge(frame, fit), *_temples(frame, fit, head)]
    low, high = p.bounds(np.array(rows))
    outline = frame.outline() * [fit.rx * UNIT_MM, fit.ry * UNIT_MM]
    tall = float(np.abs(outline[:, 1]).max()) + 2.5
    center = to_world(0.0, fit.y, fit.z)
    wide = float(outline[:, 0].max()) + fit.half * UNIT_MM + 2.5
    low = np.minimum(low - 1.2, [-wide, center[1] - tall, center[2] - WRAP * UNIT_MM * 1.5 - 2])
    high = np.maximum(high + 1.2, [wide, center[1] + tall, center[2] + 2])
    grid = sculpture.grid(low, high, STEP_MM)
    distances = grid.carve(_rims(grid, frame, fit, outline), rows)
    material = rim_material(worn.colour)
    sculpture.add_field("glasses", material, largest_piece(distances), grid, on_head=True)


def fit_frame(frame: Spectacles, thickness: float, layout: Layout, head: Head) -> Fit:
    """Fit a frame to the toy's eyes: no rim crosses one."""
    right, left = layout.eyes
    half = float(left.center[0] - right.center[0]) / 2
    rim = float(np.clip((0.30 + 2.6 * thickness) * frame.slender, THINNEST_MM, THICKEST_MM))
    bar = rim / UNIT_MM
    rx = min(max(right.width, left.width) * RIM_OVER_EYE + bar, half * RIM_AT_MOST)
    outline = frame.outline()
    # Straight above and below the eye: some frames are taller towards the temples.
    heights = outline[np.abs(outline[:, 0]) < OVER_THE_EYE, 1]
    opening = max(right.height, left.height) / 2 / EYE_IN_RIM + bar * frame.brow
    least = min(float(heights[heights > 0].min()), -float(heights[heights < 0].max()))
    return Fit(
        half,
        rx,
        max(rx, opening / least),
        float(right.center[1] + left.center[1]) / 2 - 0.01,
        max(head.depth_at(*right.center), head.depth_at(*left.center)) + STAND_OFF,
        rim,
    )


def _rims(grid: Grid, frame: Spectacles, fit: Fit, outline: Doubles) -> Floats:
    """Both rims, mm: a rounded bar along the outline, stronger at the brow."""
    x, y, z = (grid.axis(i) for i in range(3))
    lens = np.abs(x) - fit.half * UNIT_MM
    height = y - to_world(0.0, fit.y, 0.0)[1]
    away = np.abs(_signed(outline, lens, height))
    share = np.clip(height / np.abs(outline[:, 1]).max(), -1, 1) * 0.5 + 0.5
    thick = fit.rim_mm * (1 + (frame.brow - 1) * share)
    middle = np.array([to_world(0.0, 0.0, fit.depth(v / UNIT_MM))[2] for v in x])
    across = (away - thick[None, :] * 0.35)[:, :, None]
    along = (np.abs(z[None, :] - middle[:, None]) - fit.rim_mm * 0.45)[:, None, :]
    bar = np.hypot(np.maximum(across, 0), np.maximum(along, 0)) - (thick * 0.65)[None, :, None]
    return np.asarray(bar, np.float32)


def _signed(outline: Doubles, x: Doubles, y: Doubles) -> Floats:
    """Signed distance to a closed curve at all pairs of x and y, mm."""
    low = outline.min(0) - 4.0
    size = np.ceil((np.ptp(outline, axis=0) + 8.0) * RASTER_PER_MM).astype(int)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillPoly(mask, [np.rint((outline - low) * RASTER_PER_MM).astype(np.int32)], 1)
    inside = ndimage.distance_transform_edt(mask)
    outside = ndimage.distance_transform_edt(1 - mask)
    signed = blur(((outside - inside) / RASTER_PER_MM).astype(np.float32), 2.0)
    at = (np.stack(np.meshgrid(x, y, indexing="ij"), -1) - low) * RASTER_PER_MM
    return sample(signed, at, outside=4.0)


def _bridge(frame: Spectacles, fit: Fit) -> list[Doubles]:
    """Bars between the rims, each an arch."""
    rows, radius = [], fit.rim_mm * 1.05
    outline = frame.outline()
    inner = outline[outline[:, 0] < 0]
    for height in frame.bridge:
        nearest = inner[np.argsort(np.abs(inner[:, 1] - height))[:2]]
        edge = fit.half + float(nearest[:, 0].min()) * fit.rx
        y = fit.y + height * fit.ry
        path = [_arch(fit, y, edge, share) for share in np.linspace(-1, 1, BRIDGE_PIECES + 1)]
        rows += [p.capsule(start, end, radius, radius, blend=0.3) for start, end in pairwise(path)]
    return rows


def _arch(fit: Fit, y: float, edge: float, share: float) -> Point3:
    """Point of the bridge, world mm; `share` -1 at one rim, 0 above the nose, 1 at the other."""
    rise = 1 - share**2
    z = fit.depth(edge) + (fit.z + 0.02 - fit.depth(edge)) * rise
    return to_world(share * edge, y - 0.012 + ARCH * rise, z)


def _temples(frame: Spectacles, fit: Fit, head: Head) -> list[Doubles]:
    """Arms from the rims' outer edge over the ears, where they end hidden."""
    rows = []
    outline = frame.outline()
    outer = outline[outline[:, 0] > 0]
    edge = float(outer[np.argmin(np.abs(outer[:, 1] - frame.hinge)), 0])
    x = fit.half + edge * fit.rx
    y = fit.y + frame.hinge * fit.ry
    thick = max(fit.rim_mm, 0.45) * 1.15
    for side in (-1, 1):
        hinge = to_world(side * x, y, fit.depth(x))
        elbow = to_world(side * max(x + 0.02, head.half_width * 0.98), y, fit.depth(x) - 0.16)
        ear = to_world(side * head.half_width * 1.05, EAR_Y, EAR_Z)
        rows.append(p.capsule(hinge, elbow, thick * 1.15, thick, blend=0.6))
        rows.append(p.capsule(elbow, ear, thick, thick * 0.85, blend=0.5))
    return rows
