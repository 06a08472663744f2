"""What a printer needs: one closed solid, walls, a base, the right size; measured from the file."""

import io
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray

from figures.generation.studio.beards import BEARDS
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.build import Detail
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.engine import Recipe
from figures.generation.studio.exports import (
    NotPrintableError,
    PrintModel,
    printable,
    printable_stl,
)
from figures.generation.studio.exports.joining import add
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.poses import POSES
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES

LABEL = "Computer-generated figure of a real person's photo; algorithmicMedia"
COARSE: dict[str, Any] = {"detail": Detail(2.6, 64), "cell_mm": 0.6, "triangles": 40_000}
RAYS = 160


@cache
def built(name: str) -> PrintModel:
    return printable_stl(invented_recipe(name), label=LABEL, **COARSE)


# Glasses and hoodie cords; both arms up.
@pytest.fixture(scope="module", params=["juno", "mei"])
def model(request: pytest.FixtureRequest) -> PrintModel:
    return built(request.param)


@pytest.fixture(scope="module")
def mesh(model: PrintModel) -> Any:
    """The file as another library reads it."""
    return trimesh.load(io.BytesIO(model.stl), file_type="stl")


def walls(mesh: Any) -> NDArray[np.float64]:
    """Thickness at evenly picked vertices: the first face straight behind (Moeller, Trumbore)."""
    chosen = np.linspace(0, len(mesh.vertices) - 1, RAYS).astype(int)
    starts, normals = mesh.vertices[chosen], mesh.vertex_normals[chosen]
    a = mesh.triangles[:, 0]
    one, two = mesh.triangles[:, 1] - a, mesh.triangles[:, 2] - a
    found = np.full(RAYS, np.inf)
    for index, (start, way) in enumerate(zip(starts, -normals, strict=True)):
        across = np.cross(way, two)
        scale = (one * across).sum(1)
        # Faces along the ray are never hit.
        scale[np.abs(scale) < 1e-12] = np.nan
        u = ((start - a) * across).sum(1) / scale
        turned = np.cross(start - a, one)
        v = (turned @ way) / scale
        far = (turned * two).sum(1) / scale
        # Half a cell: what touches the vertex itself does not count.
        hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (far > COARSE["cell_mm"] / 2)
        found[index] = far[hit].min()
    return found


def test_it_is_one_closed_solid(mesh: Any) -> None:
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.is_volume
    assert mesh.volume > 0
    assert mesh.body_count == 1


def test_no_wall_is_thinner_than_1_2_mm(mesh: Any, model: PrintModel) -> None:
    assert walls(mesh).min() >= 1.2
    assert 1.2 <= model.least_wall_mm <= 2.0


def test_it_is_100_mm_tall_on_a_base_with_z_up(mesh: Any, model: PrintModel) -> None:
    low, high = mesh.bounds
    assert high[2] == pytest.approx(100, abs=0.5)
    assert model.height_mm == pytest.approx(high[2], abs=0.001)
    assert low[2] == pytest.approx(0.6 - 3.2, abs=0.05)
    # It faces away from z, as slicers look at it: towards -y.
    middle = mesh.vertices[(mesh.vertices[:, 2] > 70) & (np.abs(mesh.vertices[:, 0]) < 3)]
    nose = middle[middle[:, 1].argmin()]
    assert 60 < nose[2] < 80


def test_it_stands_firmly(mesh: Any, model: PrintModel) -> None:
    foot = mesh.vertices[mesh.vertices[:, 2] < mesh.bounds[0][2] + 1.6][:, :2]
    center = (foot.min(0) + foot.max(0)) / 2
    radius = np.ptp(foot, axis=0).min() / 2
    assert 2 * radius == pytest.approx(model.base_mm, abs=0.3)
    assert model.base_mm >= 48
    margin = radius - np.hypot(*(mesh.center_mass[:2] - center))
    assert margin >= 10
    assert margin == pytest.approx(model.margin_mm, abs=0.3)


@pytest.mark.parametrize(
    ("style", "body"), [("hero", "wheelchair"), ("bobble", "regular"), ("vinyl", "child")]
)
def test_every_kind_of_figure_can_be_printed(juno: Recipe, style: str, body: str) -> None:
    """Joints, a spring, spokes, feet in front of the wheels; arms that make the rest small."""
    cheering = juno.edited(style=style, body=body, pose="cheer")
    model = printable_stl(cheering, label=LABEL, **COARSE)
    mesh: Any = trimesh.load(io.BytesIO(model.stl), file_type="stl")
    assert mesh.is_watertight
    assert mesh.volume > 0
    assert mesh.body_count == 1
    assert model.least_wall_mm >= 1.2
    assert model.height_mm == pytest.approx(100, abs=0.5)
    assert model.margin_mm >= 10


def everybody() -> list[tuple[str, str, str, str, str]]:
    """Every body in every style and pose; people and outfits in turn."""
    outfits = list(OUTFITS)
    return [
        (INVENTED[i % len(INVENTED)], *chosen, outfits[7 * i % len(outfits)])
        for i, chosen in enumerate(product(BODIES, STYLES, POSES))
    ]


def heads() -> list[dict[str, str]]:
    """Every hairstyle, beard, rim and covering, each of the others in turn."""
    beards, rims = ["none", *BEARDS], list(SPECTACLES)
    worn = [
        {
            "hairstyle": hair,
            "facial_hair": beards[i % len(beards)],
            "glasses": rims[i % len(rims)],
        }
        for i, hair in enumerate(HAIRSTYLES)
    ]
    return [*worn, *({"hairstyle": "long", "covering": kind} for kind in COVERINGS)]


def check_as_sold(recipe: Recipe) -> None:
    model = printable_stl(recipe, label=LABEL)
    mesh: Any = trimesh.load(io.BytesIO(model.stl), file_type="stl")
    assert mesh.is_volume
    assert mesh.body_count == 1
    assert mesh.volume / 1000 == pytest.approx(model.volume_cm3, rel=1e-4)
    assert 1.2 <= model.least_wall_mm <= 2.0
    assert model.margin_mm >= 10
    assert model.triangles <= 165_000


@pytest.mark.slow
@pytest.mark.parametrize(("person", "body", "style", "pose", "outfit"), everybody())
def test_everybody_can_be_printed(
    person: str, body: str, style: str, pose: str, outfit: str
) -> None:
    check_as_sold(invented_recipe(person).edited(body=body, style=style, pose=pose, outfit=outfit))


@pytest.mark.slow
@pytest.mark.parametrize("worn", heads(), ids=lambda worn: "-".join(worn.values()))
def test_every_head_can_be_printed(worn: dict[str, str]) -> None:
    for style in STYLES:
        check_as_sold(invented_recipe("otto").edited(style=style, **worn))


def test_the_base_reaches_under_what_stands_in_front() -> None:
    """Wheels at the back, a footrest far in front: the base is wide, and round their middle."""
    grid = Grid.over((-34.8, -5.0, -34.8), (34.8, 12.0, 45.0), 0.6)
    field = grid.empty()
    places, halves = ((0, 4, -7), (0, 4, 40), (0, 8, 16)), ((8, 4, 2), (8, 4, 2), (3, 1, 25))
    for place, half in zip(places, halves, strict=True):
        add(field, grid, p.box(place, half, 0.3))
    radius, middle = printable._add_base(field, grid)
    assert middle == pytest.approx([0, 16.5], abs=0.6)
    # To the grid's edge in front, but for two cells.
    assert radius == pytest.approx(45 - 16.5 - 1.2, abs=0.6)


def test_the_file_says_what_it_is(model: PrintModel) -> None:
    header = model.stl[:80]
    assert header.rstrip().decode("ascii") == LABEL
    assert not header.startswith(b"solid")
    assert len(model.stl) == 84 + 50 * model.triangles


def test_glasses_stay_on(juno: Recipe) -> None:
    """Thin as they are, they are thickened and not dropped as a crumb."""
    bare = printable_stl(juno.edited(glasses="none"), label=LABEL, **COARSE)
    assert built("juno").volume_cm3 - bare.volume_cm3 > 0.1


def test_the_same_recipe_gives_the_same_bytes() -> None:
    again = printable_stl(invented_recipe("mei"), label=LABEL, **COARSE)
    assert again.stl == built("mei").stl


def test_a_broken_rule_is_told(juno: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printable, "LEAST_MARGIN_MM", 40.0)
    with pytest.raises(NotPrintableError, match=r"^it may fall over$"):
        printable_stl(juno, label=LABEL, **COARSE)
