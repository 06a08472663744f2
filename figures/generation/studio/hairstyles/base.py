"""Hair drawn by hand: outlines in the face units of a person, and what no outline shows."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from scipy import ndimage

from figures.generation.studio.colour import RGB
from figures.generation.studio.curves import smooth_curve
from figures.generation.studio.recipe import OUTLINE_RANGE, STRANDS_RANGE, ByteMap, Hair
from figures.generation.studio.space import HAIR, Mask, square

Outline = tuple[tuple[float, float], ...]
# Outlines are drawn at this multiple of the map and then shrunk, so that edges keep sub-pixels.
OVERSAMPLING = 4
FLOWS = ("crown", "back", "side", "fall", "ropes")
WEAVES = ("strands", "plait", "coil")


@dataclass(frozen=True)
class Flow:
    """Which way the strands run.

    Attributes:
        kind: "crown" falls all around from the top, "back" is drawn to a knot behind, "side"
            runs from a parting to both sides, "fall" from a parting down beside the face,
            "ropes" so too, but plaited in many thin ropes.
        x: where it begins, share of the head's half width.
        y: height of the knot, face units of a person; only for "back".
        parting: whether there is a visible line on the scalp.

    """

    kind: str = "crown"
    x: float = 0.12
    y: float = 0.0
    parting: bool = False


@dataclass(frozen=True)
class Swell:
    """A rounded mass on top of the outline's own volume.

    Attributes:
        center: x as a share of the head's half width, y in face units of a person, z as a share
            of the head's half depth.
        radii: along x, y, z in the same measures.
        tilt: degrees about the z axis, from the viewer's right upward.
        pitch: degrees about the x axis, from the front upward.

    """

    center: tuple[float, float, float]
    radii: tuple[float, float, float]
    tilt: float = 0.0
    pitch: float = 0.0


@dataclass(frozen=True)
class Lock:
    """A tail, knot or plait: a chain of balls, measured as a Swell's centre.

    Attributes:
        path: x, y, z and radius (face units) of each ball.
        weave: "strands", "plait" or "coil".
        band: number of the ball that carries a tie, or None.
        mirrored: whether there is one on the other side too.

    """

    path: tuple[tuple[float, float, float, float], ...]
    weave: str = "strands"
    band: int | None = None
    mirrored: bool = False


@dataclass(frozen=True)
class Hairstyle:
    """A hairstyle.

    Attributes:
        name: key in edits.
        label: words for people.
        length: as in recipe.Hair.
        texture: as in recipe.Hair.
        outer: knots of a closed curve around all hair.
        face: knots of a closed curve around the face it leaves free.
        volume: how thick it lies; a buzz cut shows its area but no depth.
        flow: which way the strands run.
        swells: masses the outline does not show.
        locks: tails, knots and plaits.

    """

    name: str
    label: str
    length: str
    texture: str
    outer: Outline
    face: Outline
    volume: float = 1.0
    flow: Flow = Flow()
    swells: tuple[Swell, ...] = ()
    locks: tuple[Lock, ...] = ()

    def hair(self, colour: RGB) -> Hair:
        """Hair of this style."""
        outline, top, area = self._drawing
        strands = ByteMap.of(np.zeros((HAIR.height, HAIR.width)), *STRANDS_RANGE)
        return Hair(self.length, self.texture, colour, top, area, outline, strands, self.name)

    @cached_property
    def _drawing(self) -> tuple[ByteMap, float, float]:
        """Outline, top and area of the hair."""
        mask = _drawn(self)
        rows = np.nonzero(mask.any(1))[0]
        scale = HAIR.scale * OVERSAMPLING
        top = float(HAIR.top - rows.min() / scale) if len(rows) else 1.0
        outside = ndimage.distance_transform_edt(~mask)
        inside = ndimage.distance_transform_edt(mask)
        distance = np.asarray((outside - inside) / scale, np.float32)
        small = cv2.resize(distance, (HAIR.width, HAIR.height), interpolation=cv2.INTER_AREA)
        area = round(float(mask.sum()) / scale**2 * self.volume, 4)
        return ByteMap.of(small, *OUTLINE_RANGE), round(top, 4), area


def _drawn(style: Hairstyle) -> Mask:
    side = HAIR.width * OVERSAMPLING
    window = square(HAIR.left, HAIR.top, HAIR.width / HAIR.scale, side)
    mask = np.zeros((side, side), np.uint8)
    for knots, value in ((style.outer, 1), (style.face, 0)):
        if knots:
            curve = window.to_pixels(smooth_curve(knots, 240))
            cv2.fillPoly(mask, [np.rint(curve).astype(np.int32)], value)
    return np.asarray(mask > 0)


def mirrored(half: Outline) -> Outline:
    """Close a half outline (x >= 0, from the top down) with its mirror image."""
    return half + tuple((-x, y) for x, y in reversed(half) if x > 0)
