"""A level set made one solid: no hollows inside, no piece on its own."""

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats, Mask

# Smaller pieces that hang on nothing are crumbs; larger ones get a strut.
CRUMB_MM3 = 4.0
STRUT_RADIUS_MM = 0.9
# Cells round a primitive whose values it changes.
AROUND = 5


def fill_cavities(field: Floats, step: float) -> None:
    """Make every hollow that the outside does not reach solid (in place)."""
    hollow, count = ndimage.label(field >= 0)
    if count > 1:
        field[(hollow > 0) & (hollow != hollow[0, 0, 0])] = -step


def in_one_piece(field: Floats, grid: Grid) -> None:
    """Tie larger loose pieces with struts and take crumbs away (in place)."""
    pieces, count = ndimage.label(field < 0)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    main = int(sizes.argmax())
    for piece in range(1, count + 1):
        if piece == main:
            continue
        if sizes[piece] * grid.step**3 < CRUMB_MM3:
            _remove(field, pieces == piece, grid.step)
        else:
            _tie(field, grid, pieces == main, pieces == piece)
    fill_cavities(field, grid.step)


def _remove(field: Floats, piece: Mask, step: float) -> None:
    """Take a crumb away together with the shell of values it leaves around it."""
    around = ndimage.binary_dilation(piece)
    field[around] = np.maximum(field[around], np.float32(step))


def _tie(field: Floats, grid: Grid, main: Mask, piece: Mask) -> None:
    here, there = _rim(main, grid), _rim(piece, grid)
    distance, nearest = (np.atleast_1d(found) for found in cKDTree(here).query(there))
    closest = int(distance.argmin())
    row = p.capsule(here[nearest[closest]], there[closest], STRUT_RADIUS_MM, STRUT_RADIUS_MM)
    add(field, grid, row)


def add_balls(field: Floats, grid: Grid, centers: Doubles, radius: float) -> None:
    """Join balls (in place)."""
    reach = int(np.ceil(radius / grid.step)) + AROUND
    for center in (centers - grid.origin) / grid.step:
        first = np.maximum(np.rint(center).astype(int) - reach, 0)
        last = np.rint(center).astype(int) + reach + 1
        x, y, z = (slice(int(a), int(b)) for a, b in zip(first, last, strict=True))
        block = field[x, y, z]
        offsets = np.ogrid[: block.shape[0], : block.shape[1], : block.shape[2]]
        away = sum((axis + a - c) ** 2 for axis, a, c in zip(offsets, first, center, strict=True))
        np.minimum(block, np.sqrt(away) * grid.step - radius, out=block, casting="same_kind")


def add(field: Floats, grid: Grid, row: Doubles) -> None:
    """Join one primitive (in place), in its own surroundings only."""
    low, high = p.bounds(row[None])
    first = np.maximum(np.floor((low - grid.origin) / grid.step).astype(int) - AROUND, 0)
    last = np.ceil((high - grid.origin) / grid.step).astype(int) + AROUND
    box = tuple(slice(int(a), int(b)) for a, b in zip(first, last, strict=True))
    block = np.ascontiguousarray(field[box])
    nx, ny, nz = block.shape
    there = Grid(grid.origin + first * grid.step, grid.step, (nx, ny, nz))
    field[box] = there.carve(block, [row])


def _rim(piece: Mask, grid: Grid) -> Doubles:
    rim = piece & ~ndimage.binary_erosion(piece)
    return np.argwhere(rim) * grid.step + grid.origin
