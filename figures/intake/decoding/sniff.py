"""Tells a file's format by its first bytes, before any decoder sees it."""

from enum import StrEnum

from figures.intake.refusals import PhotoRefused, Refusal


class SourceFormat(StrEnum):
    """The formats that are decoded; a phone's MPO is a JPEG with more pictures behind it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    AVIF = "AVIF"
    HEIC = "HEIC"


_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1", b"mif2"),
}
# Pictures, films and documents that people mistake for a photo.
_OTHER_MAGIC = (
    *(b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS"),
    *(b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51", b"\0\0\x01\0", b"icns", b"\x01\xda", b"FUJIFILM"),
    *(b"\0\0\0\x0cJXL ", b"\xff\x0a", b"qoif", b"DDS ", b"%PDF-", b"%!PS", b"\xc5\xd0\xd3\xc6"),
    *(b"<svg", b"P1\n", b"P2\n", b"P3\n", b"P4\n", b"P5\n", b"P6\n", b"BLP1", b"BLP2"),
)


def sniff(raw: bytes) -> SourceFormat:
    """Name the format of a photo.

    Args:
        raw: the file, or at least its first 64 bytes.

    Raises:
        PhotoRefused: `UNSUPPORTED_FORMAT` for other kinds of picture, film or document,
            `NOT_A_PHOTO` for anything else.

    """
    if raw.startswith(b"\xff\xd8\xff"):
        return SourceFormat.JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return SourceFormat.PNG
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return SourceFormat.WEBP
    if raw[4:8] == b"ftyp":
        return _sniff_iso_media(raw)
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OTHER_MAGIC) or (head.startswith(b"<?xml") and b"<svg" in head):
        raise PhotoRefused(Refusal.UNSUPPORTED_FORMAT)
    raise PhotoRefused(Refusal.NOT_A_PHOTO)


def _sniff_iso_media(raw: bytes) -> SourceFormat:
    """Tell AVIF, HEIC and films apart by the brands in the `ftyp` box."""
    end = min(int.from_bytes(raw[:4]), 512)
    brands = {raw[8:12], *(raw[i : i + 4] for i in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return SourceFormat.AVIF
    if brands & _HEIC_BRANDS:
        return SourceFormat.HEIC
    raise PhotoRefused(Refusal.UNSUPPORTED_FORMAT)
