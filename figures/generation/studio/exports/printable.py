"""The figure as one solid to print: walls thick enough, in one piece, on a base it stands on.

The parts' distance grids are joined to one level set. Where a ball of the least wall does not fit
is found by a morphological opening and grown by that ball, so that afterwards every point of the
solid lies in such a ball inside it: the wall rule holds by construction, and is measured again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from figures.generation.studio.bodies import BODIES
from figures.generation.studio.build import PREVIEW, Built, Detail, build_parts
from figures.generation.studio.exports import thickness
from figures.generation.studio.exports.joining import add, add_balls, fill_cavities, in_one_piece
from figures.generation.studio.exports.solid_mesh import SolidMesh, cut, simplified, write_stl
from figures.generation.studio.kernels.distance import merge
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.scene import placement_of
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.body import BASE_PARTS
from figures.generation.studio.sculpt.frame import measure
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.sculpt.wheelchair import print_rows
from figures.generation.studio.space import Doubles, Floats, Mask
from figures.generation.studio.styles import STYLES

# The figure's own height as printed; its base comes below.
HEIGHT_MM = 100.0
CELL_MM = 0.4
TRIANGLES = 160_000
# Values beyond this distance from the surface do not matter.
FAR_MM = 2.8
# Every ball meets the rest in creases of its own; spokes and springs take several rounds.
MENDINGS, MENDING_RADIUS_MM = 12, 1.0
BASE_HEIGHT_MM, BASE_ROUNDING_MM, BASE_SUNK_MM = 3.2, 0.8, 0.6
BASE_LEAST_RADIUS_MM, BASE_MOST_RADIUS_MM, BASE_AROUND_FEET_MM = 24.0, 34.0, 2.5
# What stands on the base.
SOLE_MM = 1.2
# The centre of mass stays this far inside the base's rim: the figure stands when it is knocked.
LEAST_MARGIN_MM = 10.0

Progress = Callable[[str, float], None]


class NotPrintableError(Exception):
    """The solid breaks a rule of printing; the message says which."""


@dataclass(frozen=True)
class PrintModel:
    """A solid to print and what was measured of it.

    Attributes:
        stl: binary STL, millimetres, z up.
        triangles: how many.
        height_mm: from the soles to the top; the base comes below.
        base_mm: diameter of the base.
        volume_cm3: of the whole.
        least_wall_mm: the thinnest place found.
        margin_mm: how far inside the base's rim the centre of mass stands.

    """

    stl: bytes
    triangles: int
    height_mm: float
    base_mm: float
    volume_cm3: float
    least_wall_mm: float
    margin_mm: float


def printable_stl(
    recipe: Recipe,
    *,
    label: str,
    detail: Detail = PREVIEW,
    cell_mm: float = CELL_MM,
    triangles: int = TRIANGLES,
    progress: Progress | None = None,
) -> PrintModel:
    """Build the figure as one watertight solid on a round base.

    Args:
        recipe: what to build.
        label: at most 80 ASCII characters for the file's header.
        detail: how fine it is built.
        cell_mm: cell of the level set that the solid is cut from.
        triangles: about how many the file has.
        progress: told ("painting" | "sculpting" | "thickening" | "measuring", 0..1).

    Raises:
        NotPrintableError: a rule does not hold.

    """
    told = progress or (lambda stage, done: None)
    built = build_parts(recipe, detail, told)
    told("thickening", 0.0)
    field, grid = _joined(built, cell_mm, _webs(recipe))
    fill_cavities(field, grid.step)
    field = thickness.thickened(field, grid.step)
    told("thickening", 0.6)
    radius, middle = _add_base(field, grid)
    told("measuring", 0.0)
    mesh, wall = _mended(field, grid, triangles)
    model = PrintModel(
        stl=write_stl(mesh, label),
        triangles=len(mesh.faces),
        height_mm=float(mesh.vertices[:, 1].max()),
        base_mm=2 * radius,
        volume_cm3=mesh.volume / 1000,
        least_wall_mm=wall,
        margin_mm=radius - float(np.hypot(*(mesh.center[[0, 2]] - middle))),
    )
    _check(model, mesh)
    told("measuring", 1.0)
    return model


def _mended(field: Floats, grid: Grid, triangles: int) -> tuple[SolidMesh, float]:
    """Cut the surface; where the measurement still finds a thin place, a ball goes in (in place).

    Returns:
        The mesh and its thinnest wall, mm.

    """
    in_one_piece(field, grid)
    for _ in range(MENDINGS):
        whole = _mend(field, grid)
        mesh = simplified(whole, triangles)
        places, normals = mesh.samples(thickness.RAYS)
        wall, thin = thickness.thin_places(field, grid, places, normals, thickness.SAFE_WALL_MM)
        if not len(thin):
            break
        add_balls(field, grid, thin, MENDING_RADIUS_MM)
        fill_cavities(field, grid.step)
    if mesh.is_solid and mesh.pieces == 1:
        return mesh, wall
    # Rarely simplifying tears a surface; the file is then larger.
    places, normals = thickness.surface_places(field, grid, thickness.RAYS)
    return whole, thickness.thin_places(field, grid, places, normals)[0]


def _mend(field: Floats, grid: Grid) -> SolidMesh:
    """Put balls into thin places, fill hollows that are left (in place) and cut the surface."""
    mended = False
    for _ in range(MENDINGS):
        places, normals = thickness.surface_places(field, grid, thickness.MENDING_RAYS)
        _, thin = thickness.thin_places(field, grid, places, normals, thickness.MENDED_WALL_MM)
        if not len(thin):
            break
        add_balls(field, grid, thin, MENDING_RADIUS_MM)
        mended = True
    if mended:
        fill_cavities(field, grid.step)
    return cut(field, grid)


def _webs(recipe: Recipe) -> list[Doubles]:
    """Primitives that only the print needs, on the figure's own scale."""
    build = BODIES[recipe.body]
    if not build.seated:
        return []
    return print_rows(measure(STYLES[recipe.style], build, POSES[recipe.pose]))


def _joined(built: Built, cell_mm: float, more: list[Doubles]) -> tuple[Floats, Grid]:
    """Join the parts' distances, scaled to HEIGHT_MM over the soles, with room for the base."""
    # A base of the style's own gives way to the one that is printed.
    parts = [(part.mesh, placement_of(part, built.head)) for part in built.parts
             if part.name not in BASE_PARTS]  # fmt: skip
    placed = np.vstack([place.points(mesh.vertices) for mesh, place in parts])
    low, high = placed.min(0), placed.max(0)
    soles, scale = low[1], HEIGHT_MM / (high[1] - low[1])
    room = (thickness.LEAST_WALL_MM + 2 * cell_mm) / scale
    wide = (BASE_MOST_RADIUS_MM + 2 * cell_mm) / scale
    low = np.minimum(low - room - [0, BASE_HEIGHT_MM / scale, 0], [-wide, np.inf, -wide])
    high = np.maximum(high + room, [wide, -np.inf, wide])
    grid = Grid.over(low, high, cell_mm / scale)
    far = FAR_MM / scale
    field = np.full(grid.shape, far, np.float32)
    for mesh, place in parts:
        own = mesh.grid
        merge(
            field, grid.origin, grid.step, mesh.distances, own.origin, own.step, place.turn,
            place.shift, place.scale, far,
        )  # fmt: skip
    for row in more:
        add(field, grid, row)
    field *= np.float32(scale)
    return field, Grid((grid.origin - [0, soles, 0]) * scale, cell_mm, grid.shape)


def _add_base(field: Floats, grid: Grid) -> tuple[float, Doubles]:
    """Join a round base (in place); return its radius and the x and z of its middle."""
    inside = field < 0
    low = grid.axis(1)
    x, z = _places(inside & ((low >= 0) & (low < SOLE_MM))[None, :, None], grid)
    middle = np.array([x.min() + x.max(), z.min() + z.max()]) / 2
    reach = float(np.hypot(x - middle[0], z - middle[1]).max())
    aside = float(np.hypot(*(_center_of_mass(inside, grid) - middle)))
    wanted = max(BASE_LEAST_RADIUS_MM, reach + BASE_AROUND_FEET_MM, aside + LEAST_MARGIN_MM)
    # No wider than the grid: what stands on the base need not be in the grid's middle.
    edges = np.array([grid.axis(0)[[0, -1]], grid.axis(2)[[0, -1]]])
    room = float(np.abs(edges - middle[:, None]).min()) - 2 * grid.step
    radius = min(wanted, BASE_MOST_RADIUS_MM, room)
    center = (float(middle[0]), BASE_SUNK_MM - BASE_HEIGHT_MM / 2, float(middle[1]))
    add(field, grid, p.cylinder(center, radius, BASE_HEIGHT_MM / 2, BASE_ROUNDING_MM))
    return radius, middle


def _places(mask: Mask, grid: Grid) -> tuple[Doubles, Doubles]:
    """Return the x and the z of a mask's cells."""
    cells = np.nonzero(mask)
    return grid.axis(0)[cells[0]], grid.axis(2)[cells[2]]


def _center_of_mass(inside: Mask, grid: Grid) -> Doubles:
    """Return the x and z of the centre of mass."""
    along_x, along_z = inside.sum((1, 2)), inside.sum((0, 1))
    moments = [grid.axis(0) @ along_x, grid.axis(2) @ along_z]
    return np.asarray(moments, np.float64) / float(along_x.sum())


def _check(model: PrintModel, mesh: SolidMesh) -> None:
    """Raise NotPrintableError unless every rule holds."""
    wall = thickness.LEAST_WALL_MM
    rules = {
        "it is not one closed solid": mesh.is_solid and mesh.pieces == 1,
        f"a wall is thinner than {wall} mm": model.least_wall_mm >= wall,
        "it may fall over": model.margin_mm >= LEAST_MARGIN_MM,
    }
    broken = [words for words, holds in rules.items() if not holds]
    if broken:
        raise NotPrintableError("; ".join(broken))
