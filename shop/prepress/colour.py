"""Colour conversion with the shop's ICC profiles, and the JPEGs that PDF files carry."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyvips

from shop.prepress.specs import ColourMode

PROFILES = Path(__file__).parent / "profiles"
CMYK_PROFILE = PROFILES / "ISOcoated_v2_300_bas.icc"
SRGB_PROFILE = PROFILES / "sRGB.icc"
OUTPUT_CONDITION = "FOGRA39"
OUTPUT_INFO = "ISO Coated v2 300% (basICColor)"

JPEG_QUALITY = 95

RGB = tuple[int, int, int]

# Every page is made once: libvips' cache would only keep a person's pixels in memory.
pyvips.cache_set_max(0)


@dataclass(frozen=True)
class EncodedRaster:
    """A baseline JPEG without profile, ready to be a PDF image.

    `inverted` is true if the samples mean 255 = no ink, so that the PDF needs a /Decode array.
    """

    data: bytes
    width: int
    height: int
    mode: ColourMode
    inverted: bool


def to_cmyk(image: Any) -> Any:
    """Convert an sRGB vips image (3 bands, uchar) to CMYK: relative, black point compensated."""
    return image.icc_transform(
        str(CMYK_PROFILE),
        input_profile=str(SRGB_PROFILE),
        intent="relative",
        black_point_compensation=True,
        depth=8,
    )


def as_printed(image: Any) -> Any:
    """Return the sRGB image as the press will show it: to CMYK and back."""
    return to_cmyk(image).icc_transform(
        str(SRGB_PROFILE),
        input_profile=str(CMYK_PROFILE),
        intent="relative",
        black_point_compensation=True,
        depth=8,
    )


def encode(image: Any, mode: ColourMode) -> EncodedRaster:
    """Encode an sRGB vips image as JPEG in `mode`; pixels stream through, row by row."""
    out = to_cmyk(image) if mode == "CMYK" else image
    data = _jpeg(out)
    # libvips writes CMYK the way Adobe does, inverted: without /Decode the print is a negative.
    return EncodedRaster(data, image.width, image.height, mode, inverted=mode == "CMYK")


def _jpeg(image: Any) -> bytes:
    """Return the image as JPEG, gathered piece by piece: a growing buffer would be twice as large.

    Raises:
        pyvips.Error: the art could not be read to its end.

    """
    pieces: list[bytes] = []

    def write(piece: Any) -> int:
        pieces.append(bytes(piece))
        return len(piece)

    target = pyvips.TargetCustom()
    target.on_write(write)
    image.jpegsave_target(target, Q=JPEG_QUALITY, subsample_mode="off", keep="none")
    return b"".join(pieces)


@cache
def ink(rgb: RGB) -> tuple[float, float, float, float]:
    """Return CMYK (0..1) for an sRGB colour of a vector object.

    A neutral grey is printed with black ink alone: four plates never register well enough for type.
    """
    red, green, blue = rgb
    if red == green == blue:
        return 0.0, 0.0, 0.0, round(1 - red / 255, 4)
    pixel = pyvips.Image.new_from_array(np.array([[rgb]], np.uint8), interpretation="srgb")
    cyan, magenta, yellow, black = (round(v / 255, 4) for v in to_cmyk(pixel)(0, 0))
    return cyan, magenta, yellow, black
