"""What becomes of colours, profiles and further frames."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from figures.intake.decoding import SourceFormat, decode_photo
from figures.intake.decoding.sniff import sniff
from figures.intake.refusals import PhotoRefused, Refusal

DATA = Path(__file__).parents[2] / "data"
RED, BLUE = (200, 30, 40), (40, 30, 200)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(color: Sequence[int], mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (256, 256), tuple(color))


def color_of(raw: bytes) -> tuple[int, ...]:
    """The one colour of a decoded photo."""
    photo = decode_photo(raw)
    triple = photo.pixels[:3]
    assert photo.pixels == triple * (photo.width * photo.height)
    return tuple(triple)


def red_and_blue_swapped() -> bytes:
    """An sRGB profile whose red and blue primaries have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    table = profile[:512].replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ")
    return table.replace(b"----", b"bXYZ") + profile[512:]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_embedded_profile_is_applied(kind: str) -> None:
    raw = saved(plain(RED), kind, icc_profile=red_and_blue_swapped(), lossless=True)
    color = color_of(raw)
    assert max(abs(a - b) for a, b in zip(color, BLUE, strict=True)) <= 1


def test_an_embedded_profile_leaves_transparency_alone() -> None:
    raw = saved(plain((*RED, 0), "RGBA"), "PNG", icc_profile=red_and_blue_swapped())
    assert color_of(raw) == (255, 255, 255)


def test_a_broken_profile_is_ignored() -> None:
    assert color_of(saved(plain(RED), "PNG", icc_profile=b"not a profile")) == RED


def test_a_profile_for_other_channels_is_ignored() -> None:
    grey = Image.new("L", (256, 256), 77)
    raw = saved(grey, "PNG", icc_profile=red_and_blue_swapped())
    assert color_of(raw) == (77, 77, 77)


def test_printers_colours_become_screen_colours() -> None:
    red, green, blue = color_of(saved(plain((0, 255, 255, 0), "CMYK"), "JPEG", quality=95))
    assert red > 250
    assert max(green, blue) < 5


def test_palettes_and_bilevel_pictures() -> None:
    assert color_of(saved(plain(RED).quantize(2), "PNG")) == RED
    assert color_of(saved(Image.new("1", (256, 256), 1), "PNG")) == (255, 255, 255)
    assert color_of(saved(plain((90, 255), "LA"), "PNG")) == (90, 90, 90)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    raw = saved(
        plain((0, 0, 0)), kind, save_all=True, append_images=[plain((255, 255, 255))], lossless=True
    )
    assert max(color_of(raw)) <= 1


def test_a_phones_mpo_is_a_jpeg() -> None:
    raw = saved(plain((0, 0, 0)), "MPO", save_all=True, append_images=[plain((255, 255, 255))])
    assert decode_photo(raw).source_format is SourceFormat.JPEG
    assert color_of(raw) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_rotation_is_baked_in_once(kind: str) -> None:
    wide = Image.new("RGB", (512, 256), (0, 0, 0))
    wide.paste((255, 255, 255), (0, 0, 256, 256))  # the left half is white
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright: left becomes top
    photo = decode_photo(saved(wide, kind, exif=exif)).array()
    assert photo.shape == (512, 256, 3)
    assert photo[:248].min() > 245
    assert photo[264:].max() < 10


def test_a_heic_is_turned_by_its_decoder_alone() -> None:
    photo = decode_photo((DATA / "heic" / "turned.heic").read_bytes()).array()
    assert photo.shape == (512, 256, 3)
    assert photo[:248].min() > 245
    assert photo[264:].max() < 10


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe1", SourceFormat.JPEG),
        (b"\x89PNG\r\n\x1a\n", SourceFormat.PNG),
        (b"RIFF\0\0\0\0WEBP", SourceFormat.WEBP),
        (b"\0\0\0\x1cftypavif\0\0\0\0", SourceFormat.AVIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", SourceFormat.AVIF),
        (b"\0\0\0\x18ftypheic\0\0\0\0", SourceFormat.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0heic", SourceFormat.HEIC),
        (b"\0\0\0\x18ftypqt  \0\0\0\0", Refusal.UNSUPPORTED_FORMAT),
        (b"RIFF\0\0\0\0WAVE", Refusal.NOT_A_PHOTO),
        (b"GIF89a", Refusal.UNSUPPORTED_FORMAT),
        (b"%PDF-1.7", Refusal.UNSUPPORTED_FORMAT),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', Refusal.UNSUPPORTED_FORMAT),
        (b"PK\x03\x04", Refusal.NOT_A_PHOTO),
        (b"hello", Refusal.NOT_A_PHOTO),
        (b"", Refusal.NOT_A_PHOTO),
    ],
)
def test_formats_are_told_by_their_first_bytes(
    head: bytes, expected: SourceFormat | Refusal
) -> None:
    try:
        found: SourceFormat | Refusal = sniff(head)
    except PhotoRefused as refusal:
        found = refusal.code
    assert found is expected
