"""The art a page is made from: pixels at hand, or a renderer that draws any size."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

from shop.prepress.errors import PrepressError
from shop.prepress.geometry import Box

Pixels = NDArray[np.uint8]
Renderer = Callable[[int, int], Pixels]
Streamer = Callable[[int, int], Any]

# The outline is traced on art of this size, whatever the print's resolution.
SILHOUETTE_PX = 1500


@dataclass(frozen=True, eq=False)
class Art:
    """One picture that can be asked for at a size.

    Attributes:
        render: (width_px, height_px) -> RGBA uint8 (h, w, 4). It may return another size if it
            cannot do better; the print's resolution is then recorded from what it returned.
        aspect: width / height.
        identity: what tells this art from any other, the same on every machine (for a figure
            version its content hash); layout digests hold it instead of the pixels.
        source_type: IPTC digital source type, the last part of its URI.
        outline: alpha (h, w) uint8 that cut lines follow. Give the stored master's alpha where
            there is one, so that two machines cut the same line; else it is rendered.
        stream: like `render`, but the picture comes as a libvips image (sRGB, RGB if opaque, else
            RGBA), whose rows are decoded as the page is written: it may be read once, downwards.

    """

    render: Renderer
    aspect: float
    identity: str
    source_type: str = "algorithmicMedia"
    outline: Pixels | None = None
    stream: Streamer | None = None

    @classmethod
    def from_pixels(cls, pixels: Pixels, *, source_type: str = "algorithmicMedia") -> "Art":
        """Wrap RGB or RGBA uint8 (h, w, 3 or 4)."""
        rgba = _rgba(pixels)
        height, width = rgba.shape[:2]
        name = hashlib.sha256(f"{width}x{height}".encode() + rgba.tobytes()).hexdigest()
        return cls(lambda _w, _h: rgba, width / height, name, source_type)

    @classmethod
    def from_png(cls, data: bytes, *, source_type: str = "algorithmicMedia") -> "Art":
        """Wrap a PNG (or JPEG) the shop made itself, decoded row by row as it is drawn.

        A large picture in full, beside the page made from it, would be most of a job's memory.
        """
        try:
            head = _opened(data)
        except pyvips.Error as error:
            raise PrepressError("The art is not a readable picture.") from error
        name = hashlib.sha256(data).hexdigest()
        return cls(
            partial(_decoded, data),
            head.width / head.height,
            name,
            source_type,
            stream=partial(_streamed, data),
        )

    def drawn(self, width: int, height: int) -> Any:
        """Return the art as a libvips image: RGB if nothing of it is transparent, else RGBA."""
        if self.stream is not None:
            return self.stream(width, height)
        pixels = self.render(width, height)
        if pixels.ndim != 3 or pixels.shape[2] != 4:
            raise PrepressError("A renderer must return RGBA.")
        rows, columns = pixels.shape[:2]
        memory = pixels.data if pixels.flags.c_contiguous else pixels.tobytes()
        image = pyvips.Image.new_from_memory(memory, columns, rows, 4, "uchar")
        image = image.copy(interpretation="srgb")
        # Nothing shows through: the same page for a tenth of the work.
        return image.extract_band(0, n=3) if pixels[..., 3].min() == 255 else image

    @cached_property
    def silhouette(self) -> Pixels:
        """Alpha (h, w) uint8 at outline size."""
        if self.outline is not None:
            return self.outline
        long_side = SILHOUETTE_PX
        width = long_side if self.aspect >= 1 else round(long_side * self.aspect)
        height = long_side if self.aspect < 1 else round(long_side / self.aspect)
        return np.ascontiguousarray(_rgba(self.render(width, height))[..., 3])

    @cached_property
    def content(self) -> Box:
        """Where the art is not transparent: fractions of its width and height, y up."""
        alpha = self.silhouette >= 128
        rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
        if not rows.size:
            raise PrepressError("The art is empty.")
        height, width = alpha.shape
        return Box(
            float(columns[0] / width),
            float(1 - (rows[-1] + 1) / height),
            float((columns[-1] + 1) / width),
            float(1 - rows[0] / height),
        )

    def placed(self, target: Box, *, stand: bool = False) -> Box:
        """Return the box (mm) of the whole art so that its content fills `target`.

        `stand` puts the content on the target's lower edge instead of its middle.
        """
        content = self.content
        content_aspect = self.aspect * content.width / content.height
        fit = target.fitted(content_aspect)
        if stand:
            fit = fit.moved(0, target.y0 - fit.y0)
        width, height = fit.width / content.width, fit.height / content.height
        return Box.sized(width, height, fit.x0 - content.x0 * width, fit.y0 - content.y0 * height)


def _decoded(data: bytes, width: int, height: int) -> Pixels:
    """Return the picture as RGBA, made smaller if it covers width x height more than once."""
    try:
        image = _streamed(data, width, height)
        return np.asarray((image if image.hasalpha() else image.addalpha()).numpy())
    except pyvips.Error as error:
        raise PrepressError("The art is not a readable picture.") from error


def _streamed(data: bytes, width: int, height: int) -> Any:
    """Return the picture as an image to be read once, made smaller as for `_decoded`."""
    try:
        image = _opened(data).colourspace("srgb")
        if image.hasalpha() and _opaque(data):
            image = image.extract_band(0, n=image.bands - 1)
        scale = max(width / image.width, height / image.height)
        if scale < 1:
            across = math.ceil(image.width * scale - 1e-6) / image.width
            down = math.ceil(image.height * scale - 1e-6) / image.height
            if image.hasalpha():
                image = image.premultiply().resize(across, vscale=down).unpremultiply()
            else:
                image = image.resize(across, vscale=down)
        return image.cast("uchar")
    except pyvips.Error as error:
        raise PrepressError("The art is not a readable picture.") from error


def _opened(data: bytes) -> Any:
    # A source reads where the bytes are; libvips' loaders from a buffer make a copy of it first.
    return pyvips.Image.new_from_source(
        pyvips.Source.new_from_memory(data), "", access="sequential"
    )


def _opaque(data: bytes) -> bool:
    image = _opened(data)
    return bool(image.extract_band(image.bands - 1).min() == 255)


def _rgba(pixels: Pixels) -> Pixels:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise PrepressError("Art must be RGB or RGBA, 8 bits per channel.")
    if pixels.shape[2] == 4:
        return np.ascontiguousarray(pixels)
    return np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
