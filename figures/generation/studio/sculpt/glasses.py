"""Glasses: two rims, a bridge and the temples."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.layout import Layout
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.materials import rim as rim_material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import UNIT_MM, to_world
from figures.generation.studio.spectacles import SPECTACLES

THINNEST_MM, THICKEST_MM = 0.44, 0.66
STAND_OFF = 0.18


def add_glasses(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head) -> None:
    """Add the glasses in front of the eyes; nothing if none are worn."""
    worn = recipe.glasses
    if not worn.worn:
        return
    frame = SPECTACLES[worn.frame]
    right, left = layout.eyes
    half = float(left.center[0] - right.center[0]) / 2
    rx = min(max(right.width, left.width) * 0.63, half * 0.80)
    ry = rx * frame.height
    y = float(right.center[1] + left.center[1]) / 2 - 0.01
    z = max(head.depth_at(*right.center), head.depth_at(*left.center)) + STAND_OFF
    rim = float(np.clip(0.36 + 2.2 * worn.thickness, THINNEST_MM, THICKEST_MM))
    rows = []
    for side in (-1, 1):
        center = to_world(side * half, y, z - 0.02)
        corner = min(rx, ry) * frame.roundness * UNIT_MM
        turn = p.rotation(0, side * 10, 0)
        rows.append(p.frame(center, rx * UNIT_MM, ry * UNIT_MM, corner, (rim, 0.8), turn))
        hinge = to_world(side * (half + rx * 0.98), y + 0.06, z - 0.06)
        ear = to_world(side * abs(layout.points[lm.TEMPLE_LEFT, 0]) * 1.10, y + 0.02, -0.02)
        rows.append(p.capsule(hinge, ear, 0.62, 0.50, blend=0.4))
    bridge = [to_world(side * (half - rx * 0.97), y + 0.07, z) for side in (-1, 1)]
    rows.append(p.capsule(bridge[0], bridge[1], 0.55, 0.55, blend=0.5))
    material = rim_material(worn.colour)
    sculpture.add("glasses", material, rows, 0.30, on_head=True)
