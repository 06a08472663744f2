"""Turns one file into upright 8-bit sRGB pixels; runs inside the guarded child.

Everything but pixels ends here: EXIF, XMP, IPTC, comments, profiles, thumbnails, gain maps,
further frames and whatever was appended to the file.
"""

import io
import zlib
from dataclasses import dataclass

import pi_heif
from PIL import (
    AvifImagePlugin,
    ExifTags,
    Image,
    ImageCms,
    ImageFile,
    ImageMath,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from figures.intake.decoding.sniff import SourceFormat
from figures.intake.refusals import PhotoRefused, Refusal

# Imported for what they register: after start the child cannot open files, not even modules.
PLUGINS = (
    AvifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
# Pillow takes "JPEG" for MPO as well; naming "MPO" raises KeyError.
OPENERS = {
    SourceFormat.JPEG: "JPEG",
    SourceFormat.PNG: "PNG",
    SourceFormat.WEBP: "WEBP",
    SourceFormat.AVIF: "AVIF",
    SourceFormat.HEIC: "HEIF",
}
TRANSPARENT_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Bounds:
    """What a photo may be, in pixels.

    Attributes:
        min_side: shorter side at least this.
        max_side: the longer side of the result at most this; larger photos are scaled down.
        max_pixels: width times height at most this.

    """

    min_side: int
    max_side: int
    max_pixels: int


def set_up() -> None:
    """Prepare Pillow: strict about truncation, small about text chunks, one thread for HEIC."""
    Image.init()
    # The size is checked from the header below, for every format the same.
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.options.THUMBNAILS = False
    pi_heif.options.DEPTH_IMAGES = False
    pi_heif.options.AUX_IMAGES = False
    pi_heif.register_heif_opener()


def decode(raw: bytes, source: SourceFormat, bounds: Bounds) -> Image.Image:
    """Decode a file.

    Args:
        raw: the file.
        source: its format; only that decoder runs.
        bounds: what sizes are taken.

    Returns:
        An upright RGB picture in sRGB without metadata; of several frames the first.

    Raises:
        PhotoRefused: with the reason. `MemoryError` is left to the caller.

    """
    if source is SourceFormat.PNG and not _png_intact(raw):
        raise PhotoRefused(Refusal.INCOMPLETE)
    try:
        image: Image.Image = Image.open(io.BytesIO(raw), formats=[OPENERS[source]])
    except MemoryError:
        raise
    except Exception as error:  # whatever a decoder raises on a broken header
        raise PhotoRefused(Refusal.INCOMPLETE) from error
    _check_size(image, bounds)
    target = (bounds.max_side, bounds.max_side)
    image.draft(None, target)  # JPEG only: decodes at 1/2, 1/4 or 1/8
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as error:  # and on broken data
        raise PhotoRefused(Refusal.INCOMPLETE) from error
    profile, turn = image.info.get("icc_profile"), _orientation(image)
    image = _eight_bit(image)
    image.thumbnail(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _on_white(_in_srgb(image, profile))
    return _bare(_turned(image, turn))


def _png_intact(raw: bytes) -> bool:
    """Check the sums of the chunks that make the picture; Pillow skips those of the pixel data."""
    at = 8
    while at + 12 <= len(raw):
        length, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        end = at + 8 + length
        checked = kind in {b"IHDR", b"PLTE", b"IDAT"}
        if checked and zlib.crc32(raw[at + 4 : end]) != int.from_bytes(raw[end : end + 4]):
            return False
        if kind == b"IEND":
            return True
        at = end + 4
    return False


def _check_size(image: Image.Image, bounds: Bounds) -> None:
    if image.width * image.height > bounds.max_pixels:
        raise PhotoRefused(Refusal.TOO_MANY_PIXELS)
    if min(image.size) < bounds.min_side:
        raise PhotoRefused(Refusal.TOO_SMALL)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 if there is none or the block is broken.

    The HEIF decoder turns the picture itself and leaves 1 here; Pillow's AVIF plugin hands the
    container's rotation on as EXIF.
    """
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001  # broken metadata never costs a good picture
        return 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    method = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)
    return image if method is None else image.transpose(method)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Bring palette, bilevel and 16-bit pictures to a mode that can be scaled and converted."""
    if image.mode.startswith("I"):
        return _eight_bit_grey(image)
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image


def _eight_bit_grey(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey by taking each sample's high byte; a plain convert clips at 255."""
    narrow = image if image.mode == "I;16" else image.convert("I;16")
    grey = Image.frombytes("L", image.size, narrow.tobytes()[1::2])
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    is_opaque = ImageMath.lambda_eval(lambda of: of["grey"] != clear, grey=narrow.convert("I"))
    return Image.merge("LA", (grey, is_opaque.point(lambda one: one * 255).convert("L")))


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the embedded profile; alpha is kept. A broken profile is ignored."""
    if not profile:
        return image
    alpha = image.getchannel("A") if image.mode in TRANSPARENT_MODES else None
    flat = image.convert({"LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode))
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(flat, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    return converted


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in TRANSPARENT_MODES:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, (255, 255, 255))
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _bare(image: Image.Image) -> Image.Image:
    """Copy the pixels into a picture that never had metadata."""
    return Image.frombytes("RGB", image.size, image.tobytes())
