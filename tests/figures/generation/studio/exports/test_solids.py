"""Walls, gaps, hollows and loose pieces of small solids made by hand."""

import numpy as np
import pytest
from scipy import ndimage

from figures.generation.studio.exports import thickness
from figures.generation.studio.exports.joining import fill_cavities, in_one_piece
from figures.generation.studio.exports.solid_mesh import SolidMesh, cut, unpinched, write_stl
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import Doubles, Floats

STEP = 0.4
FLAT = np.eye(3)
BLOCK = p.box((0, 0, 0), (4, 4, 4), 0.5)


def field_of(*rows: Doubles) -> tuple[Floats, Grid]:
    grid = Grid.over((-9, -9, -9), (9, 9, 9), STEP)
    return np.minimum(grid.carve(grid.empty(), rows), 4).astype(np.float32), grid


def wall(field: Floats, grid: Grid) -> float:
    return thickness.thin_places(field, grid, *cut(field, grid).samples(thickness.RAYS))[0]


@pytest.mark.parametrize("radius", [1.0, 1.5, 1.725, 2.0, 3.3])
def test_the_ball_reaches_far_enough_in_every_direction(radius: float) -> None:
    offsets = thickness.ball(radius)
    ways = np.random.default_rng(1).normal(size=(4000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    reach = (ways @ offsets.T).max(1)
    assert reach.min() >= radius - 0.01
    assert {tuple(-row) for row in offsets.tolist() for row in [np.array(row)]} == {
        tuple(row) for row in offsets.tolist()
    }


@pytest.mark.parametrize("thin", [0.5, 0.8, 1.1])
def test_a_thin_plate_becomes_thick_enough(thin: float) -> None:
    field, grid = field_of(BLOCK, p.box((0, 6, 0), (thin / 2, 3, 3), 0.1))
    assert wall(field, grid) < 1.2
    assert wall(thickness.thickened(field, grid.step), grid) >= 1.2


def test_places_on_the_surface_lie_on_it_and_face_outwards() -> None:
    field, grid = field_of(p.ellipsoid((0, 0, 0), (6, 6, 6)))
    fill_cavities(field, grid.step)
    places, normals = thickness.surface_places(field, grid, 3000)
    assert 2500 < len(places) < 6000
    assert np.linalg.norm(places, axis=1) == pytest.approx(6, abs=0.05)
    assert ((places / 6) * normals).sum(1).min() > 0.99


def test_what_is_thick_stays_as_it_is() -> None:
    field, grid = field_of(p.ellipsoid((0, 0, 0), (6, 5, 4)))
    before = cut(field, grid)
    after = cut(thickness.thickened(field, grid.step), grid)
    places = (after.vertices - grid.origin) / grid.step
    assert np.abs(ndimage.map_coordinates(field, places.T, order=1)).max() < STEP / 2
    assert after.volume == pytest.approx(before.volume, rel=0.02)


def test_a_narrow_gap_is_closed_and_a_wide_one_is_not() -> None:
    for gap, closed in ((0.6, True), (2.4, False)):
        side = 2 + gap / 2
        field, grid = field_of(
            p.box((-side, 0, 0), (2, 4, 4), 0), p.box((side, 0, 0), (2, 4, 4), 0)
        )
        changed = thickness.thickened(field, grid.step)
        middle = tuple(np.rint(-grid.origin / STEP).astype(int))
        assert (changed[middle] < 0) == closed, gap


def test_hollows_are_filled() -> None:
    field, grid = field_of(BLOCK, p.ellipsoid((0, 0, 0), (2, 2, 2), None, p.SUBTRACT))
    assert ndimage.label(field >= 0)[1] == 2
    fill_cavities(field, grid.step)
    assert ndimage.label(field >= 0)[1] == 1


def test_crumbs_go_and_larger_pieces_get_a_strut() -> None:
    crumb, piece = p.ellipsoid((0, 7, 0), (0.8, 0.8, 0.8)), p.ellipsoid((0, 0, 7), (1.5, 1.5, 1.5))
    field, grid = field_of(BLOCK, crumb, piece)
    assert ndimage.label(field < 0)[1] == 3
    in_one_piece(field, grid)
    assert ndimage.label(field < 0)[1] == 1
    at = {name: tuple(np.rint((place - grid.origin) / STEP).astype(int)) for name, place in
          {"crumb": np.array([0, 7, 0]), "piece": np.array([0, 0, 7])}.items()}  # fmt: skip
    assert field[at["crumb"]] > 0
    assert field[at["piece"]] < 0
    mesh = cut(field, grid)
    assert mesh.is_solid
    assert mesh.pieces == 1


# A tetrahedron from outside, on the edge 0-1.
TETRAHEDRON = np.array([[0, 1, 2], [1, 0, 3], [2, 1, 3], [0, 2, 3]])
CORNERS = np.array([[0.0, 0, 0], [0, 0, 2], [1, 1, 1], [1, -1, 1], [-1, 1, 1], [-1, -1, 1]])


def test_a_mesh_tells_its_volume_and_its_middle() -> None:
    whole = SolidMesh(CORNERS[:4], TETRAHEDRON)
    assert whole.is_solid
    assert whole.pieces == 1
    assert whole.volume == pytest.approx(2 / 3)
    assert whole.center == pytest.approx([0.5, 0, 1])
    assert not SolidMesh(CORNERS[:4], TETRAHEDRON[:, ::-1]).is_solid
    assert not SolidMesh(CORNERS[:4], TETRAHEDRON[1:]).is_solid


def test_two_bodies_that_meet_in_an_edge_are_parted() -> None:
    other = np.array([0, 1, 5, 4])[TETRAHEDRON]
    pinched = SolidMesh(CORNERS, np.vstack([TETRAHEDRON, other]))
    assert not pinched.is_solid
    parted = unpinched(pinched)
    assert parted.is_solid
    assert len(parted.faces) == 12
    # Each gives way a little, so that they only touch in the edge's ends.
    assert parted.volume == pytest.approx(4 / 3 * 0.8)
    assert sorted(parted.vertices[6:, 0].tolist()) == pytest.approx([-0.2, 0.2])


def test_a_flap_without_a_volume_goes() -> None:
    flap = np.array([[0, 1, 4], [1, 0, 4]])
    flapped = SolidMesh(CORNERS[:5], np.vstack([TETRAHEDRON, flap]))
    assert not flapped.is_solid
    whole = unpinched(flapped)
    assert whole.is_solid
    assert len(whole.faces) == len(whole.vertices) == 4


@pytest.mark.parametrize("label", ["solid figure", "x" * 81])
def test_a_label_that_does_not_fit_the_header_is_refused(label: str) -> None:
    field, grid = field_of(BLOCK)
    mesh = cut(field, grid)
    assert write_stl(mesh, "x" * 80)[:80] == b"x" * 80
    with pytest.raises(ValueError, match="header"):
        write_stl(mesh, label)
