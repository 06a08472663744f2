"""The hair's outline as a toy designer would draw it: few, smooth curves that keep what tells.

A cut follows every stray lock and loses whole ones before cloth of their colour. What tells a
person's hair are its volume over the crown, the hairline, and how far and how wide it hangs on
either side: these are measured and drawn again.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio.imaging import blur
from figures.generation.studio.space import Doubles, Floats, Mask, Window, square

# Half the resolution of the photo: outlines are smooth.
CANVAS = square(-3.0, 2.0, 6.0, 384)
# The crown is measured from here outward; below, hair is measured row by row.
CENTRE_Y = 0.15
# Smoothing of the crown in degrees, of hanging edges and the hairline in face units.
CROWN_DEG, EDGE, HAIRLINE = 6.0, 0.09, 0.045
# Long locks swing wide: their edges are smoothed once more.
HANGING_EDGE = 0.16
# Share of the crown's unevenness that is light and chance.
EVENED = 0.4
# Widest hair, in half widths of the head: beside the face, and where it lies on the shoulders,
# which a toy has narrower than a person.
WIDEST, WIDEST_LOW = 1.85, 1.42
# Hair that leaves one side of a turned head bare lies as close on the other, half widths.
CLOSE = 1.08
WIDE_ABOVE, LOW_BELOW = -0.15, -1.35
# Nothing hangs nearer to the middle, face units.
THROAT = 0.30
# Thinner than this, or than this share of its widest, a lock has ended.
THINNEST, DWINDLED = 0.06, 0.22
GAP_ROWS, EAR_ROWS, LOCK_ROWS = 4, 36, 18
# Ends are rounded over this many face units.
ROUNDING = 0.32
# A side that ends below the first hangs; if the other then ends above the second, that one was
# lost or lies behind the shoulder, and is drawn to the third, at this share of the width.
HANGS, LOST, TO_SHOULDER, LOST_WIDTH = -0.80, -0.50, -1.0, 0.9
# How far hair of a length reaches at least: a cut loses its end before dark cloth.
# A toy's chest is short.
REACHES, FURTHEST = {"medium": -0.95, "long": -1.5}, -1.85
# Share of the difference between the ends of both sides that is chance; width of a lock.
EVENED_END, LOCK_WIDTH = 0.6, 0.34
# Hair that leaves the ears free ends over them and before them.
ABOVE_EARS, BEFORE_EARS = 0.10, 0.42
SOFT_PX = 2.0
_ANGLES = np.radians(np.arange(0.0, 180.5, 1.0))
_X, _Y = np.meshgrid(CANVAS.columns(), CANVAS.rows())


@dataclass(frozen=True)
class Side:
    """Hair on one side below the crown, by rows of CANVAS.

    Attributes:
        inner: (384,) distance of its inner edge from the middle, face units.
        outer: (384,) of its outer edge.
        end: y where it ends; above CENTRE_Y if there is none.

    """

    inner: Doubles
    outer: Doubles
    end: float


@dataclass(frozen=True)
class Shape:
    """Hair drawn again, with the middle of the head at x = 0.

    Attributes:
        mask: (384, 384) over CANVAS.
        area: square face units.
        top: y of its highest point.

    """

    mask: Mask
    area: float
    top: float

    def outline(self) -> Floats:
        """(384, 384) distance to the outline, face units, negative inside."""
        outside = ndimage.distance_transform_edt(~self.mask)
        inside = ndimage.distance_transform_edt(self.mask)
        return np.asarray((outside - inside) / CANVAS.scale, np.float32)


@dataclass(frozen=True)
class Measured:
    """What tells a person's hair.

    Attributes:
        front: (384, 384) over CANVAS, the crown without the face.
        sides: what hangs at smaller and at larger x.

    """

    front: Mask
    sides: tuple[Side, Side]

    @property
    def lowest(self) -> float:
        """Y where the longer side ends."""
        return min(side.end for side in self.sides)

    def drawn(self, length: str, *, ears_free: bool) -> Shape:
        """Draw hair of a length, the ears free or hidden."""
        drawn = self.front.copy()
        if ears_free:
            drawn &= ~((_Y < ABOVE_EARS) & (np.abs(_X) > BEFORE_EARS))
        for sign, side in zip((-1, 1), _paired(self.sides, length), strict=True):
            if side.end < HANGS or (side.end < CENTRE_Y and not ears_free):
                drawn |= _hanging(side, sign)
        mask = np.asarray(blur(drawn, SOFT_PX) > 0.5)
        rows = np.nonzero(mask.any(1))[0]
        top = float(CANVAS.rows()[rows[0]]) if len(rows) else CENTRE_Y
        return Shape(mask, float(mask.sum()) / CANVAS.scale**2, top)


def measured(seen: Mask, half_width: float, *, turned: bool = False) -> Measured:
    """Measure hair.

    Args:
        seen: (384, 384) over CANVAS, the middle of the head at x = 0.
        half_width: of the head, face units.
        turned: whether the back of the head is seen on one side; the other one counts then.

    """
    crown = _crown(seen, half_width, turned=turned)
    front = crown & ~_face_opening(seen, crown)
    first, second = _side(seen, -1, half_width), _side(seen, 1, half_width)
    if turned:
        outer = np.minimum(_reach(first, half_width), _reach(second, half_width))
        first, second = _within(first, outer), _within(second, outer)
    return Measured(front, (first, second))


def _reach(side: Side, half_width: float) -> Doubles:
    """Outer edge of a side, close to the head where it has no hair."""
    return side.outer if side.end < CENTRE_Y else np.full(side.outer.shape, CLOSE * half_width)


def _within(side: Side, outer: Doubles) -> Side:
    narrowed = np.minimum(side.outer, outer)
    inner = np.clip(np.minimum(side.inner, narrowed - THINNEST), 0, None)
    return replace(side, inner=inner, outer=narrowed)


def _crown(seen: Mask, half_width: float, *, turned: bool) -> Mask:
    """Everything within the hair's outer edge above CENTRE_Y."""
    radius = np.hypot(_X, _Y - CENTRE_Y)
    angle = np.degrees(np.arctan2(_Y - CENTRE_Y, _X))
    upper = seen & (_Y > CENTRE_Y)
    furthest = np.zeros(len(_ANGLES))
    np.maximum.at(furthest, np.clip(np.rint(angle[upper]), 0, 180).astype(int), radius[upper])
    found = furthest > 0
    if not found.any():
        return np.zeros(seen.shape, bool)
    degrees = np.arange(len(_ANGLES))
    edge = np.interp(degrees, degrees[found], furthest[found])
    if turned:
        edge = np.minimum(edge, edge[::-1])
    edge += (edge[::-1] - edge) * (EVENED / 2)
    edge = np.minimum(edge, WIDEST * half_width)
    edge = ndimage.gaussian_filter1d(edge, CROWN_DEG, mode="nearest")
    within = np.interp(np.clip(angle, 0, 180), degrees, edge)
    return np.asarray((_Y > CENTRE_Y) & (radius < within))


def _face_opening(seen: Mask, crown: Mask) -> Mask:
    """Return the face and forehead, their edge smoothed; holes in the hair are filled."""
    bare = ~seen & (crown | (_Y <= CENTRE_Y))
    labels, _ = ndimage.label(bare)
    row, column = CANVAS.row_of(-0.2), CANVAS.width // 2
    face = labels == labels[row, column] if labels[row, column] else bare
    return np.asarray(blur(face, HAIRLINE * CANVAS.scale) > 0.5)


def _side(seen: Mask, sign: int, half_width: float) -> Side:
    """Measure what hangs on one side (-1: smaller x)."""
    half = seen[:, CANVAS.width // 2 :] if sign > 0 else seen[:, : CANVAS.width // 2][:, ::-1]
    away = (np.arange(half.shape[1]) + 0.5) / CANVAS.scale
    first = CANVAS.row_of(CENTRE_Y)
    any_hair = np.asarray(half.any(1))
    outer = np.where(any_hair, away[half.shape[1] - 1 - half[:, ::-1].argmax(1)], 0.0)
    inner = np.maximum(np.where(any_hair, away[half.argmax(1)], 0.0), THROAT)
    width = np.where(any_hair, half.sum(1) / CANVAS.scale, 0.0)
    last = _last_row(width, first)
    rows = CANVAS.rows()
    end = float(rows[last]) if last > first else 1.0
    inner, outer = _run_on(inner, any_hair, last), _run_on(outer, any_hair, last)
    limit = np.interp(rows, [LOW_BELOW, WIDE_ABOVE], [WIDEST_LOW, WIDEST]) * half_width
    outer = ndimage.gaussian_filter1d(np.minimum(outer, limit), EDGE * CANVAS.scale)
    inner = ndimage.gaussian_filter1d(inner, EDGE * CANVAS.scale)
    # Moved in as a whole, not thinned, where it hung wider.
    hanging = np.interp(rows, [-1.0, -0.6], [LOCK_WIDTH, 0.0])
    inner = np.clip(np.minimum(inner, outer - hanging), THROAT, None)
    return Side(inner, np.maximum(outer, inner + THINNEST), end)


def _last_row(width: Doubles, first: int) -> int:
    """Last row of a lock that begins at a row; an ear may hide a part of it."""
    widest, last, begun = 0.0, first, first
    for row in range(first, len(width)):
        if width[row] < max(THINNEST, DWINDLED * widest):
            begun = row + 1
            continue
        gap = begun - 1 - last
        if gap > GAP_ROWS and (gap > EAR_ROWS or row - begun < LOCK_ROWS):
            if gap > EAR_ROWS:
                break
            continue
        widest, last = max(widest, float(width[row])), row
    return last


def _run_on(values: Doubles, known: Mask, last: int) -> Doubles:
    """Fill rows without hair, and those below the end, from their neighbours."""
    known = known.copy()
    known[last + 1 :] = False
    at = np.nonzero(known)[0]
    return np.interp(np.arange(len(values)), at, values[at]) if len(at) else values


def _paired(sides: tuple[Side, Side], length: str) -> tuple[Side, Side]:
    """Both sides as long as such hair is, one that was lost drawn like the other."""
    if min(side.end for side in sides) > HANGS or length not in REACHES:
        return sides
    longer, shorter = sorted(sides, key=lambda side: side.end)
    end = max(min(longer.end, REACHES[length]), FURTHEST)
    other = _like(shorter, longer) if shorter.end > LOST else shorter
    nearer = other.end + EVENED_END * (end - other.end)
    pair = {id(longer): replace(longer, end=end), id(shorter): replace(other, end=nearer)}
    first, second = (_full(pair[id(side)]) for side in sides)
    return first, second


def _like(lost: Side, other: Side) -> Side:
    """Draw a side that was lost, from the ear down like the other one."""
    low = CANVAS.rows() < 0
    outer = np.where(low, np.maximum(lost.outer, other.outer * LOST_WIDTH), lost.outer)
    inner = np.where(low, other.inner, lost.inner)
    outer = ndimage.gaussian_filter1d(outer, EDGE * CANVAS.scale)
    return Side(inner, np.maximum(outer, inner + THINNEST), TO_SHOULDER)


def _full(side: Side) -> Side:
    """Hanging hair is no thinner than a lock."""
    least = np.interp(CANVAS.rows(), [-0.6, -0.1], [LOCK_WIDTH, THINNEST])
    inner, outer = (
        ndimage.gaussian_filter1d(edge, HANGING_EDGE * CANVAS.scale)
        for edge in (side.inner, np.maximum(side.outer, side.inner + least))
    )
    return replace(side, inner=inner, outer=outer)


def _hanging(side: Side, sign: int) -> Mask:
    """Mask of one side, its end rounded."""
    rows = CANVAS.rows()
    below = np.clip((side.end + ROUNDING - rows) / ROUNDING, 0, 1)
    left = np.sqrt(1 - below**2)
    # A lock keeps its outer sweep and is rounded mostly from outside in.
    middle = side.inner + 0.42 * (side.outer - side.inner)
    outer, inner = (middle + (edge - middle) * left for edge in (side.outer, side.inner))
    away = _X * sign
    inside = (away > inner[:, None]) & (away < outer[:, None])
    return np.asarray(inside & (_Y <= CENTRE_Y + 0.05) & (side.end < _Y))


def recentred(values: Floats, window: Window, middle: float, stretch: float) -> Floats:
    """Move a raster over a window so that `middle` comes to x = 0, and widen it."""
    centre = -window.left * window.scale
    shift = centre - stretch * (middle - window.left) * window.scale
    matrix = np.array([[stretch, 0.0, shift + 0.5 * (stretch - 1)], [0.0, 1.0, 0.0]])
    size = (window.width, window.height)
    return np.asarray(
        cv2.warpAffine(
            np.asarray(values, np.float32), matrix, size, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )
