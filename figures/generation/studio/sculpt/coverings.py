"""Head coverings: each shaped on the bare head, with folds and stitches as relief."""

import numpy as np
from scipy import ndimage

from figures.generation.studio import landmarks as lm
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.coverings.base import Wearing
from figures.generation.studio.layout import Layout
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt.fields import largest_piece
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.materials import fabric
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.space import UNIT_MM, to_world

STEP_MM = 0.38
# Box in face units around any covering: below the shoulders to above the crown, peak in front.
TOP, BEHIND, IN_FRONT, BELOW_CHIN = 1.42, 0.45, 1.0, 0.75
BAND = 0.12
SMOOTHING_CELLS = 0.6


def wearing(head: Head, layout: Layout, grid: Grid) -> Wearing:
    """Bare head on the cells of a grid."""
    chin = float(layout.points[lm.CHIN, 1])
    return Wearing(head, chin, grid, head.implicit(*grid.face_axes()))


def add_covering(sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head) -> None:
    """Add what is worn on the head; nothing if the head is bare."""
    covering = COVERINGS.get(recipe.covering.kind)
    if covering is None:
        return
    depth, wide = float(head.back.max()), head.half_width + covering.reach
    low = layout.points[lm.CHIN, 1] - BELOW_CHIN if covering.hides_hair else covering.rim[1] - 0.2
    box = (
        to_world(-wide, low, -depth - max(BEHIND, covering.reach)),
        to_world(wide, TOP, depth + IN_FRONT),
    )
    grid = sculpture.grid(*box, STEP_MM)
    distances, tone, height = covering.shape(wearing(head, layout, grid))
    tone = np.ascontiguousarray(np.broadcast_to(tone, grid.shape), np.float32)
    near = np.clip(1 + distances / np.float32(BAND), 0, 1)
    displaced = (distances - np.float32(height) * tone * near) * np.float32(UNIT_MM)
    smooth = ndimage.gaussian_filter(displaced, SMOOTHING_CELLS * 0.4 / grid.step)
    material = fabric(recipe.covering.colour)
    sculpture.add_field("covering", material, largest_piece(smooth), grid, on_head=True, tone=tone)
