"""Where hair ends: the hairline seen from the front, ears and nape seen from the side."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.imaging import blur
from figures.generation.studio.sculpt.fields import (
    outline_distance,
    sample_silhouette,
    smooth_max,
    smooth_min,
)
from figures.generation.studio.sculpt.head import Head
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import SILHOUETTE, Doubles, Floats, Mask

NAPE_SHORT, NAPE_MEDIUM, NAPE_LONG = -0.60, -0.70, -0.75
LOWEST_NAPE = -1.05
# Rows beside which the ears lie.
ABOVE_EARS, EAR_TOP, EAR_BOTTOM = 0.25, -0.08, -0.34
# Hair beyond this many half widths of the head hides the ears.
WIDE = 1.20
# Where hair that covers the ears starts to hang freely, face units: below the nape further in
# front, but not so near to the middle that it would come out of the chest.
BEHIND_Z, CURTAIN_Z, CURTAIN_X = -0.16, 0.10, 0.40
# Hanging hair thins to this below the chin, so that it frames the face and lies on the shoulders.
HANGING_DEPTH, HANGING_RISE, HANGING_FROM, HANGING_TO = 0.30, 0.80, 0.55, -0.95
# Below the first height, and fading above, no hair lies on the cheek further in front than that:
# seen from the side its edge would be shreds.
CHEEK_Y, CHEEK_FADE, CHEEK_ROOM = 0.0, 0.45, 0.04
# Side view of hair that leaves the ears free: z as a share of the head's depth and y. From the
# temple down to the sideburn, around the ear, down behind it and along the nape.
FREE_EARS = (
    (0.44, 0.62), (0.43, 0.40), (0.38, 0.20), (0.32, 0.02), (0.27, -0.15), (0.20, -0.16),
    (0.18, 0.02), (0.13, 0.17), (0.02, 0.23), (-0.12, 0.20), (-0.22, 0.08), (-0.27, -0.08),
    (-0.35, -0.25), (-0.48, -0.42), (-0.68, -0.55), (-1.1, -0.62),
)  # fmt: skip
_BEYOND = ((-2.1, -0.64), (-2.1, 1.9), (0.44, 1.9))


@dataclass(frozen=True)
class Edge:
    """What bounds hair at the sides and behind.

    Attributes:
        ears: whether the ears are free.
        nape: y where it ends behind.
        depth: half depth of the head, face units.

    """

    ears: bool
    nape: float
    depth: float


def covers_ears(seen: Mask, head: Head) -> bool:
    """Whether hair seen from the front hangs over both ears, or stands out too far to end there."""
    over = _on_both_sides(seen, (EAR_TOP, EAR_BOTTOM), head.half_width * 1.02)
    wide = _on_both_sides(seen, (ABOVE_EARS, EAR_TOP), head.half_width * WIDE)
    return max(over, wide) > 0.35


def ears_free(seen: Mask, head: Head) -> bool:
    """Whether hair seen from the front leaves the ears free."""
    return not covers_ears(seen, head)


def _on_both_sides(seen: Mask, rows: tuple[float, float], x: float) -> float:
    """Share of some rows that hair covers at a distance from the middle, on the barer side."""
    band, columns = (
        seen[SILHOUETTE.row_of(rows[0]) : SILHOUETTE.row_of(rows[1])],
        SILHOUETTE.columns(),
    )
    near = np.abs(np.abs(columns) - x) < 0.05
    return float(min(band[:, near & (columns < 0)].mean(), band[:, near & (columns > 0)].mean()))


def nape(seen: Mask, *, long: bool, ears: bool) -> float:
    """Where hair ends behind; hair over the ears is as long behind as beside the face."""
    if ears or long:
        return NAPE_LONG if long else NAPE_SHORT
    lowest = float(SILHOUETTE.rows()[np.nonzero(seen.any(1))[0].max()])
    return float(np.clip(lowest + 0.10, LOWEST_NAPE, NAPE_MEDIUM))


def hanging_depth(y: Doubles | Floats) -> Doubles:
    """How far hair beside the face comes forward, face units."""
    hanging = np.clip((y - HANGING_TO) / (HANGING_FROM - HANGING_TO), 0, 1)
    return np.asarray(HANGING_DEPTH + HANGING_RISE * hanging**2, np.float64)


def free_of_face(grid: Grid, front: Floats, edge: Edge) -> Floats:
    """Distance field that is negative where hair may be, face units.

    Args:
        grid: where.
        front: SILHOUETTE raster, signed distance to the hair seen from the front.
        edge: the rest.

    """
    x, y, z = grid.face_axes()
    seen = sample_silhouette(front, x, y)[:, :, None]
    if not edge.ears:
        curtain = BEHIND_Z + (CURTAIN_Z - BEHIND_Z) * np.clip(np.abs(x) / CURTAIN_X - 1, 0, 1)
        upper = BEHIND_Z + 0.10 * np.clip(y, 0, 1)
        behind = np.where(y[None, :] < NAPE_LONG, curtain[:, None], upper[None, :])
        forward = (z[None, None, :] - behind[:, :, None]).astype(np.float32)
        shape = (len(x), len(y), len(z))
        free = smooth_min(np.broadcast_to(seen, shape), np.broadcast_to(forward, shape), 0.05)
        above = np.clip((y - CHEEK_Y) / CHEEK_FADE, 0, 1)
        furthest = hanging_depth(y) + CHEEK_ROOM + above**2
        cheek = (z[None, None, :] - furthest[None, :, None]).astype(np.float32)
        return smooth_max(free, cheek, 0.06)
    # The front drawing rules the forehead only: it knows nothing of sideburns.
    forehead = np.maximum(0.22 - y[:, None], 0.02 - z[None, :])[None].astype(np.float32)
    shown = smooth_max(seen, forehead, 0.06)
    side = sample_silhouette(_side_view(), z / edge.depth, y).T[None]
    lowest = NAPE_SHORT - 0.03 + 0.30 * (x[:, None] / edge.depth) ** 2 - y[None, :]
    behind = smooth_max(np.broadcast_to(side, shown.shape), lowest[:, :, None], 0.10)
    return smooth_min(shown, behind, 0.05)


def _side_view() -> Floats:
    """Signed distance to FREE_EARS on a SILHOUETTE raster whose x is z."""
    knots = np.vstack([smooth_curve(FREE_EARS, 120, closed=False), _BEYOND])
    mask = np.zeros((SILHOUETTE.height, SILHOUETTE.width), np.uint8)
    cv2.fillPoly(mask, [np.rint(SILHOUETTE.to_pixels(knots)).astype(np.int32)], 1)
    return blur(outline_distance(mask > 0), 1.0)
