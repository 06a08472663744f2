"""The label is there for any reader, replaces an older one, and leaves the picture alone."""

import io

import numpy as np
import pytest
import pyvips
from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from figures.provenance import (
    DESCRIPTION,
    Label,
    NotAPictureError,
    SourceType,
    label_jpeg,
    label_png,
    label_webp,
    read_label,
    short_label,
    xmp_properties,
)

ALGORITHMIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
LABELS = (("PNG", label_png), ("JPEG", label_jpeg), ("WEBP", label_webp))
NAMES = {
    "x": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def picture(kind: str, **options: object) -> bytes:
    pixels = np.arange(12 * 10 * 3, dtype=np.uint8).reshape(12, 10, 3)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def xmp_bytes(labelled: bytes) -> bytes:
    with Image.open(io.BytesIO(labelled)) as image:
        image.load()
        return bytes(image.info.get("xmp") or image.info["XML:com.adobe.xmp"].encode())


def xmp(labelled: bytes) -> etree._Element:
    """Read the packet with Pillow and lxml."""
    return etree.fromstring(xmp_bytes(labelled))


def found(labelled: bytes) -> tuple[str, str]:
    tree = xmp(labelled)
    source = tree.findtext(".//x:DigitalSourceType", namespaces=NAMES)
    words = tree.findtext(".//dc:description/rdf:Alt/rdf:li", namespaces=NAMES)
    return str(source), str(words)


@pytest.mark.parametrize(
    ("source_type", "uri"),
    [(SourceType.ALGORITHMIC, ALGORITHMIC), (SourceType.COMPOSITE_WITH_MODEL, COMPOSITE)],
)
def test_another_library_reads_the_label(source_type: SourceType, uri: str) -> None:
    for kind, put in LABELS:
        assert found(put(picture(kind), source_type=source_type)) == (uri, DESCRIPTION)


def test_a_second_library_hands_out_the_packet() -> None:
    for kind, put in LABELS:
        labelled = put(picture(kind), source_type=SourceType.ALGORITHMIC)
        packet = pyvips.Image.new_from_buffer(labelled, "").get("xmp-data")
        tree = etree.fromstring(packet)
        assert tree.findtext(".//x:DigitalSourceType", namespaces=NAMES) == ALGORITHMIC


def test_own_reader_reads_it_back() -> None:
    words = 'A <figure> & "more" of Zoë Жук'
    expected = Label(SourceType.COMPOSITE_WITH_MODEL, words)
    kind = SourceType.COMPOSITE_WITH_MODEL
    for name, put in LABELS:
        assert read_label(put(picture(name), source_type=kind, description=words)) == expected


def test_pictures_without_label_read_as_none() -> None:
    for kind, _ in LABELS:
        assert read_label(picture(kind)) is None
    assert read_label(picture("JPEG", xmp=b"<broken")) is None


def test_a_packet_with_entities_is_not_parsed() -> None:
    labelled = label_png(picture("PNG"), source_type=SourceType.ALGORITHMIC)
    packet = xmp_bytes(labelled)
    assert read_label(picture("JPEG", xmp=packet)) is not None
    bomb = packet.replace(b"<x:xmpmeta", b'<!DOCTYPE a [<!ENTITY b "c">]><x:xmpmeta', 1)
    assert read_label(picture("JPEG", xmp=bomb)) is None


def test_pixels_stay_the_same() -> None:
    for kind, put in LABELS:
        raw = picture(kind)
        labelled = put(raw, source_type=SourceType.ALGORITHMIC)
        with Image.open(io.BytesIO(raw)) as a, Image.open(io.BytesIO(labelled)) as b:
            assert a.tobytes() == b.tobytes()


def test_a_second_label_replaces_the_first() -> None:
    for kind, put in LABELS:
        once = put(picture(kind), source_type=SourceType.ALGORITHMIC)
        other = put(once, source_type=SourceType.COMPOSITE_WITH_MODEL)
        assert other.count(b"DigitalSourceType>http") == 1
        assert found(other)[0] == COMPOSITE
        assert put(other, source_type=SourceType.ALGORITHMIC) == once


def test_exif_stays_before_the_label() -> None:
    exif = Image.Exif()
    exif[0x010E] = "kept"
    labelled = label_jpeg(picture("JPEG", exif=exif), source_type=SourceType.ALGORITHMIC)
    assert 0 < labelled.index(b"Exif\x00\x00") < labelled.index(b"http://ns.adobe.com/xap/1.0/")
    with Image.open(io.BytesIO(labelled)) as image:
        assert image.getexif()[0x010E] == "kept"


def webp(mode: str, frames: int = 1, **options: object) -> bytes:
    noise = np.random.default_rng(1).integers(0, 256, (frames, 8, 11, 4), np.uint8)
    pictures = [Image.fromarray(one).convert(mode) for one in noise]
    out = io.BytesIO()
    pictures[0].save(out, "WEBP", save_all=True, append_images=pictures[1:], **options)
    return out.getvalue()


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_every_kind_of_webp_keeps_its_pixels_size_and_frames(mode: str, lossless: bool) -> None:
    for frames in (1, 3):
        raw = webp(mode, frames, lossless=lossless)
        labelled = label_webp(raw, source_type=SourceType.ALGORITHMIC)
        assert found(labelled) == (ALGORITHMIC, DESCRIPTION)
        with Image.open(io.BytesIO(raw)) as a, Image.open(io.BytesIO(labelled)) as b:
            assert (b.size, b.mode, getattr(b, "n_frames", 1)) == ((11, 8), mode, frames)
            for index in range(frames):
                a.seek(index)
                b.seek(index)
                assert a.tobytes() == b.tobytes()


def test_the_label_as_properties_and_as_a_line() -> None:
    assert xmp_properties(SourceType.ALGORITHMIC) == {
        "dc:description": DESCRIPTION,
        "Iptc4xmpExt:DigitalSourceType": ALGORITHMIC,
    }
    assert short_label(SourceType.ALGORITHMIC) == f"{DESCRIPTION}; algorithmicMedia"


CUT = [
    b"", b"GIF89a", picture("PNG")[:-5], picture("JPEG")[:40], picture("WEBP")[:-9],
    b"RIFF\x04\0\0\0WEBP",
]  # fmt: skip


@pytest.mark.parametrize("raw", CUT)
def test_other_and_cut_files_are_refused(raw: bytes) -> None:
    with pytest.raises(NotAPictureError):
        label_png(raw, source_type=SourceType.ALGORITHMIC)
    with pytest.raises(NotAPictureError):
        label_jpeg(raw, source_type=SourceType.ALGORITHMIC)
    with pytest.raises(NotAPictureError):
        label_webp(raw, source_type=SourceType.ALGORITHMIC)
    with pytest.raises(NotAPictureError):
        read_label(raw)


def test_a_description_too_long_for_a_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        label_jpeg(picture("JPEG"), source_type=SourceType.ALGORITHMIC, description="x" * 66000)
