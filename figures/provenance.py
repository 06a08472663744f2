"""Labels pictures as computer-generated, in the XMP that PNG and JPEG readers understand.

The label is IPTC's `DigitalSourceType` (IPTC Photo Metadata Standard) with a plain description.
The picture's own data stays byte for byte the same. Saving a labelled picture anew drops the
label, so it is put on last.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

DESCRIPTION: Final = "Computer-generated figure of a real person's photo"

_VOCABULARY: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class SourceType(StrEnum):
    """How a picture came to be; the values are IPTC's own URIs."""

    ALGORITHMIC = f"{_VOCABULARY}algorithmicMedia"
    COMPOSITE_WITH_MODEL = f"{_VOCABULARY}compositeWithTrainedAlgorithmicMedia"
    TRAINED = f"{_VOCABULARY}trainedAlgorithmicMedia"


@dataclass(frozen=True)
class Label:
    """What a labelled picture says of itself."""

    source_type: SourceType
    description: str


class NotAPictureError(ValueError):
    """The bytes are not a whole PNG or JPEG file."""


_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{rdf}">
  <rdf:Description rdf:about="" xmlns:dc="{dc}" xmlns:Iptc4xmpExt="{iptc}">
   <Iptc4xmpExt:DigitalSourceType>{source_type}</Iptc4xmpExt:DigitalSourceType>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
   </dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEYWORD: Final = b"XML:com.adobe.xmp\x00"
_JPEG_HEADER: Final = b"http://ns.adobe.com/xap/1.0/\x00"
_SOI: Final = b"\xff\xd8"
_APP0: Final = 0xE0
_APP1: Final = 0xE1
_SOS: Final = 0xDA
# A JPEG segment counts its bytes, the two of the count included, in 16 bits.
_MAX_SEGMENT: Final = 0xFFFF - 2


def label_png(png: bytes, *, source_type: SourceType, description: str = DESCRIPTION) -> bytes:
    """Return the PNG with the label in an iTXt chunk, in place of any XMP it had.

    Raises:
        NotAPictureError: if it is not a whole PNG.

    """
    text = _PNG_KEYWORD + b"\x00\x00\x00\x00" + _packet(source_type, description)
    chunks = [chunk for chunk in _png_chunks(png) if not _is_png_xmp(*chunk)]
    # After the header and before the pixels, so that a reader need not take in the whole file.
    chunks.insert(1, (b"iTXt", text))
    return _PNG_SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def label_jpeg(jpeg: bytes, *, source_type: SourceType, description: str = DESCRIPTION) -> bytes:
    """Return the JPEG with the label in an APP1 segment, in place of any XMP it had.

    Raises:
        NotAPictureError: if it is not a JPEG.
        ValueError: if the description is too long for a segment.

    """
    body = _JPEG_HEADER + _packet(source_type, description)
    if len(body) > _MAX_SEGMENT:
        raise ValueError("The description is too long for a JPEG segment.")
    segments, rest = _jpeg_segments(jpeg)
    kept = [segment for segment in segments if not _is_jpeg_xmp(*segment)]
    # JFIF and Exif both ask to come first.
    place = next((i for i, (m, b) in enumerate(kept) if not _comes_first(m, b)), len(kept))
    kept.insert(place, (_APP1, body))
    written = (struct.pack(">BBH", 0xFF, m, len(b) + 2) + b for m, b in kept)
    return _SOI + b"".join(written) + rest


def read_label(picture: bytes) -> Label | None:
    """Read the label of a PNG or JPEG; None if it has none.

    Raises:
        NotAPictureError: if it is neither.

    """
    packet = _png_packet(picture) if picture.startswith(_PNG_SIGNATURE) else _jpeg_packet(picture)
    # XMP has no document type; one with entities is an attack on the parser.
    if packet is None or b"<!" in packet:
        return None
    try:
        tree = ET.fromstring(packet)  # noqa: S314 - no entities are left, see above
    except ET.ParseError:
        return None
    source = tree.find(f".//{{{_IPTC}}}DigitalSourceType")
    words = tree.find(f".//{{{_DC}}}description/{{{_RDF}}}Alt/{{{_RDF}}}li")
    if source is None or source.text not in set(SourceType):
        return None
    return Label(SourceType(source.text), (words.text or "") if words is not None else "")


def _packet(source_type: SourceType, description: str) -> bytes:
    return _PACKET.format(
        rdf=_RDF, dc=_DC, iptc=_IPTC, source_type=source_type, description=escape(description)
    ).encode()


def _png_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, body) of each chunk up to the end chunk."""
    if not png.startswith(_PNG_SIGNATURE):
        raise NotAPictureError("This is not a PNG file.")
    at = len(_PNG_SIGNATURE)
    while True:
        if at + 12 > len(png):
            raise NotAPictureError("This PNG file is cut short.")
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(png):
            raise NotAPictureError("This PNG file is cut short.")
        yield kind, body
        if kind == b"IEND":
            return


def _is_png_xmp(kind: bytes, body: bytes) -> bool:
    return kind == b"iTXt" and body.startswith(_PNG_KEYWORD)


def _png_packet(png: bytes) -> bytes | None:
    for kind, body in _png_chunks(png):
        if _is_png_xmp(kind, body):
            head = body[len(_PNG_KEYWORD) :]
            # Compression flag and method, then language and translated keyword, each ended by 0.
            if head[:1] != b"\x00":
                return None
            return head[2:].split(b"\x00", 2)[-1]
    return None


def _jpeg_segments(jpeg: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Return (marker, body) of the segments before the scan, and the bytes from there on."""
    if not jpeg.startswith(_SOI):
        raise NotAPictureError("This is not a JPEG file.")
    at = len(_SOI)
    segments: list[tuple[int, bytes]] = []
    while True:
        if at + 4 > len(jpeg) or jpeg[at] != 0xFF:
            raise NotAPictureError("This JPEG file is cut short or damaged.")
        if jpeg[at + 1] == 0xFF:
            # Padding between segments.
            at += 1
            continue
        if jpeg[at + 1] == _SOS:
            return segments, jpeg[at:]
        (length,) = struct.unpack_from(">H", jpeg, at + 2)
        if length < 2 or at + 2 + length > len(jpeg):
            raise NotAPictureError("This JPEG file is cut short or damaged.")
        segments.append((jpeg[at + 1], jpeg[at + 4 : at + 2 + length]))
        at += 2 + length


def _is_jpeg_xmp(marker: int, body: bytes) -> bool:
    return marker == _APP1 and body.startswith(_JPEG_HEADER)


def _comes_first(marker: int, body: bytes) -> bool:
    return marker == _APP0 or (marker == _APP1 and body.startswith(b"Exif\x00"))


def _jpeg_packet(jpeg: bytes) -> bytes | None:
    segments, _ = _jpeg_segments(jpeg)
    return next((b[len(_JPEG_HEADER) :] for m, b in segments if _is_jpeg_xmp(m, b)), None)
