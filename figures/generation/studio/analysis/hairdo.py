"""The hair of a recipe: length, texture and colour of a mask, or a plain style where it fails."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from figures.generation.studio.analysis.beside_face import Beside
from figures.generation.studio.analysis.covering import Crown
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.hair import (
    HairMask,
    strand_detail,
    strand_order,
    strand_tone,
    texture_of,
)
from figures.generation.studio.analysis.hair_colour import (
    alike,
    colour_name,
    colour_sureness,
    hair_rgb,
    read_hair_colour,
)
from figures.generation.studio.analysis.hair_shape import (
    CANVAS,
    Measured,
    measured,
    recentred,
)
from figures.generation.studio.colour import RGB, lab_of, rgb, scaled
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.recipe import OUTLINE_RANGE, STRANDS_RANGE, Attribute, ByteMap, Hair
from figures.generation.studio.space import HAIR, PHOTO, Doubles, Floats, Mask, Window

# Where hair ends, face units under the eyes; hair that goes on unseen, beyond the photo or over
# cloth of its colour, counts as long sooner.
LONG_BELOW, LONG_CUT_BELOW, LONG_UNSEEN_BELOW, MEDIUM_BELOW = -1.75, -1.5, -1.0, -0.8
LONG_FOR_SURE = -1.95
SMALLEST_AREA, CROPPED_AREA = 0.20, 0.85
# Sureness where hair that was lost on the way would change the length.
ON_SHOULDERS, LONG_SURE, BESIDE_FACE, EAR, LOW_ENDS, MOST_UNEXPLAINED = (
    0.5,
    0.6,
    0.5,
    -0.05,
    -0.36,
    0.06,
)
# Ends of both sides that differ by less, over something else, are where the hair ends: of five
# such portraits all are read right; the one read wrong at the shoulders differs by 0.58.
ENDS_APART, CLEAR_END = 0.40, 0.7
# Hair that hangs but covers so little is braided or tied: its strands tell no texture.
THIN_SURE = 0.5
SCALP_AREA, SCALP_SURE, BACKLIT_SURE = 0.1, 0.5, 0.5
TURNED = 28.0
# So little area is a buzz cut; beside a bare crown even more of it.
BUZZ_AREA = 0.25
# Brows and beards mix with the skin they grow on.
EDGE_LIGHT = 0.65
STRAND_LEVELS = 16
# Crumbs of hair under a hat differ from the brows by no more lightness than this.
CRUMBS_APART = 60.0
# A bare crown: no edge over the forehead, and as smooth as skin (see Crown.measures).
BARE_EDGE, BARE_GRAIN = -0.22, -3.75
CLEAR_FACE_PX, MOST_SURE, DIM_SKIN = 80.0, 0.9, 70.0
# Before a bright background hair loses its edge or looks like skin: it is asked about. Lighting and
# what remains of the sureness.
BAD_LIGHT = ((0.17, 0.35), (0.54, 1.0))
BESIDE_BELOW, FEWEST_BESIDE = 0.45, 4000
FEWEST_IN_ROW = 4
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


def read_hairdo(beside: Beside, mask: HairMask, crown: Crown, like: RGB, worn: str) -> Hairdo:
    """Read the hair.

    Args:
        beside: the levelled photo.
        mask: the hair seen, with what is worn on the head.
        crown: what lies above the forehead.
        like: colour of beard or brows, for hair that cannot be seen.
        worn: key of the covering worn, or "none".

    """
    lab, skin = beside.lab, beside.skin
    clear = _clear(beside)
    # Light from behind shines through hair and hides its edge over the forehead.
    bald = clear * (BACKLIT_SURE if beside.backlit else 1.0)
    if worn == "headscarf":
        # Noise may pass for a scarf's pattern.
        return _unseen(like, clear * beside.grain)
    if worn != "none":
        mask = mask.below(crown.line)
    elif _is_bare(crown):
        return _bald(bald * 0.7)
    area = float(mask.mask.sum()) / PHOTO.scale**2
    cropped = area < CROPPED_AREA
    colour = read_hair_colour(lab, mask, skin, cropped=cropped)
    if worn == "none" and colour is None and not mask.failed:
        if area <= SCALP_AREA:
            return _bald(bald)
        # Something was cut out: a lit scalp, or hair that a bad light gives the colour of skin.
        if beside.lighting >= BAD_LIGHT[0][1]:
            return _bald(bald * SCALP_SURE)
    # Short hair under a hat is crumbs: where the hat is taken off it would look torn.
    torn = worn != "none" and _lowest(mask) > MEDIUM_BELOW
    if colour is None or area < SMALLEST_AREA or torn:
        if torn and colour is not None and _fits(colour, like):
            like = rgb(scaled(hair_rgb(colour), 1 / EDGE_LIGHT))
        return _plain(beside.lab, mask, like, clear * 0.4, worn)
    return _seen(beside, mask, colour, clear * (0.6 if worn != "none" else 1.0))


def _fits(colour: Doubles, like: RGB) -> bool:
    """Whether crumbs under a hat have a colour that hair beside such brows may have."""
    return bool(abs(float(colour[0]) - float(lab_of(like)[0])) < CRUMBS_APART)


def _seen(beside: Beside, mask: HairMask, colour: Doubles, clear: float) -> Hairdo:
    lab = beside.lab
    area = float(mask.mask.sum()) / PHOTO.scale**2
    cropped = area < CROPPED_AREA
    texture, texture_sure = texture_of(
        strand_order(beside.lab, mask), strand_detail(beside.lab, mask), cropped=cropped
    )
    middle, half_width = beside.head
    place = (middle, beside.stretch)
    seen = cv2.resize(recentred(mask.cover, PHOTO, *place), None, fx=0.5, fy=0.5) > 0.5
    turned = abs(beside.frame.yaw) > TURNED
    found = measured(seen, half_width * beside.stretch, turned=turned)
    length, length_sure = _length(beside, mask, found)
    shape = found.drawn(length, ears_free=beside.ears(mask.mask))
    if cropped and length in ("medium", "long"):
        texture_sure *= THIN_SURE
    colour_sure = colour_sureness(colour, cropped=cropped)
    if not cropped and not _one_colour(lab, mask, colour, beside.skin):
        colour_sure *= 0.5
    hair = Hair(
        "short" if length == "buzz" else length,
        texture,
        hair_rgb(colour),
        round(shape.top, 4),
        round(shape.area, 4),
        _hair_map(shape.outline(), CANVAS, OUTLINE_RANGE),
        _quantised(
            _hair_map(recentred(strand_tone(beside.lab, mask), PHOTO, *place), PHOTO, STRANDS_RANGE)
        ),
    )
    return Hairdo(
        hair,
        bare=False,
        attributes=(
            Attribute("hair_length", length, clear * length_sure),
            Attribute("hair_colour", colour_name(colour, cropped=cropped), clear * colour_sure),
            Attribute("hair_texture", texture, clear * texture_sure * beside.grain),
        ),
    )


def _one_colour(lab: Floats, mask: HairMask, colour: Doubles, skin: Doubles) -> bool:
    """Whether hair beside the face has the colour of all hair: glare and things on it differ."""
    beside = mask.below(np.full(PHOTO.width, BESIDE_BELOW))
    if (beside.cover > 0.7).sum() < FEWEST_BESIDE:
        return True
    other = read_hair_colour(lab, beside, skin)
    return other is None or alike(colour_name(other), colour_name(colour))


def _clear(beside: Beside) -> float:
    """How well hair can be read at all, 0..1."""
    frame = beside.frame
    size = float(np.clip(frame.face_px / CLEAR_FACE_PX, 0.3, 1.0))
    turned = float(np.clip(1.3 - abs(frame.yaw) / 50, 0.4, 1.0))
    light = float(np.clip(beside.skin[0] / DIM_SKIN, 0.4, 1.0))
    light = min(light, float(np.interp(beside.lighting, *BAD_LIGHT)))
    return MOST_SURE * size * turned * light


def _is_bare(crown: Crown) -> bool:
    return crown.measures["strong"] < BARE_EDGE and crown.measures["grain"] < BARE_GRAIN


def _length(beside: Beside, mask: HairMask, found: Measured) -> tuple[str, float]:
    """Length, and how far from where it would be called another."""
    area = float(mask.mask.sum()) / PHOTO.scale**2
    lowest = found.lowest if found.lowest < EAR else _lowest(mask)
    if area < BUZZ_AREA and lowest > 0:
        return "buzz", 0.6
    if abs(beside.frame.yaw) > TURNED and LONG_CUT_BELOW < lowest < MEDIUM_BELOW:
        # From the side, neck and nape in the shade look like hair.
        return "short", BESIDE_FACE
    long_below = LONG_BELOW
    if _photo_ends(beside.frame, mask.mask):
        long_below = LONG_CUT_BELOW
    elif _goes_on(beside.lab, mask.mask):
        long_below = LONG_UNSEEN_BELOW
    if lowest < long_below:
        # At the photo's end or before cloth of its colour it may have ended unseen.
        return "long", 1.0 if lowest < LONG_FOR_SURE else LONG_SURE
    if lowest < MEDIUM_BELOW:
        # On the shoulders it may go on over cloth where the cut lost it.
        return "medium", CLEAR_END if _ends_clearly(beside, mask, found) else ON_SHOULDERS
    low = lowest < LOW_ENDS and not _ends_clearly(beside, mask, found)
    doubtful = low or beside.unexplained(mask.mask) > MOST_UNEXPLAINED
    return "short", BESIDE_FACE if doubtful else 1.0


def _ends_clearly(beside: Beside, mask: HairMask, found: Measured) -> bool:
    """Whether hair ends alike on both sides, inside the photo and over something else."""
    first, second = (side.end for side in found.sides)
    seen = not _photo_ends(beside.frame, mask.mask) and not _goes_on(beside.lab, mask.mask)
    return seen and abs(first - second) < ENDS_APART


def _lowest(mask: HairMask) -> float:
    """Height of the hair's end, face units."""
    rows = np.nonzero(mask.mask.sum(1) >= FEWEST_IN_ROW)[0]
    return PHOTO.top - float(rows.max()) / PHOTO.scale if len(rows) else 1.0


def _under(hair: Mask) -> tuple[Mask, Mask]:
    """Return the end of the hair and what lies right under it."""
    lowest = int(np.nonzero(hair.any(1))[0].max())
    end = hair.copy()
    end[: max(lowest - END_ROWS, 0)] = False
    shift = END_ROWS + GAP_PX
    under = np.zeros_like(hair)
    under[shift:] = end[:-shift]
    return end, under & ~hair


def _photo_ends(frame: Frame, hair: Mask) -> bool:
    """Whether the photo ends where the hair does."""
    lowest = int(np.nonzero(hair.any(1))[0].max())
    _, under = _under(hair)
    outside = (under & ~(frame.valid & ~frame.matte)).sum() > under.sum() * 0.3
    return lowest + END_ROWS + GAP_PX >= len(hair) or bool(outside)


def _goes_on(lab: Floats, hair: Mask) -> bool:
    """Whether cloth of the hair's colour begins where it ends."""
    end, under = _under(hair)
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
            # Texture is asked about with the length: it adds no doubt where there is none.
            Attribute("hair_texture", "straight", clear),
        ),
    )


def _unseen(like: RGB, clear: float) -> Hairdo:
    """Nothing of the hair can be seen: it is not asked after either."""
    return Hairdo(
        HAIRSTYLES["bald"].hair(like),
        bare=False,
        attributes=(
            Attribute("hair_length", "hidden", clear * 0.7),
            Attribute("hair_colour", "none", clear * 0.7),
            Attribute("hair_texture", "straight", clear * 0.7),
        ),
    )


def _plain(lab: Floats, mask: HairMask, like: RGB, clear: float, worn: str) -> Hairdo:
    """So little hair is a cut that failed: a plain crop in the colour of the beard is closer."""
    seen = rgb(scaled(like, EDGE_LIGHT))
    texture, sure = texture_of(strand_order(lab, mask))
    hair = replace(HAIRSTYLES["buzz"].hair(seen), texture=texture)
    return Hairdo(
        hair,
        bare=False,
        attributes=(
            Attribute("hair_length", "buzz" if worn == "none" else "short", clear),
            Attribute("hair_colour", colour_name(lab_of(seen)), clear),
            Attribute("hair_texture", texture, clear * sure),
        ),
    )


def _hair_map(values: Floats, window: Window, span: tuple[float, float]) -> ByteMap:
    """Cut the hair's window out of a raster over another."""
    left = round((HAIR.left - window.left) * window.scale)
    top = round((window.top - HAIR.top) * window.scale)
    side = round(HAIR.width / HAIR.scale * window.scale)
    part = values[top : top + side, left : left + side]
    size = (HAIR.width, HAIR.height)
    return ByteMap.of(cv2.resize(part, size, interpolation=cv2.INTER_AREA), *span)


def _quantised(strands: ByteMap) -> ByteMap:
    """Fewer levels pack to half the size, and strands need no more."""
    step = 256 // STRAND_LEVELS
    centered = strands.array().astype(np.int32) - 128
    levels = np.clip(128 + np.rint(centered / step) * step, 0, 255)
    return ByteMap(strands.width, strands.height, levels.astype(np.uint8).tobytes())
