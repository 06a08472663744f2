"""Glasses: two rims along their outline, the bridge and the temples."""

from dataclasses import dataclass

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
from figures.generation.studio.space import UNIT_MM, Doubles, Floats, to_world
from figures.generation.studio.spectacles import SPECTACLES, Spectacles

STEP_MM = 0.24
THINNEST_MM, THICKEST_MM = 0.42, 0.85
STAND_OFF = 0.18
# How far the outer ends lie behind the bridge, face units.
WRAP = 0.16
RASTER_PER_MM = 12
EAR_Y, EAR_Z = 0.08, -0.03


@dataclass(frozen=True)
class _Fit:
    """Where a frame sits: face units, the rim's half thickness in mm."""

    half: float
    rx: float
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
    right, left = layout.eyes
    half = float(left.center[0] - right.center[0]) / 2
    fit = _Fit(
        half,
        min(max(right.width, left.width) * 0.65, half * 0.80),
        float(right.center[1] + left.center[1]) / 2 - 0.01,
        max(head.depth_at(*right.center), head.depth_at(*left.center)) + STAND_OFF,
        float(np.clip((0.30 + 2.6 * worn.thickness) * frame.slender, THINNEST_MM, THICKEST_MM)),
    )
    rows = [*_bridge(frame, fit), *_temples(frame, fit, head)]
    low, high = p.bounds(np.array(rows))
    outline = frame.outline() * fit.rx * UNIT_MM
    tall = float(np.abs(outline[:, 1]).max()) + 2.5
    center = to_world(0.0, fit.y, fit.z)
    wide = float(outline[:, 0].max()) + fit.half * UNIT_MM + 2.5
    low = np.minimum(low - 1.2, [-wide, center[1] - tall, center[2] - WRAP * UNIT_MM * 1.5 - 2])
    high = np.maximum(high + 1.2, [wide, center[1] + tall, center[2] + 2])
    grid = sculpture.grid(low, high, STEP_MM)
    distances = grid.carve(_rims(grid, frame, fit, outline), rows)
    material = rim_material(worn.colour)
    sculpture.add_field("glasses", material, largest_piece(distances), grid, on_head=True)


def _rims(grid: Grid, frame: Spectacles, fit: _Fit, outline: Doubles) -> Floats:
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


def _bridge(frame: Spectacles, fit: _Fit) -> list[Doubles]:
    """Bars between the rims, each an arch."""
    rows, radius = [], fit.rim_mm * 1.05
    outline = frame.outline()
    inner = outline[outline[:, 0] < 0]
    for height in frame.bridge:
        nearest = inner[np.argsort(np.abs(inner[:, 1] - height))[:2]]
        edge = fit.half + float(nearest[:, 0].min()) * fit.rx
        y = fit.y + height * fit.rx
        top = to_world(0.0, y + 0.035, fit.z + 0.03)
        for side in (-1, 1):
            end = to_world(side * edge, y - 0.01, fit.depth(edge))
            rows.append(p.capsule(end, top, radius, radius, blend=0.5))
    return rows


def _temples(frame: Spectacles, fit: _Fit, head: Head) -> list[Doubles]:
    """Arms from the rims' outer edge over the ears, where they end hidden."""
    rows = []
    outline = frame.outline()
    outer = outline[outline[:, 0] > 0]
    edge = float(outer[np.argmin(np.abs(outer[:, 1] - frame.hinge)), 0])
    x = fit.half + edge * fit.rx
    y = fit.y + frame.hinge * fit.rx
    thick = max(fit.rim_mm, 0.45) * 1.15
    for side in (-1, 1):
        hinge = to_world(side * x, y, fit.depth(x))
        elbow = to_world(side * max(x + 0.02, head.half_width * 0.98), y, fit.depth(x) - 0.16)
        ear = to_world(side * head.half_width * 1.05, EAR_Y, EAR_Z)
        rows.append(p.capsule(hinge, elbow, thick * 1.15, thick, blend=0.6))
        rows.append(p.capsule(elbow, ear, thick, thick * 0.85, blend=0.5))
    return rows
