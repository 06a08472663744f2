"""The hair of a recipe: length, texture and colour of a mask, or a plain style where it fails."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from figures.generation.studio.analysis.covering import Crown
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.hair import (
    HairMask,
    signed_outline,
    strand_order,
    strand_tone,
    texture_of,
)
from figures.generation.studio.analysis.hair_colour import (
    colour_name,
    colour_sureness,
    hair_rgb,
    read_hair_colour,
)
from figures.generation.studio.colour import RGB, chroma, lab_of, rgb, scaled
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.recipe import OUTLINE_RANGE, STRANDS_RANGE, Attribute, ByteMap, Hair
from figures.generation.studio.space import HAIR, PHOTO, Doubles, Floats, Mask

# Where hair ends, face units under the eyes; hair that goes on unseen counts as long sooner.
LONG_BELOW, LONG_UNSEEN_BELOW, MEDIUM_BELOW = -1.75, -1.05, -0.6
SMALLEST_AREA, CROPPED_AREA = 0.20, 0.85
# So little area is a buzz cut; beside a bare crown even more of it.
BUZZ_AREA = 0.25
EDGE_LIGHT = 0.75
STRAND_LEVELS = 16
# A bare crown: no edge over the forehead, and as smooth as skin (see Crown.measures).
BARE_EDGE, BARE_GRAIN = -0.22, -3.75
# Lighter than the skin by this and coloured like it: a gleam on the forehead, no hair.
GLEAM, GLEAM_CHROMA = 15.0, 10.0
CLEAR_FACE_PX, MOST_SURE, DIM_SKIN = 80.0, 0.9, 70.0
END_ROWS, GAP_PX, ALIKE = 20, 6, 1.2
UNLIKE = np.array([30.0, 8.0, 8.0])


@dataclass(frozen=True)
class Hairdo:
    """Hair as read.

    Attributes:
        hair: for the recipe.
        bare: whether there is no hair at all.
        attributes: its lines of the report.

    """

    hair: Hair
    bare: bool
    attributes: tuple[Attribute, ...]


def read_hairdo(
    frame: Frame, lab: Floats, mask: HairMask, crown: Crown, skin: Doubles, brows: RGB, worn: str
) -> Hairdo:
    """Read the hair.

    Args:
        frame: the levelled photo.
        lab: (768, 768, 3) its colours.
        mask: the hair seen, with what is worn on the head.
        crown: what lies above the forehead.
        skin: colour of the skin in the photo, Lab.
        brows: their colour, for hair that cannot be seen.
        worn: key of the covering worn, or "none".

    """
    clear = _clear(frame, skin)
    if worn == "headscarf":
        return _unseen(brows, clear)
    if worn != "none":
        mask = mask.below(crown.line)
    elif _is_bare(crown):
        return _bald(clear * 0.7)
    area = float(mask.mask.sum()) / PHOTO.scale**2
    cropped = area < CROPPED_AREA
    colour = read_hair_colour(lab, mask, skin, cropped=cropped)
    if worn == "none" and colour is None and not mask.failed:
        return _bald(clear)
    if colour is None or area < SMALLEST_AREA or _is_gleam(lab, mask, skin):
        return _plain(colour, brows, clear * 0.4, worn)
    return _seen(frame, lab, mask, colour, clear * (0.6 if worn != "none" else 1.0))


def _seen(frame: Frame, lab: Floats, mask: HairMask, colour: Doubles, clear: float) -> Hairdo:
    area = float(mask.mask.sum()) / PHOTO.scale**2
    cropped = area < CROPPED_AREA
    rows = np.nonzero(mask.mask.any(1))[0]
    texture, texture_sure = texture_of(strand_order(lab, mask))
    length, length_sure = _length(frame, lab, mask)
    hair = Hair(
        "short" if length == "buzz" else length,
        texture,
        hair_rgb(colour),
        round(float(PHOTO.top - rows.min() / PHOTO.scale), 4),
        round(area, 4),
        _hair_map(signed_outline(mask), OUTLINE_RANGE),
        _quantised(_hair_map(strand_tone(lab, mask), STRANDS_RANGE)),
    )
    return Hairdo(
        hair,
        bare=False,
        attributes=(
            Attribute("hair_length", length, clear * length_sure),
            Attribute(
                "hair_colour", colour_name(colour), clear * colour_sureness(colour, cropped=cropped)
            ),
            Attribute("hair_texture", texture, clear * texture_sure * (0.6 if cropped else 1.0)),
        ),
    )


def _clear(frame: Frame, skin: Doubles) -> float:
    """How well hair can be read at all, 0..1."""
    size = float(np.clip(frame.face_px / CLEAR_FACE_PX, 0.3, 1.0))
    turned = float(np.clip(1.3 - abs(frame.yaw) / 50, 0.4, 1.0))
    light = float(np.clip(skin[0] / DIM_SKIN, 0.4, 1.0))
    return MOST_SURE * size * turned * light


def _is_bare(crown: Crown) -> bool:
    return crown.measures["strong"] < BARE_EDGE and crown.measures["grain"] < BARE_GRAIN


def _is_gleam(lab: Floats, mask: HairMask, skin: Doubles) -> bool:
    pixels = lab[mask.mask]
    if not len(pixels):
        return True
    middle = np.median(pixels, 0).astype(np.float64)
    light = middle[0] > skin[0] + GLEAM and middle[2] > 128 + GLEAM_CHROMA
    return bool(light and abs(float(chroma(middle)) - float(chroma(skin))) < 3 * GLEAM_CHROMA)


def _length(frame: Frame, lab: Floats, mask: HairMask) -> tuple[str, float]:
    """Length, and how far from where it would be called another."""
    area = float(mask.mask.sum()) / PHOTO.scale**2
    rows = np.nonzero(mask.mask.sum(1) >= 4)[0]
    lowest = PHOTO.top - float(rows.max()) / PHOTO.scale if len(rows) else 1.0
    if area < BUZZ_AREA and lowest > 0:
        return "buzz", 0.6
    long_below = LONG_UNSEEN_BELOW if _goes_on(frame, lab, mask.mask) else LONG_BELOW
    apart = min(abs(lowest - long_below), abs(lowest - MEDIUM_BELOW))
    sure = 0.4 + 0.6 * min(apart / 0.25, 1.0)
    if lowest < long_below:
        return "long", sure
    return ("medium" if lowest < MEDIUM_BELOW else "short"), sure


def _goes_on(frame: Frame, lab: Floats, hair: Mask) -> bool:
    """Whether the hair's end is not seen: the photo ends there, or cloth of its colour begins."""
    lowest = int(np.nonzero(hair.any(1))[0].max())
    end = hair.copy()
    end[: max(lowest - END_ROWS, 0)] = False
    shift = END_ROWS + GAP_PX
    under = np.zeros_like(hair)
    under[shift:] = end[:-shift]
    under &= ~hair
    if lowest + shift >= len(hair) or (under & ~frame.valid).sum() > under.sum() * 0.3:
        return True
    if not under.any():
        return False
    step = (np.median(lab[under], 0) - np.median(lab[end], 0)) / UNLIKE
    return bool(np.sqrt((step**2).sum()) < ALIKE)


def _bald(clear: float) -> Hairdo:
    return Hairdo(
        HAIRSTYLES["bald"].hair((60, 45, 35)),
        bare=True,
        attributes=(
            Attribute("hair_length", "bald", clear),
            Attribute("hair_colour", "none", clear),
            Attribute("hair_texture", "straight", 0.0),
        ),
    )


def _unseen(brows: RGB, clear: float) -> Hairdo:
    """Nothing of the hair can be seen: it is not asked after either."""
    return Hairdo(
        HAIRSTYLES["bald"].hair(brows),
        bare=False,
        attributes=(
            Attribute("hair_length", "hidden", clear * 0.7),
            Attribute("hair_colour", "none", clear * 0.7),
            Attribute("hair_texture", "straight", 0.0),
        ),
    )


def _plain(colour: Doubles | None, brows: RGB, clear: float, worn: str) -> Hairdo:
    """So little hair is a cut that failed: a plain crop in the colour seen is closer."""
    # Light from behind edges what was seen of it.
    seen = rgb(scaled(brows if colour is None else hair_rgb(colour), EDGE_LIGHT))
    if worn != "none":
        seen = brows
    hair = replace(HAIRSTYLES["buzz"].hair(seen), texture="straight")
    return Hairdo(
        hair,
        bare=False,
        attributes=(
            Attribute("hair_length", "buzz" if worn == "none" else "short", clear),
            Attribute("hair_colour", colour_name(lab_of(seen)), clear),
            Attribute("hair_texture", "straight", clear * 0.5),
        ),
    )


def _hair_map(values: Floats, span: tuple[float, float]) -> ByteMap:
    """Cut the hair's window out of a raster over space.PHOTO."""
    left = round((HAIR.left - PHOTO.left) * PHOTO.scale)
    top = round((PHOTO.top - HAIR.top) * PHOTO.scale)
    side = round(HAIR.width / HAIR.scale * PHOTO.scale)
    window = values[top : top + side, left : left + side]
    size = (HAIR.width, HAIR.height)
    return ByteMap.of(cv2.resize(window, size, interpolation=cv2.INTER_AREA), *span)


def _quantised(strands: ByteMap) -> ByteMap:
    """Fewer levels pack to half the size, and strands need no more."""
    step = 256 // STRAND_LEVELS
    centered = strands.array().astype(np.int32) - 128
    levels = np.clip(128 + np.rint(centered / step) * step, 0, 255)
    return ByteMap(strands.width, strands.height, levels.astype(np.uint8).tobytes())
