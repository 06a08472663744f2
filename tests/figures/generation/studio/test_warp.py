"""Carrying pictures from one set of landmarks to another."""

import numpy as np
import pytest
from scipy.spatial import Delaunay

from figures.generation.studio import warp
from figures.generation.studio.engine import Recipe
from figures.generation.studio.layout import layout_of
from figures.generation.studio.space import face_texture

WINDOW = face_texture(64)


def test_each_place_is_interpolated_in_its_triangle(juno: Recipe) -> None:
    """An affine map comes out of all triangles as it is, and nothing outside of them."""
    places = warp._ringed(layout_of(juno).enlarged)
    x, y = WINDOW.columns(), WINDOW.rows()
    found = warp._interpolated(places, places * [30.0, -20.0] + [40.0, 50.0], x, y)
    grid = np.stack(np.meshgrid(x, y), -1)
    inside = Delaunay(places).find_simplex(grid) >= 0
    assert 0.5 < inside.mean() < 0.9
    assert np.array_equal(~np.isnan(found[..., 0]), inside)
    wanted = grid[inside] * [30.0, -20.0] + [40.0, 50.0]
    assert found[inside] == pytest.approx(wanted, abs=1e-4)
