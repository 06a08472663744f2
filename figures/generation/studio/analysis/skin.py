"""Skin tone, and how far to trust it.

The tone is read from lightness and hue of the cheeks, the pair by which skin is described without
confusing it with exposure (hue keeps under more or less light; W. Thong et al., "Beyond Skin
Tone", 2023). Lightness is taken from the cheeks' darker pixels: they carry no gloss. The whites of
eyes and teeth, which nearly everybody shares, tell how the face was lit and in which colour; where
they contradict the photo the reading becomes doubtful, and the person is asked.
"""

from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.clarity import DROWNED, sharpness
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.grain import WORTH_CLEANING
from figures.generation.studio.colour import RGB, chroma, lab_of, rgb_of_lab
from figures.generation.studio.recipe_edit import SKIN_TONES
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

# Landmark and radius (face units) of the patches: cheeks, forehead, between the brows, nose.
PATCHES = (
    (50, 0.11), (280, 0.11), (151, 0.10), (9, 0.07), (4, 0.07), (205, 0.08), (425, 0.08),
)  # fmt: skip
# Percentile of the cheeks' lightness that is free of gloss.
MATT = 25.0
# Monk tone = first + these by lightness L, hue (radians, from red to yellow), yellowness b - 128
# and the individual typology angle of the lit cheeks (arctan (L* - 50) / b, by which dermatology
# classes skin; M. Del Bino and F. Bernerd, 2013): a robust ridge fit to the 49 labelled portraits,
# each counting as far as its light can be trusted. Leaving each out in turn, 17 of 19 certain tones
# were hit within a step and 29 of 30 doubtful ones within two. Such a fit draws everybody to the
# middle; it is stretched by 1.2 about 4.5, so that neither light nor dark skin is on average read
# as another.
TONE_FIT = (6.337, -0.0265, 3.474, 0.0376, -2.065)
# In bad light: by lightness, hue, and the logarithm of the lightness by that of the whites, which
# the same light fell on. Fitted to the portraits as they are and in seven worse states (see
# `tests/bench/fit_reading.py`) and stretched by 1.3 for the same reason. Left out in turn, in back
# light 12 of 19 certain tones came within a step and 25 of 30 doubtful ones within two, in warm
# light 15 and 29. Light skin is there still read too dark on average and dark skin too light: it
# is always asked.
SHADE_FIT = (5.929, -0.0386, 5.418, -3.878)
# Skin beside whites, and what is taken for it where the photo is too blurred to see any.
LEAST_BESIDE_WHITE, MOST_BESIDE_WHITE, UNSEEN_WHITE = -0.7, 0.15, -0.25
# Yellow of the whites, b - 128, that is their own, from where it is warm light, and the most that
# is taken off the skin; a cast that is beyond doubt is taken off by the share the doubt has.
OWN_YELLOW, WARM_FROM, MOST_YELLOW = 7.0, 16.0, 30.0
# Least yellowness of skin, for its typology angle.
LEAST_YELLOW = 3.0
# Percentile of a face's lightness that is its highlights.
HIGHLIGHT = 97.0
# Trust in the light between which one fit gives way to the other.
BAD_LIGHT, GOOD_LIGHT = 0.2, 0.8
# Least hue of light skin, degrees, and how much more darker skin has: bluer skin is blue light.
LEAST_HUE, DARKER_HUE, LIGHT_FROM, MOST_HUE = 26.0, 0.25, 165.0, 68.0
# Lit eyeballs, lit teeth and the lightest part of a well exposed photo are at least this light.
LIT_EYE, LIT_TOOTH, LIT_PHOTO = 130.0, 180.0, 200.0
# A badly lit face is lightened by what its whites lack, but never beyond a middle tone.
LARGEST_GAIN, MIDDLE = 1.75, 176.0
SURE = 0.85
_Float = TypeVar("_Float", np.float32, np.float64)
FEWEST_PIXELS, FEWEST_TEETH_PIXELS = 20, 350
# Teeth are no redder than this (a - 128); redder is tongue or gum.
REDDEST_TOOTH = 12.0
# How much of the toy's colour comes from the scale, the rest from the photo within these ranges
# of a - 128 and b - 128.
FROM_SCALE = 0.6
# How much of its lightness comes from the photo where the light is sure: the scale's dark end is
# darker than lit skin of that tone, and nobody shall get a darker toy than they look.
LIGHT_FROM_PHOTO = 0.4
REDNESS, YELLOWNESS = (10.0, 18.0), (15.0, 30.0)


@dataclass(frozen=True)
class Skin:
    """Skin of a photo.

    Attributes:
        lab: as it is in the photo, for telling hair and cloth from skin.
        colour: as the toy gets it.
        tone: Monk skin tone, 1 (lightest) to 10.
        confidence: 0..1, of the tone.
        gain: factor on Lab that would light the person well, at least 1.
        lighting: 0..1, how far colours in this light can be trusted.
        uncast: 0..1, how far its own colour can be trusted: low in warm and cool light.

    """

    lab: Doubles
    colour: RGB
    tone: int
    confidence: float
    gain: float
    lighting: float
    uncast: float


@dataclass(frozen=True)
class Light:
    """What tells how a face was lit.

    Attributes:
        cheeks: matt skin, Lab.
        uneven: difference in lightness between the cheeks.
        white: Lab of the better lit of eyeballs and teeth; None if neither can be seen.
        whiteness: its lightness as a share of what it has at least when lit.
        behind: lightness of the bright part of the background; 0 if there is none.
        brightest: lightness of the brightest part of the photo.
        exposure: factor of light the photo was lifted by.
        face_px: eye line to chin in the photo's pixels.
        sharp: 0..1, how sharp the face is.
        highlight: lightness of the face's highlights; 0 if they are not known.
        grain: of the photo before it was cleaned, levels.

    """

    cheeks: Doubles
    uneven: float
    white: Doubles | None
    whiteness: float
    behind: float
    brightest: float
    exposure: float
    face_px: float
    sharp: float = 1.0
    highlight: float = 0.0
    grain: float = 0.0

    @property
    def gain(self) -> float:
        """Factor on Lab that would light the face well, at least 1."""
        lacking = max(1 / max(self.whiteness, 0.01), LIT_PHOTO / max(self.brightest, 1.0))
        return float(np.clip(lacking, 1.0, LARGEST_GAIN))


def patch_mask(frame: Frame) -> Mask:
    """Where skin is sure to be seen on a bare face."""
    mask = np.zeros(frame.picture.shape[:2], np.uint8)
    for point, radius in PATCHES:
        column, row = (int(v) for v in frame.pixels[point])
        cv2.circle(mask, (column, row), int(radius * PHOTO.scale), 1, -1)
    return (mask > 0) & frame.valid


def measured(frame: Frame, lab: Floats) -> Doubles:
    """Skin colour in the photo: the lit majority of the patches, Lab."""
    values = lab[patch_mask(frame)]
    distance = np.abs(values - np.median(values, 0)).sum(1)
    kept = values[distance < np.percentile(distance, 60)]
    lit = kept[kept[:, 0] >= np.percentile(kept[:, 0], 35)]
    return np.asarray(np.median(lit, 0), np.float64)


def read_skin(frame: Frame, lab: Floats, person: Mask) -> Skin:
    """Read the skin, allowing for bad light."""
    light = read_light(frame, lab, person)
    lit = well_lit(light)
    position = tone_position(lit, light)
    tone = int(np.rint(position))
    seen, sure = measured(frame, lab), trust(light)
    colour = vinyl_colour(position, lit, seen_lightness=float(seen[0]), sure=sure)
    return Skin(seen, colour, tone, sure, light.gain, lighting(light), uncast(light))


def read_light(frame: Frame, lab: Floats, person: Mask) -> Light:
    """Measure what tells how the face was lit."""
    right, left = (lab[frame.polygon(part)] for part in (lm.CHEEK_RIGHT, lm.CHEEK_LEFT))
    if not (len(right) and len(left)):
        right = left = lab[patch_mask(frame)]
    both = np.concatenate([right, left])
    near = both[np.abs(both[:, 1:] - np.median(both[:, 1:], 0)).sum(1) < 14]
    cheeks = np.asarray(near.mean(0), np.float64)
    cheeks[0] = np.percentile(near[:, 0], MATT)
    uneven = (
        abs(float(np.median(right[:, 0]) - np.median(left[:, 0])))
        if len(right) and len(left)
        else 0.0
    )
    behind = lab[..., 0][~person & frame.valid & ~frame.matte]
    seen = lab[..., 0][frame.valid]
    return Light(
        cheeks,
        uneven,
        *_white(frame, lab),
        float(np.percentile(behind, 90)) if behind.size else 0.0,
        float(np.percentile(seen, 99)),
        frame.exposure,
        frame.face_px,
        sharpness(frame),
        _highlight(frame, lab),
        frame.grain,
    )


def _highlight(frame: Frame, lab: Floats) -> float:
    """Lightness of the lightest skin: a face in back light has no highlights."""
    skin = frame.polygon(lm.OVAL) & frame.valid
    for part in (lm.EYE_RIGHT, lm.EYE_LEFT, lm.LIPS_OUTER, lm.BROW_RIGHT, lm.BROW_LEFT):
        feature = frame.polygon(part).astype(np.uint8)
        skin &= cv2.dilate(feature, np.ones((9, 9), np.uint8)) == 0
    return float(np.percentile(lab[..., 0][skin], HIGHLIGHT)) if skin.any() else 0.0


def _white(frame: Frame, lab: Floats) -> tuple[Doubles | None, float]:
    """Return the better lit of eyeballs and teeth, and how well it is lit."""
    eyes = frame.polygon(lm.EYE_RIGHT) | frame.polygon(lm.EYE_LEFT)
    for center in (lm.IRIS_RIGHT, lm.IRIS_LEFT):
        eyes &= ~frame.iris(center, 1.1)
    found: list[tuple[Doubles, float]] = []
    if eyes.sum() > FEWEST_PIXELS:
        eyeball = _lightest(lab[eyes])
        found.append((eyeball, float(eyeball[0]) / LIT_EYE))
    mouth = lab[frame.polygon(lm.LIPS_INNER)]
    if len(mouth) > FEWEST_TEETH_PIXELS:
        teeth = _lightest(mouth)
        if abs(teeth[1] - 128) < REDDEST_TOOTH:
            found.append((teeth, float(teeth[0]) / LIT_TOOTH))
    return max(found, key=lambda white: white[1], default=(None, 1.0))


def _lightest(values: Floats) -> Doubles:
    bright = values[values[:, 0] >= np.percentile(values[:, 0], 80)]
    return np.asarray(np.median(bright, 0), np.float64)


def well_lit(light: Light) -> Doubles:
    """Lab of the cheeks as a well lit photo would show them.

    More light multiplies all of Lab; the hue stays.
    """
    lightness = float(light.cheeks[0])
    gain = min(light.gain, max(MIDDLE / max(lightness, 1.0), 1.0))
    return relit(unwarmed(light), gain)


def unwarmed(light: Light) -> Doubles:
    """Lab of the cheeks without the yellow that warm light gives the whites, too."""
    cheeks = light.cheeks.copy()
    yellow = 0.0 if light.white is None else float(light.white[2] - 128)
    if yellow > WARM_FROM:
        cheeks[2] -= (1 - uncast(light)) * min(yellow - OWN_YELLOW, MOST_YELLOW)
    return cheeks


def relit(lab: NDArray[_Float], gain: float) -> NDArray[_Float]:
    """Lab (..., 3) in `gain` times the lightness, its hues kept."""
    grey = np.array([0, 128, 128], lab.dtype)
    return np.asarray(np.clip((lab - grey) * gain + grey, 0, 255), lab.dtype)


def plausible_hue(lab: Doubles) -> float:
    """Hue, radians from red to yellow, of a lit skin as white light would show it."""
    least = LEAST_HUE + DARKER_HUE * max(LIGHT_FROM - float(lab[0]), 0.0)
    seen = float(np.degrees(np.arctan2(lab[2] - 128, lab[1] - 128)))
    return float(np.radians(np.clip(seen, least, max(MOST_HUE, least))))


def tone_position(lab: Doubles, light: Light) -> float:
    """Place of a lit skin on the Monk scale, 1..10."""
    lightness, hue = float(lab[0]), plausible_hue(lab)
    good = TONE_FIT[0] + float(np.dot(TONE_FIT[1:], good_measures(lab)))
    bad = SHADE_FIT[0] + float(np.dot(SHADE_FIT[1:], (lightness, hue, by_white(lab, light))))
    share = good_share(light)
    return float(np.clip(share * good + (1 - share) * bad, 1, 10))


def good_share(light: Light) -> float:
    """How far a face is read as one in good light, 0..1.

    Whites behind glasses are dim in any light: a face with bright highlights is in no back light.
    That tells how to read it; it is not enough to be sure.
    """
    if light.white is not None:
        outshone = max(light.highlight - float(light.white[0]), 0.0)
        light = replace(light, behind=light.behind - outshone)
    return float(np.clip((lighting(light) - BAD_LIGHT) / (GOOD_LIGHT - BAD_LIGHT), 0, 1))


def good_measures(lab: Doubles) -> tuple[float, float, float, float]:
    """Lightness, hue, yellowness and typology angle of a lit skin."""
    lightness, yellow = float(lab[0]), float(lab[2] - 128)
    angle = float(np.arctan2(lightness / 2.55 - 50, max(yellow, LEAST_YELLOW)))
    return lightness, plausible_hue(lab), yellow, angle


def by_white(lab: Doubles, light: Light) -> float:
    """Logarithm of the skin's lightness by the whites', drawn to a usual one in blurred photos."""
    if light.white is None:
        return UNSEEN_WHITE
    ratio = float(np.log(max(lab[0], 20.0) / max(light.white[0], 40.0)))
    seen = float(np.clip(ratio, LEAST_BESIDE_WHITE, MOST_BESIDE_WHITE))
    return light.sharp * seen + (1 - light.sharp) * UNSEEN_WHITE


def trust(light: Light) -> float:
    """How sure the tone is, 0..1: each doubt takes its share."""
    cheeks = light.cheeks
    hue = float(np.degrees(np.arctan2(cheeks[2] - 128, cheeks[1] - 128)))
    doubts = (
        _doubt(light.face_px, 55, 25),
        _doubt(light.uneven, 40, 90),
        # Grain lifts dark pixels more than light ones.
        _doubt(light.grain, WORTH_CLEANING, DROWNED),
        # Blown out or washed out skin, and hues no skin has in white light.
        _doubt(float(cheeks[0]), 200, 225),
        _doubt(float(chroma(cheeks)), 13, 9),
        _doubt(hue, 30, 20),
        _doubt(hue, 66, 76),
    )
    return SURE * lighting(light) * float(np.prod([1 - doubt for doubt in doubts]))


def lighting(light: Light) -> float:
    """How far colours in this light can be trusted, 0..1."""
    doubts = [_doubt(light.brightest, 185, 150), _doubt(light.exposure, 1.1, 1.5)]
    if light.white is None:
        doubts.append(0.5)
    else:
        doubts += [
            _doubt(light.whiteness, 1.1, 0.8),
            _doubt(light.behind - float(light.white[0]), 90, 120),
        ]
    return uncast(light) * float(np.prod([1 - doubt for doubt in doubts]))


def uncast(light: Light) -> float:
    """How far the light is neither warm nor cool, 0..1; 1 if no whites tell."""
    if light.white is None:
        return 1.0
    tint = float(light.white[2] - 128)
    return (1 - _doubt(tint, 16, 26)) * (1 - _doubt(tint, 0, -6))


def _doubt(value: float, fine: float, bad: float) -> float:
    """0 up to `fine`, rising to 0.6 at `bad`, which lies on either side."""
    return 0.6 * float(np.clip((value - fine) / (bad - fine), 0, 1))


def vinyl_colour(position: float, lit: Doubles, *, seen_lightness: float, sure: float) -> RGB:
    """Colour of the toy: the scale's, tinted and lightened or darkened as the photo.

    Args:
        position: place on the Monk scale, 1..10.
        lit: Lab of the cheeks, well lit.
        seen_lightness: L of the lit skin in the photo, 0..255.
        sure: 0..`SURE`, how far the photo's light can be trusted.

    """
    scale = np.array([lab_of(colour) for colour in SKIN_TONES])
    places = np.arange(1, len(scale) + 1)
    vinyl = np.array([np.interp(position, places, scale[:, i]) for i in range(3)])
    seen = np.array(
        [vinyl[0], 128 + np.clip(lit[1] - 128, *REDNESS), 128 + np.clip(lit[2] - 128, *YELLOWNESS)]
    )
    mixed = FROM_SCALE * vinyl + (1 - FROM_SCALE) * seen
    mixed[0] += LIGHT_FROM_PHOTO * sure / SURE * (seen_lightness - vinyl[0])
    return rgb_of_lab(mixed)
