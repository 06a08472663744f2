import io

import numpy as np
import pytest
import pyvips
from PIL import Image

from shop.prepress.colour import encode, ink, to_cmyk


def flat(rgb: tuple[int, int, int]) -> pyvips.Image:
    pixels = np.full((16, 16, 3), rgb, np.uint8)
    return pyvips.Image.new_from_array(pixels).copy(interpretation="srgb")


@pytest.mark.parametrize(
    ("rgb", "inks"),
    [
        ((255, 255, 255), (0.0, 0.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0, 1.0)),
        ((51, 51, 51), (0.0, 0.0, 0.0, 0.8)),
    ],
)
def test_greys_of_type_are_black_ink_alone(
    rgb: tuple[int, int, int], inks: tuple[float, ...]
) -> None:
    assert ink(rgb) == inks


def test_type_and_pictures_print_the_same_colour() -> None:
    rgb = (238, 90, 60)
    assert [round(v * 255) for v in ink(rgb)] == [int(v) for v in to_cmyk(flat(rgb))(3, 3)]


def test_white_is_bare_paper() -> None:
    assert to_cmyk(flat((255, 255, 255)))(3, 3) == [0, 0, 0, 0]


def test_no_colour_needs_more_than_three_hundred_percent_ink() -> None:
    steps = np.arange(0, 256, 15, dtype=np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(1, -1, 3)
    image = pyvips.Image.new_from_array(cube).copy(interpretation="srgb")
    total = to_cmyk(image).numpy().astype(int).sum(axis=-1) / 2.55
    assert total.max() <= 301


def test_cmyk_jpegs_hold_inverted_samples_and_no_profile() -> None:
    raster = encode(flat((255, 255, 255)), "CMYK")
    assert raster.inverted
    assert b"Adobe" in raster.data[:200]
    assert b"ICC_PROFILE" not in raster.data
    with Image.open(io.BytesIO(raster.data)) as image:
        assert image.mode == "CMYK"
        assert image.size == (16, 16)


def test_rgb_jpegs_are_left_alone() -> None:
    raster = encode(flat((10, 200, 30)), "RGB")
    assert not raster.inverted
    with Image.open(io.BytesIO(raster.data)) as image:
        assert image.getpixel((5, 5)) == pytest.approx((10, 200, 30), abs=2)
