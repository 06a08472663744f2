"""Decodes an uploaded photo in a guarded child process."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.intake.decoding import wire
from figures.intake.decoding.pool import Pool
from figures.intake.decoding.sniff import SourceFormat, sniff
from figures.intake.refusals import MAX_BYTES, MAX_PIXELS, MIN_SIDE, PhotoRefused, Refusal
from figures.piped import ChildError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# More than the figure needs at its largest; what is not needed is not kept.
MAX_SIDE = 3072
TIMEOUT = 20.0
CPU_SECONDS = 15
JPEG_QUALITY = 95

pool = Pool()


@dataclass(frozen=True)
class DecodedPhoto:
    """An upright photo in 8-bit sRGB and nothing else.

    Attributes:
        pixels: width x height RGB triples, row by row from the top.
        width: in pixels.
        height: in pixels.
        source_format: what the file was.

    """

    pixels: bytes
    width: int
    height: int
    source_format: SourceFormat

    def array(self) -> "NDArray[np.uint8]":
        """Pixels as a read-only HxWx3 array."""
        import numpy as np

        return np.frombuffer(self.pixels, np.uint8).reshape(self.height, self.width, 3)

    def encoded(self) -> bytes:
        """Re-encode for keeping: JPEG without subsampling or metadata, about 1 byte per pixel."""
        from PIL import Image

        out = io.BytesIO()
        image = Image.frombytes("RGB", (self.width, self.height), self.pixels)
        image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        return out.getvalue()


def decode_photo(
    raw: bytes,
    *,
    min_side: int = MIN_SIDE,
    max_side: int = MAX_SIDE,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
    timeout: float = TIMEOUT,
) -> DecodedPhoto:
    """Decode a photo within bounds of size, time and memory.

    The file goes to the decoder over a pipe and is never written to disk. Safe to call from
    several threads and after a fork.

    Args:
        raw: the file as uploaded.
        min_side: the shorter side has at least this many pixels.
        max_side: the result's longer side has at most this many; larger photos are scaled down.
        max_bytes: the file has at most this many bytes.
        max_pixels: width times height is at most this.
        timeout: seconds until the decoder is ended.

    Raises:
        PhotoRefused: with the reason; one of the codes before `NO_FACE`.

    """
    if len(raw) > max_bytes:
        raise PhotoRefused(Refusal.TOO_LARGE)
    source = sniff(raw)
    request = wire.Request(
        length=len(raw),
        format=source,
        min_side=min_side,
        max_side=max_side,
        max_pixels=max_pixels,
        cpu_seconds=CPU_SECONDS,
    )
    try:
        with pool.child() as child:
            reply, body = child.ask(request, raw, timeout=timeout)
    except ChildError as failure:
        raise PhotoRefused(Refusal.UNREADABLE) from failure
    if reply["refused"] is not None:
        raise PhotoRefused(Refusal(reply["refused"]))
    return DecodedPhoto(body, reply["width"], reply["height"], source)
