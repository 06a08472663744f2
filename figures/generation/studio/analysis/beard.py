"""Beard and moustache: where they are, their cut and colour."""

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.logistic import Logistic, sureness
from figures.generation.studio.analysis.neutral import PIXELS, WINDOW, Neutral
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.colour import RGB, rgb_of_lab
from figures.generation.studio.imaging import blur
from figures.generation.studio.recipe import DENSITY_RANGE, ByteMap, FacialHair
from figures.generation.studio.space import FACE_MAP, Doubles, Floats, Mask

CHIN_AREA = (18, 83, 182, 194, 32, 140, 171, 175, 396, 369, 262, 418, 406, 313)
MOUSTACHE_AREA = (206, 2, 426, 291, 0, 61)
SIDES_RIGHT = (132, 58, 172, 136, 150, 169, 210, 212, 216, 207, 187, 147)
SIDES_LEFT = (361, 288, 397, 365, 379, 394, 430, 432, 436, 427, 411, 376)
# Fitted to 12 of 44 portraits; 1 wrong when left out.
ON_LIP = Logistic({"lip_grain": 3.42, "lip_rough": 5.405, "lip_red": -4.01}, 6.408)
# Fitted to 8 of 44 portraits; 0 wrong when left out.
ON_CHIN = Logistic({"chin_dark": 3.876, "chin_rough": 7.262, "chin_red": -4.155}, -7.357)
# Fitted to 8 of 44 portraits; 0 wrong when left out.
ON_SIDES = Logistic({"sides_grain": 7.481, "sides_rough": 3.911}, 22.9)
FINE_PX, FEWEST_PIXELS = 2.5, 50
# Bare sides this sure make a beard a goatee.
GOATEE_BELOW = 0.2
# Stubble lets the skin through: its darkest parts are little darker than the cheeks, while brows
# are dark. A trimmed fair beard looks much the same, so it is never more than a guess.
THIN_BELOW, DARK_BROWS, STUBBLE_SURE = 0.38, 0.72, 0.45
PALE_BELOW, PALE_DENSITY = 0.45, 0.75
# A beard ends on the cheeks along this line, from the left temple to the right.
CHEEK_LINE = (401, 435, 436, 426, lm.NOSE_BASE, 206, 216, 215, 177)
_ROWS = np.arange(PIXELS, dtype=np.float32)[:, None]
# Percent of a beard that is hair without skin: the darkest, or of a pale one the least red.
DARKEST, LEAST_RED, FEWEST_COLOURED = 40, 33, 20
UNSEEN: RGB = (60, 45, 38)
SMOOTHING, HOLE = 0.032, 0.07


def read_facial_hair(neutral: Neutral) -> tuple[FacialHair, float]:
    """Facial hair and how sure it is."""
    lightness = neutral.lab[..., 0]
    measures = beard_measures(neutral)
    on_lip, on_chin, on_sides = (
        model.probability(measures) for model in (ON_LIP, ON_CHIN, ON_SIDES)
    )
    kind, sure = _kind(on_lip, on_chin, on_sides)
    if kind == "full" and is_thin(measures, _brow_shade(neutral)):
        kind, sure = "stubble", min(sure, STUBBLE_SURE)
    cheek = float(np.median(lightness[neutral.polygon(lm.CHEEK_RIGHT, lm.CHEEK_LEFT)]))
    darker = (1 / (1 + np.exp(-(cheek - lightness - cheek * 0.20) / (cheek * 0.045)))).astype(
        np.float32
    )
    lips = _grown(neutral.polygon(lm.LIPS_OUTER), 7)
    low = neutral.polygon((*lm.JAW, lm.FOLD_LEFT, lm.NOSE_BASE, lm.FOLD_RIGHT)) & ~lips
    seen = darker
    pale = kind not in ("none", "stubble") and _mean(darker, low) < PALE_BELOW
    if pale:
        # A pale beard is no darker than the skin: the whole area is covered.
        seen = np.maximum(darker, np.float32(PALE_DENSITY))
    density = _density(neutral, seen * low, kind)
    colour = UNSEEN
    if kind != "none":
        part = neutral.polygon(MOUSTACHE_AREA) & ~lips if kind == "moustache" else low
        area = part & (seen > 0.6)
        colour = _pale_colour(neutral.lab, area) if pale else _colour(neutral.lab, area)
    seen_hair = FacialHair(kind, colour, ByteMap.of(density, *DENSITY_RANGE))
    if kind == "stubble":
        # Grown evenly: what the photo shows of it is patches of shade, and the brows' colour.
        bristles = FacialHair(kind, _brow_colour(neutral), seen_hair.density)
        return BEARDS[kind].grown(bristles, neutral.units), sure
    return seen_hair, sure


def is_thin(measures: dict[str, float], brow_shade: float) -> bool:
    """Whether a beard is a few days' growth.

    Args:
        measures: from `beard_measures`.
        brow_shade: lightness of the brows by that of the cheeks.

    """
    return "stubble" in BEARDS and measures["chin_dark"] < THIN_BELOW and brow_shade < DARK_BROWS


def _brow_shade(neutral: Neutral) -> float:
    lightness = neutral.lab[..., 0]
    cheeks = neutral.polygon(lm.CHEEK_RIGHT, lm.CHEEK_LEFT)
    brows = neutral.polygon(lm.BROW_RIGHT, lm.BROW_LEFT)
    if not (cheeks.any() and brows.any()):
        return 1.0
    return float(np.median(lightness[brows]) / max(float(np.median(lightness[cheeks])), 1.0))


def _brow_colour(neutral: Neutral) -> RGB:
    return _colour(neutral.lab, neutral.polygon(lm.BROW_RIGHT, lm.BROW_LEFT))


def _kind(on_lip: float, on_chin: float, on_sides: float) -> tuple[str, float]:
    """Cut of the hair and how sure it is: as sure as the least sure part that decides it."""
    if on_chin > 0.5:
        goatee = on_sides < GOATEE_BELOW and "goatee" in BEARDS
        sure = sureness(on_chin) if not goatee else min(sureness(on_chin), sureness(on_sides))
        return ("goatee" if goatee else "full"), min(sure, 0.95)
    kind = "moustache" if on_lip > 0.5 else "none"
    return kind, min(sureness(on_chin), sureness(on_lip), 0.95)


def beard_measures(neutral: Neutral) -> dict[str, float]:
    """Measure what the models weigh: each part of the lower face against the cheeks.

    Hair is rougher than skin whatever its colour; it is less red, and mostly darker. A chin's
    shadow is only darker.
    """
    lightness, redness = neutral.lab[..., 0], neutral.lab[..., 1]
    fine = np.abs(lightness - cv2.GaussianBlur(lightness, (0, 0), FINE_PX))
    lips = _grown(neutral.polygon(lm.LIPS_OUTER), 9)
    low = neutral.polygon((*lm.JAW, lm.FOLD_LEFT, lm.NOSE_BASE, lm.FOLD_RIGHT)) & ~lips
    cheeks = neutral.polygon(lm.CHEEK_RIGHT, lm.CHEEK_LEFT)
    cheek, cheek_red = float(np.median(lightness[cheeks])), float(np.median(redness[cheeks]))
    cheek_fine = float(np.median(fine[cheeks]))
    measures: dict[str, float] = {}
    for name, part in (
        ("lip", neutral.polygon(MOUSTACHE_AREA) & ~lips),
        ("chin", neutral.polygon(CHIN_AREA) & ~lips),
        ("sides", neutral.polygon(SIDES_RIGHT, SIDES_LEFT) & low),
    ):
        if part.sum() < FEWEST_PIXELS:
            part = cheeks
        middle, grain = float(np.median(lightness[part])), float(np.median(fine[part]))
        darkest = float(np.percentile(lightness[part], 20))
        red = float(np.median(redness[part])) - cheek_red
        measures |= {
            f"{name}_grain": float(np.log(grain / max(middle, 12) + 0.006)),
            f"{name}_rough": float(np.log((grain + 0.8) / (cheek_fine + 0.8))),
            f"{name}_dark": float(np.clip(np.log(cheek / max(darkest, 8)), -0.6, 1.5)),
            f"{name}_red": float(np.clip(red / 10, -1.5, 1.5)),
        }
    return measures


def _grown(mask: Mask, side: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _mean(values: Floats, mask: Mask) -> float:
    return float(values[mask].mean()) if mask.any() else 0.0


def _colour(lab: Floats, mask: Mask) -> RGB:
    """Colour of dark hair: the darkest of what is seen, for skin shines through."""
    return _median_of_least(lab[mask].astype(np.float64), 0, DARKEST)


def _pale_colour(lab: Floats, mask: Mask) -> RGB:
    """Colour of white or fair hair: what is least red, for skin is redder and may be darker."""
    return _median_of_least(lab[mask].astype(np.float64), 1, LEAST_RED)


def _median_of_least(values: Doubles, channel: int, percent: float) -> RGB:
    """Median colour of the Lab values (n, 3) that are lowest in one channel."""
    if len(values) < FEWEST_COLOURED:
        return UNSEEN
    least = values[values[:, channel] <= np.percentile(values[:, channel], percent)]
    return rgb_of_lab(np.median(least, 0))


def _density(neutral: Neutral, darker: Floats, kind: str) -> Floats:
    """Smoothed, the same on both sides: light from one side leaves holes in a beard."""
    if kind == "none":
        return np.zeros((FACE_MAP.height, FACE_MAP.width), np.float32)
    side = round(HOLE * WINDOW.scale)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(darker, cv2.MORPH_CLOSE, disc)
    closed = np.where(neutral.polygon(lm.LIPS_OUTER), darker, closed).astype(np.float32)
    smooth = cv2.GaussianBlur(closed, (0, 0), SMOOTHING * WINDOW.scale)
    both = np.maximum(smooth, smooth[:, ::-1]) * 0.6 + 0.4 * (smooth + smooth[:, ::-1]) / 2
    outline = (206, 2, 426, 410, 0, 186) if kind == "moustache" else (*lm.JAW, *CHEEK_LINE)
    area = blur(neutral.polygon(outline), 0.022 * WINDOW.scale)
    # The jaw's own edge is no limit: beards go around it.
    below = np.clip((neutral.points[lm.NOSE_BASE, 1] + 0.3 * WINDOW.scale - _ROWS) / 20, 0, 1)
    both = both * (np.maximum(area, 1 - below) if kind == "full" else area)
    size = (FACE_MAP.width, FACE_MAP.height)
    return np.asarray(cv2.resize(both, size, interpolation=cv2.INTER_AREA), np.float32)
