"""Hats, caps and scarves: a smooth crown in no hair's colour that begins at an even line."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.logistic import Logistic, sureness
from figures.generation.studio.colour import rgb_of_lab
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.recipe import Covering
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

# Fitted to 5 of 48 portraits; 1 wrong when left out.
COVERED = Logistic({"rough": -119.2, "grain": -1.131, "shade": -8.177, "odd": 21.74}, -4.148)
# Weights of L, a, b for the edge between skin and what begins above it.
UNLIKE_SKIN = np.array([25.0, 8.0, 8.0])
EDGE_COLUMNS, EDGE_REACH, EDGE_SPAN_PX = 41, 0.6, 6
FEWEST_PIXELS = 300
# Hair is never bluer, greener or more colourful than this; dark hair may mirror a blue sky.
BLUE, DARK, DARK_BLUE, GREEN, COLOURFUL = -4.0, 60.0, -11.0, -6.0, 45.0
LARGEST_ROUGH, LARGEST_ODD = 0.1, 0.3
PATCH_PX = 5
BROW_PATCHES, CHEEK_PATCHES = (9, 151, 108, 337), (50, 280, 205, 425)
# A scarf goes on beside the jaw in the colours it has over the forehead.
HISTOGRAM_BINS, SAME_CLOTH = 16, 0.45
# A peak shades the forehead; knitted hats do not.
SHADED = 0.95
UNSURE_KIND = 0.75
PLAIN, UNSURE_HAIR = 0.05, 0.45
# A turban rises this high over the eyes (face units) and bulges beyond its rim, which is wider than
# the face by this factor; a hat is widest at its brim.
TURBAN_TOP, TURBAN_WIDE, RIM_ROWS, BULGE_ROWS = 1.35, 1.15, (0.0, 0.15), (0.3, 0.6)
# A brim is this wide, in widths of the head, and so much wider than what lies over it. Its widest
# place is sought between these heights over the line where the hat begins. Two of 49 portraits
# have one; the scarf closest to it is 1.58 wide, the widest cap 1.27.
BRIM_WIDE, BRIM_WIDER, BRIM_ROWS, CROWN_OVER_BRIM = 1.68, 1.35, (-0.55, 0.15), 0.5
BRIM_BAND = 0.05
# What is this close to the forehead's colour is a bare head, in whatever light.
LIKE_FOREHEAD = 1.5


@dataclass(frozen=True)
class Crown:
    """The head above the line where something begins over the forehead.

    Attributes:
        line: (768,) its height in each column, face units.
        mask: (768, 768) the person above it, without the sides.
        measures: what `COVERED` weighs.
        shade: lightness of the forehead by that of the cheeks.

    """

    line: Doubles
    mask: Mask
    measures: dict[str, float]
    shade: float


def read_covering(frame: Frame, crown: Crown, lab: Floats, person: Mask) -> tuple[Covering, float]:
    """Read what is worn on the head, and how sure it is that something is (or not)."""
    probability = _probability(crown)
    sure = float(np.clip(sureness(probability), 0, 0.95))
    if probability <= 0.5 or crown.mask.sum() < FEWEST_PIXELS:
        return Covering(), sure
    pixels = lab[crown.mask].astype(np.float64)
    lit = pixels[pixels[:, 0] >= np.percentile(pixels[:, 0], 40)]
    kind = _kind(frame, crown, lab, person)
    colour = rgb_of_lab(np.median(lit, 0))
    return Covering(kind if kind in COVERINGS else "none", colour), sure * UNSURE_KIND


def covered(crown: Crown) -> bool:
    """Whether something is worn on the head, even if no covering of its kind can be made."""
    return _probability(crown) > 0.5 and int(crown.mask.sum()) >= FEWEST_PIXELS


def _probability(crown: Crown) -> float:
    """Hair under a shaded fringe is smooth and even too: in a hair's colour it is never certain."""
    probability = COVERED.probability(crown.measures)
    return min(probability, UNSURE_HAIR) if crown.measures["odd"] < PLAIN else probability


def covering_name(frame: Frame, crown: Crown, lab: Floats, person: Mask) -> str:
    """Key of COVERINGS closest to what is worn, or "none"."""
    return _kind(frame, crown, lab, person) if covered(crown) else "none"


def find_crown(frame: Frame, lab: Floats, person: Mask) -> Crown:
    """Find where hair or a hat begins over the forehead, and measure what lies above."""
    units = frame.units
    temples = units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
    middle, half_width = float(temples.mean()), float(np.ptp(temples) / 2)
    brow = float(units[[*lm.BROW_RIGHT, *lm.BROW_LEFT], 1].max())
    top = float(units[lm.FOREHEAD, 1])
    xs = np.linspace(-EDGE_REACH, EDGE_REACH, EDGE_COLUMNS)
    heights, strengths = _edges(lab, middle + xs * half_width, (brow + 0.03, top + 0.25))
    curve = np.polyfit(xs, heights, 2)
    rough = float(np.median(np.abs(heights - np.polyval(curve, xs))))
    x, y = np.meshgrid(PHOTO.columns(), PHOTO.rows())
    line = np.polyval(curve, np.clip((PHOTO.columns() - middle) / half_width, -1, 1))
    start = float(np.median(heights)) + 0.1
    mask = person & (np.abs(x - middle) < half_width * 0.8) & (y > start)
    shade = _patches(frame, lab, BROW_PATCHES) / max(_patches(frame, lab, CHEEK_PATCHES), 1.0)
    measures = {"rough": min(rough, LARGEST_ROUGH), "shade": float(np.log(max(shade, 0.1)))}
    measures["strong"] = float(np.log(np.median(strengths) + 0.3))
    measures |= _cloth(lab, mask, _colour(frame, lab, BROW_PATCHES))
    return Crown(np.asarray(line, np.float64), np.asarray(mask), measures, shade)


def _edges(lab: Floats, xs: Doubles, rows: tuple[float, float]) -> tuple[Doubles, Doubles]:
    """Height and strength of the strongest edge over the forehead in some columns."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 2)
    first, last = PHOTO.row_of(rows[1]), PHOTO.row_of(rows[0])
    last = max(last, first + EDGE_SPAN_PX + 1)
    heights, strengths = [], []
    for x in xs:
        column = int(np.clip((x - PHOTO.left) * PHOTO.scale, 0, PHOTO.width - 1))
        strip = smooth[first:last, column]
        steps = (strip[EDGE_SPAN_PX:] - strip[:-EDGE_SPAN_PX]) / UNLIKE_SKIN
        strength = np.sqrt((steps**2).sum(1))
        at = int(strength.argmax())
        heights.append(PHOTO.top - (first + at + EDGE_SPAN_PX / 2) / PHOTO.scale)
        strengths.append(float(strength[at]))
    return np.array(heights), np.array(strengths)


def _patches(frame: Frame, lab: Floats, points: tuple[int, ...]) -> float:
    """Median lightness of small patches around landmarks."""
    return float(_colour(frame, lab, points)[0])


def _colour(frame: Frame, lab: Floats, points: tuple[int, ...]) -> Doubles:
    """Median Lab of small patches around landmarks, each channel on its own."""
    found = []
    for point in points:
        column, row = np.clip(frame.pixels[point].astype(int), PATCH_PX, PHOTO.width - PATCH_PX - 1)
        area = (slice(row - PATCH_PX, row + PATCH_PX + 1), slice(column - PATCH_PX, column + 6))
        found.append(np.median(lab[area].reshape(-1, 3), 0))
    return np.asarray(np.median(found, 0), np.float64)


def _cloth(lab: Floats, mask: Mask, forehead: Doubles) -> dict[str, float]:
    """How smooth the crown is for its lightness, and the share of it in no hair's colour."""
    if mask.sum() < FEWEST_PIXELS:
        return {"grain": -1.5, "odd": 0.0}
    lightness = lab[..., 0]
    fine = np.abs(lightness - cv2.GaussianBlur(lightness, (0, 0), 2))
    light, red, yellow = lightness[mask], lab[..., 1][mask] - 128, lab[..., 2][mask] - 128
    blue = yellow < np.where(light < DARK, DARK_BLUE, BLUE)
    odd = blue | (red < GREEN) | (np.hypot(red, yellow) > COLOURFUL)
    odd &= np.sqrt((((lab[mask] - forehead) / UNLIKE_SKIN) ** 2).sum(1)) > LIKE_FOREHEAD
    grain = (float(np.median(fine[mask])) + 0.5) / (float(np.median(light)) + 10)
    return {"grain": float(np.log(grain)), "odd": min(float(odd.mean()), LARGEST_ODD)}


def _kind(frame: Frame, crown: Crown, lab: Floats, person: Mask) -> str:
    x, y = np.meshgrid(PHOTO.columns(), PHOTO.rows())
    temples = frame.units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0]
    middle, half_width = float(temples.mean()), float(np.ptp(temples) / 2)
    if _brimmed(crown, person, middle, half_width):
        return "brimmed_hat"
    away = np.abs(x - middle) / half_width
    beside = person & (away > 1.05) & (away < 1.5) & (y < -0.2) & (y > -0.9)
    if beside.sum() >= FEWEST_PIXELS and _alike(lab[crown.mask], lab[beside]) > SAME_CLOTH:
        return "headscarf"
    if crown.shade >= SHADED and _wound(crown, person, middle, half_width):
        return "turban"
    return "cap" if crown.shade < SHADED or crown.measures["strong"] > np.log(5.0) else "beanie"


def _wound(crown: Crown, person: Mask, middle: float, half_width: float) -> bool:
    """Whether what is worn is high and bulges over its rim, as wound cloth does."""
    start = float(np.median(crown.line))
    rows = np.flatnonzero(crown.mask.any(1))
    if not len(rows) or PHOTO.top - rows[0] / PHOTO.scale < TURBAN_TOP:
        return False
    near = person & (np.abs(PHOTO.columns()[None, :] - middle) < 2 * half_width)
    rim, bulge = (_width(near, start + low, start + high) for low, high in (RIM_ROWS, BULGE_ROWS))
    return bulge >= rim and bulge > 2 * TURBAN_WIDE * half_width


def _brimmed(crown: Crown, person: Mask, middle: float, half_width: float) -> bool:
    """Whether what is worn is far wider at its rim than the head and than its own crown."""
    near = person & (np.abs(PHOTO.columns()[None, :] - middle) < 2.6 * half_width)
    start = float(np.median(crown.line))
    rows = start + np.arange(*BRIM_ROWS, BRIM_BAND)
    widths = [_width(near, row - BRIM_BAND, row + BRIM_BAND) for row in rows]
    widest = int(np.argmax(widths))
    over = _width(near, *(rows[widest] + CROWN_OVER_BRIM + np.array([-BRIM_BAND, BRIM_BAND])))
    wide = widths[widest] > 2 * half_width * BRIM_WIDE
    return bool(wide and 0 < over < widths[widest] / BRIM_WIDER)


def _width(mask: Mask, low: float, high: float) -> float:
    """Median width of a mask between two heights, face units."""
    band = mask[PHOTO.row_of(high) : PHOTO.row_of(low) + 1]
    return float(np.median(band.sum(1))) / PHOTO.scale


def _alike(a: Floats, b: Floats) -> float:
    """Bhattacharyya coefficient of two sets of colours, 0..1."""
    edges = [np.linspace(0, 256, n + 1) for n in (4, HISTOGRAM_BINS, HISTOGRAM_BINS)]
    first, second = (np.histogramdd(v, bins=edges)[0] / len(v) for v in (a, b))
    return float(np.sqrt(first * second).sum())
