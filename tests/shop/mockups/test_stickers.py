import numpy as np
import pytest

from shop.mockups import SCENES
from shop.mockups.compiled import compiled
from shop.mockups.compose import compose
from shop.mockups.stickers import cut_shape, premultiplied, sticker, trimmed
from tests.shop.mockups.art import disc


def test_the_border_is_as_wide_as_asked_all_round() -> None:
    alpha = np.zeros((200, 200), np.uint8)
    alpha[80:120, 80:120] = 255
    cover = cut_shape(alpha, border=20, rounding=6)
    on = np.nonzero(cover[100] >= 128)[0]
    assert (on[0], on[-1]) == (60, 139)
    # At a corner the border is an arc: the square's own corner moved out by 20 on the diagonal.
    diagonal = np.nonzero(np.diag(cover) >= 128)[0]
    assert abs(diagonal[0] - (80 - 20 / np.sqrt(2))) <= 1.5


def test_a_border_that_reaches_the_rim_is_not_cut_flat() -> None:
    y, x = np.mgrid[0:200, 0:200] + 0.5
    alpha = (255 * (np.hypot(x - 100, y - 100) <= 90)).astype(np.uint8)
    cover = cut_shape(alpha, border=9, rounding=8)
    # A circle of radius 99: 1.5 px below its top it is 34 px wide; cut flat it would be 60.
    assert abs(int((cover[2] >= 128).sum()) - 34) <= 8


def test_a_75_mm_sticker_is_75_mm_high_border_included() -> None:
    slot = compiled("laptop-sticker", 1200).slots[0]
    made = sticker(disc(), slot.size, slot.per_mm, SCENES["laptop-sticker"].border_mm)
    rows = np.nonzero(made[..., 3].max(1) >= 128)[0]
    assert abs((rows[-1] + 1 - rows[0]) / slot.per_mm - 75) < 0.3


def test_narrow_gaps_are_filled_and_wide_ones_kept() -> None:
    alpha = np.zeros((200, 300), np.uint8)
    alpha[60:140, 60:100] = 255
    alpha[60:140, 112:152] = 255
    alpha[60:140, 220:260] = 255
    cover = cut_shape(alpha, border=5, rounding=8)
    assert cover[100, 106] == 255
    assert cover[100, 186] == 0


def test_hidden_colour_never_shows() -> None:
    made = sticker(disc(), (200, 200), per_mm=4, border_mm=2)
    colour = made[..., :3].astype(int)
    # Red figure and white border: green is never above red.
    assert (colour[..., 1] <= colour[..., 0]).all()
    assert (colour <= made[..., 3:]).all()


def test_premultiplying_scales_colour_by_alpha() -> None:
    art = np.array([[[200, 100, 50, 128], [200, 100, 50, 0], [200, 100, 50, 255]]], np.uint8)
    expected = [[[100, 50, 25, 128], [0, 0, 0, 0], [200, 100, 50, 255]]]
    assert premultiplied(art).tolist() == expected


def test_it_refuses_art_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="wholly transparent"):
        trimmed(np.zeros((20, 20, 4), np.uint8))


def test_on_the_lid_only_the_sticker_and_its_shadow_change_anything() -> None:
    scene = compiled("laptop-sticker", 800)
    picture = compose(SCENES["laptop-sticker"], scene, {"art": disc()})
    y0, y1, x0, x1 = scene.slots[0].box
    outside = np.ones((800, 800), bool)
    outside[y0:y1, x0:x1] = False
    assert np.array_equal(picture[outside], scene.background[outside])
    x, y = (int(v) for v in scene.slots[0].quad.mean(0))
    red, green, blue = (int(v) for v in picture[y, x])
    assert red > green + 80
    assert red > blue + 80


def test_even_a_square_stickers_shadow_ends_inside_the_slot() -> None:
    scene = compiled("laptop-sticker", 800)
    art = np.full((300, 300, 4), 255, np.uint8)
    picture = compose(SCENES["laptop-sticker"], scene, {"art": art})
    y0, y1, x0, x1 = scene.slots[0].box
    for rim in (np.s_[y0, x0:x1], np.s_[y1 - 1, x0:x1], np.s_[y0:y1, x0], np.s_[y0:y1, x1 - 1]):
        assert np.array_equal(picture[rim], scene.background[rim])
    assert not np.array_equal(picture, scene.background)
