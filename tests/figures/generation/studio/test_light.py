"""How the studio's light falls: soft warm shade, clean shadows, fine edges."""

import math

import numpy as np
import pytest

from figures.generation.studio.colour import linear
from figures.generation.studio.kernels import light, raster, shading
from figures.generation.studio.render import scene
from figures.generation.studio.sculpt import materials
from figures.generation.studio.sculpt.limbs import Chain
from figures.generation.studio.space import Doubles, Floats

ORIGIN, STEP = np.full(3, -30.0), 1.0
KEY = np.array([light.KEY_X, light.KEY_Y, light.KEY_Z])
GREY = (0.3, 0.3, 0.3)
SKINS = [(243, 206, 188), (203, 150, 110), (143, 96, 67), (81, 53, 39)]


def _ball(center: Doubles, radius: float) -> Floats:
    """Distances to a ball, no further than the scene's grid knows them."""
    axes = [ORIGIN[i] + np.arange(60) * STEP - center[i] for i in range(3)]
    x, y, z = np.meshgrid(*axes, indexing="ij")
    far = np.sqrt(x * x + y * y + z * z) - radius
    return np.asarray(np.minimum(far, scene.DISTANCE_CAP_MM), np.float32)


def _shadow(field: Floats, point: Doubles, normal: Doubles) -> float:
    return float(light.key_shadow(field, ORIGIN, STEP, tuple(point), tuple(normal)))


@pytest.mark.parametrize("angle", [0, 45, 80, 90, 100, 115])
def test_a_round_form_throws_no_shadow_on_itself(angle: float) -> None:
    """Its turning away is left to the soft terminator."""
    side = np.cross(KEY, [0, 1, 0]) / np.linalg.norm(np.cross(KEY, [0, 1, 0]))
    normal = math.cos(math.radians(angle)) * KEY + math.sin(math.radians(angle)) * side
    assert _shadow(_ball(np.zeros(3), 12.0), 12.0 * normal, normal) == pytest.approx(1.0, abs=0.02)


def test_what_stands_before_the_light_throws_a_soft_shadow() -> None:
    field = _ball(12.0 * KEY, 5.0)
    side = np.cross(KEY, [0, 1, 0]) / np.linalg.norm(np.cross(KEY, [0, 1, 0]))
    lit = [_shadow(field, side * x, KEY) for x in (0.0, 4.0, 6.0, 8.0, 16.0)]
    assert lit[0] == pytest.approx(0.0, abs=0.01)
    assert lit[-1] == 1.0
    assert lit == sorted(lit)
    # The penumbra is as wide as a large softbox makes it.
    assert sum(0.02 < v < 0.98 for v in lit) >= 2


def _left(albedo: tuple[float, float, float], lit: float, scatter: float) -> tuple[float, ...]:
    return tuple(light.diffuse((0.0, 0.0, 1.0), albedo, lit, 0.6, scatter))


@pytest.mark.parametrize("skin", SKINS)
def test_shade_on_skin_is_warmer_than_light(skin: tuple[int, int, int]) -> None:
    r, g, b = linear(skin).tolist()
    bright, dark = _left((r, g, b), 1.0, 0.9), _left((r, g, b), 0.0, 0.9)
    assert dark[1] < 0.6 * bright[1]
    # At least 15 % more red for each blue, and red before green before blue.
    assert dark[0] / dark[2] > 1.15 * bright[0] / bright[2]
    assert dark[0] > dark[1] > dark[2]


def test_grey_stays_grey_in_the_shade() -> None:
    r, g, b = _left(GREY, 0.0, 0.0)
    assert max(r, g, b) / min(r, g, b) < 1.05


def test_a_crease_in_a_bright_colour_is_lighter() -> None:
    assert light.bounced(0.5, 0.0) == pytest.approx(0.5)
    assert light.bounced(0.5, 0.9) > 0.62
    assert light.bounced(1.0, 0.9) == pytest.approx(1.0, abs=0.01)


def _mirrored(toward: Doubles, roughness: float) -> float:
    x, y, z = toward.tolist()
    return float(light.radiance(x, y, z, roughness))


def test_a_rough_coat_mirrors_the_window_wider_and_dimmer() -> None:
    polished, satin = (_mirrored(KEY, roughness) for roughness in (0.08, 0.52))
    assert polished > 1.1 * satin
    away = KEY + [0.55, 0.0, 0.0]
    away /= np.linalg.norm(away)
    assert _mirrored(away, 0.52) > _mirrored(away, 0.08)


def test_no_two_samples_of_a_pixel_share_a_row_or_column() -> None:
    at = [(x + raster.offset(y), y + 1 - raster.offset(x)) for y in (0, 1) for x in (0, 1)]
    assert len({x for x, _ in at}) == len({y for _, y in at}) == 4


def test_an_upright_edge_has_every_step_of_coverage() -> None:
    """A slightly leaning edge passes all four samples of a pixel one by one."""
    screen = np.array([[0.0, 0.0, 1.0], [4.0, 0.0, 1.0], [0.0, 200.0, 1.0]])
    ids, depth = np.full((200, 4), -1, np.int32), np.zeros((200, 4), np.float32)
    triangles = np.array([[0, 1, 2]], np.int32)
    raster.rasterise(ids, depth, screen, triangles, 1, 0)
    hits = (ids >= 0).reshape(100, 2, 2, 2).sum((1, 3))
    # Two columns of pixels, fifty rows each from full to empty: about twelve rows a step.
    assert np.bincount(hits.ravel(), minlength=5)[1:4].min() >= 20


def test_the_form_of_hair_has_no_strands() -> None:
    """Ripples of strands on a plane are gone from its blurred normal."""
    x, _, z = np.meshgrid(*[np.arange(60.0)] * 3, indexing="ij")
    field = np.clip(z - 30 + 0.8 * np.sin(x * 2 * np.pi / 5), -12, 12).astype(np.float32)
    form = scene._form(field)
    assert form.shape == (15, 15, 15)
    steep = (0.6, 0.0, 0.8)
    for along in np.arange(20.0, 40.0, 1.7):
        n = light.smoothed(form, np.zeros(3), 1.0, (along, 30.0, 30.0), steep, 1.0)
        assert n == pytest.approx((0, 0, 1), abs=0.12)


def test_hair_follows_its_form_and_a_beard_its_tufts() -> None:
    hair, beard = materials.hair((40, 30, 20)).row(), materials.beard((40, 30, 20)).row()
    assert len(hair) == shading.MATERIAL_COLUMNS
    assert hair[shading.FORM] > 0.5 > beard[shading.FORM]
    assert materials.skin((200, 150, 120)).row()[shading.FORM] == 0


def test_a_trouser_leg_has_its_seams_at_the_sides() -> None:
    joints = (np.array([5.0, 40, 0]), np.array([5.0, 20, 0]), np.array([5.0, 0, 0]))
    chain = Chain("leg", joints, (4.0, 4.0, 4.0), np.array([1.0, 0.0, 0.0]))
    assert np.abs(chain.side_seam.normal) == pytest.approx([0, 0, 1])
