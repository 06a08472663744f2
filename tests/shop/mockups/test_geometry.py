import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from shop.mockups import SCENES
from shop.mockups.compiled import CompiledScene, Slot, art_coordinates, compiled
from shop.mockups.compose import compose, reduced
from shop.mockups.layers import Bytes, load
from shop.mockups.tracing.pack import on_surface
from shop.mockups.tracing.sets import stages, vec
from tests.shop.mockups.art import checker, dot, flat

WIDTH = 1200
SETS = stages()
OPAQUE = [key for key, scene in SCENES.items() if scene.fit == "cover"]
SLOTS = [(key, slot) for key in OPAQUE for slot in SCENES[key].slots]


def arts(key: str, slot: str, art: Bytes) -> dict[str, Bytes]:
    return {name: art if name == slot else flat((0, 0, 0)) for name in SCENES[key].slots}


def compiled_slot(scene: CompiledScene, name: str) -> Slot:
    return next(slot for slot in scene.slots if slot.name == name)


def shape(key: str, name: str) -> tuple[int, int]:
    width, height = next(s.millimetres for s in load(key).slots if s.name == name)
    return round(600 * width / max(width, height)), round(600 * height / max(width, height))


def projected(key: str, name: str, u: float, v: float) -> NDArray[np.float64]:
    """Where a point of the art lies in the picture: forward, from the set in metres."""
    stage = SETS[key]
    slot = next(s for s in stage.slots if s.name == name)
    left_top, right_top, _, left_bottom = (np.array(c) for c in slot.corners)
    point = left_top + u * (right_top - left_top) + v * (left_bottom - left_top)
    solid = stage.solids[slot.solid]
    return np.array(stage.camera.project(solid.world(on_surface(solid, vec(point))))) * WIDTH


@pytest.mark.parametrize(("key", "slot"), SLOTS)
@pytest.mark.parametrize("corner", range(4))
def test_art_lands_where_the_set_has_it(key: str, slot: str, corner: int) -> None:
    width, height = shape(key, slot)
    inset = 0.05
    u, v = [(inset, inset), (1 - inset, inset), (1 - inset, 1 - inset), (inset, 1 - inset)][corner]
    scene = compiled(key, WIDTH)
    dark = compose(SCENES[key], scene, arts(key, slot, flat((0, 0, 0), width, height)))
    lit = compose(SCENES[key], scene, arts(key, slot, dot(width, height, u, v, 0.02 * width)))
    glow = (lit.astype(np.float64) - dark).sum(2)
    y, x = np.mgrid[0:WIDTH, 0:WIDTH] + 0.5
    landed = np.array([(glow * x).sum(), (glow * y).sum()]) / glow.sum()
    assert np.hypot(*(landed - projected(key, slot, u, v))) < 1.5


@pytest.mark.parametrize(("key", "slot"), SLOTS)
def test_the_declared_corners_are_the_sets(key: str, slot: str) -> None:
    quad = next(s.quad for s in load(key).slots if s.name == slot) * WIDTH
    expected = [projected(key, slot, u, v) for u, v in ((0, 0), (1, 0), (1, 1), (0, 1))]
    assert np.abs(quad - expected).max() < 1e-3


@pytest.mark.parametrize("key", [k for k in OPAQUE if k.startswith("print")] + ["shelf-box-art"])
def test_the_arts_own_corners_are_the_declared_ones(key: str) -> None:
    scene = compiled(key, WIDTH)
    dark = compose(SCENES[key], scene, {"art": flat((0, 0, 0))})
    lit = compose(SCENES[key], scene, {"art": flat((255, 255, 255))})
    cover = ((lit.astype(int) - dark)[..., 1] > 90).astype(np.uint8)
    outline = max(cv2.findContours(cover, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=len)
    points = outline.reshape(-1, 2) + 0.5
    for corner in load(key).slots[0].quad * WIDTH:
        assert np.hypot(*(points - corner).T).min() < 1.5


@pytest.mark.parametrize("key", OPAQUE)
@pytest.mark.parametrize("width", [320, 1200, 1600])
def test_nothing_changes_outside_the_art(key: str, width: int) -> None:
    scene = compiled(key, width)
    picture = compose(SCENES[key], scene, dict.fromkeys(SCENES[key].slots, checker(300, 420)))
    outside = np.ones((width, width), bool)
    for slot in scene.slots:
        y0, y1, x0, x1 = slot.box
        outside[y0:y1, x0:x1] &= slot.mask[..., 0] == 0
    assert outside.any()
    assert np.array_equal(picture[outside], scene.background[outside])
    assert not np.array_equal(picture, scene.background)


def reference(key: str, art: Bytes) -> NDArray[np.float64]:
    """The slot's box in float, 4 x 4 samples a pixel of the art at full size; no fixed point."""
    scene, slot = compiled(key, WIDTH), compiled(key, WIDTH).slots[0]
    source = load(key)
    total = np.zeros(slot.multiply.shape)
    soft = cv2.GaussianBlur(art.astype(np.float32), (0, 0), art.shape[1] / slot.size[0] / 8)
    for i in range(4):
        for j in range(4):
            shift = (np.array([i, j]) + 0.5) / 4 - 0.5
            quad = (slot.quad - shift).astype(np.float32)
            u, v = art_coordinates(source.slots[0], quad, slot.box, WIDTH / source.size)
            mx = (u * art.shape[1] - 0.5).astype(np.float32)
            my = (v * art.shape[0] - 0.5).astype(np.float32)
            total += cv2.remap(soft, mx, my, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    y0, y1, x0, x1 = slot.box
    lit = total / 16 * slot.multiply / 255 + scene.background[y0:y1, x0:x1]
    return np.clip(lit, 0, 255)


def test_the_quick_way_is_within_40_db_of_a_supersampled_float_reference() -> None:
    key = "framed-a3"
    art = checker(2100, 2970)
    y0, y1, x0, x1 = compiled(key, WIDTH).slots[0].box
    quick = compose(SCENES[key], compiled(key, WIDTH), {"art": art})[y0:y1, x0:x1]
    error = np.mean((quick - reference(key, art)) ** 2)
    assert 10 * np.log10(255**2 / error) >= 40


def test_art_of_another_shape_is_cropped_in_the_middle_not_squeezed() -> None:
    key = "print-24x36"
    scene = compiled(key, 600)
    wide = np.concatenate([flat((255, 0, 0), 300, 600), flat((0, 0, 255), 600, 600)], axis=1)
    shown = reduced(SCENES[key], compiled_slot(scene, "art"), wide)
    # Of 900 columns the middle 400 stay, 250 to 650: red ends 50 columns in, at one eighth.
    red = int((shown[10, :, 0] > 127).sum())
    assert abs(red / shown.shape[1] - 1 / 8) < 0.01
