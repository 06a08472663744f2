"""Pages as lists of things at places: PDF file and proof picture are both made from it."""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from shop.prepress.art import Art
from shop.prepress.colour import RGB
from shop.prepress.geometry import Box, Outline, Point
from shop.prepress.specs import PrintSpec

DISCLOSURE = "Computer-generated figure of a real person's photo"
# Raised whenever the same layout would print differently.
LAYOUT_VERSION = 1


@dataclass(frozen=True)
class Ground:
    """What a figure stands before. Lengths in mm from the lower left corner of the raster.

    A flat colour with, if given: a lighter disc, rays around the disc's middle, and the soft
    shadows under the figures (x, y, half width).
    """

    colour: RGB
    disc_colour: RGB | None = None
    disc_centre: Point = (0.0, 0.0)
    disc_radius: float = 0.0
    ray_colour: RGB | None = None
    ray_count: int = 0
    shadows: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True)
class Cutout:
    """Art laid on a ground; `box` in page mm."""

    art: Art
    box: Box


@dataclass(frozen=True)
class Raster:
    """Everything in `box` that is pixels, flattened to one picture when it is printed.

    `clip` limits what is printed of it, in page mm.
    """

    box: Box
    ground: Ground
    cutouts: tuple[Cutout, ...]
    clip: Outline | None = None


@dataclass(frozen=True)
class Fill:
    """A shape of one colour."""

    outline: Outline
    colour: RGB


@dataclass(frozen=True)
class Text:
    """One line of type. `size` is the font size in points, `tracking` extra points per letter.

    (x, y) in mm is the start (or middle, by `anchor`) of the baseline, turned by `angle` degrees.
    """

    words: str
    x: float
    y: float
    size: float
    font: Path
    colour: RGB
    anchor: Literal["start", "middle"] = "start"
    angle: int = 0
    tracking: float = 0.0


@dataclass(frozen=True)
class SpotStroke:
    """A hairline in a spot colour: what a machine follows."""

    outline: Outline
    spot: str


@dataclass(frozen=True)
class SpotFill:
    """An area in a spot colour, less its holes."""

    outline: Outline
    spot: str
    holes: tuple[Outline, ...] = ()


Item = Raster | Fill | Text | SpotStroke | SpotFill


@dataclass(frozen=True)
class PageLayout:
    """What is printed: its spec and its items, first painted first.

    `back` is what stands behind, seen from behind; empty where one side is printed.
    """

    spec: PrintSpec
    items: tuple[Item, ...]
    back: tuple[Item, ...] = ()

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each page of the file."""
        return (self.items, self.back) if self.back else (self.items,)

    @property
    def rasters(self) -> tuple[Raster, ...]:
        """All pixel parts of all pages, in the order they are painted."""
        return tuple(item for page in self.pages for item in page if isinstance(item, Raster))

    @property
    def source_type(self) -> str:
        """How the pages' art came to be (IPTC digital source type)."""
        types = {cutout.art.source_type for raster in self.rasters for cutout in raster.cutouts}
        return types.pop() if len(types) == 1 else "compositeSynthetic"

    def digest(self) -> str:
        """Return the SHA-256 (hex) over geometry, words, fonts, colours and the art's identity.

        Equal digests print the same: a proof approved under this digest is what is printed.
        """
        return self._digest

    @cached_property
    def _digest(self) -> str:
        text = json.dumps([LAYOUT_VERSION, _canonical(self)], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """Return `value` as JSON data; lengths to a thousandth of a mm."""
    if isinstance(value, Art):
        return ["Art", value.identity, value.source_type]
    if is_dataclass(value) and not isinstance(value, type):
        parts = [_canonical(getattr(value, field.name)) for field in fields(value)]
        return [type(value).__name__, *parts]
    if isinstance(value, dict):
        return [[key, _canonical(part)] for key, part in sorted(value.items())]
    if isinstance(value, tuple | list):
        return [_canonical(part) for part in value]
    if isinstance(value, Path):
        return _file_digest(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    return value


@cache
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
