"""Skin colour, and how far to trust it."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.colour import RGB, rgb_of_lab
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

# Landmark and radius (face units) of the patches: cheeks, forehead, between the brows, nose.
PATCHES = (
    (50, 0.11), (280, 0.11), (151, 0.10), (9, 0.07), (4, 0.07), (205, 0.08), (425, 0.08),
)  # fmt: skip
# The toy's skin keeps to these ranges of L, a - 128 and b - 128: photos exaggerate both ways.
LIGHTNESS, REDNESS, YELLOWNESS = (62.0, 208.0), (10.0, 18.0), (15.0, 30.0)
# A lit eyeball or tooth is at least this light; under the first the face is badly lit.
DULL_WHITE, LIT_WHITE = 115.0, 150.0
VERY_DARK = 110.0
MIDDLE, LARGEST_GAIN = 176.0, 1.75
ROSY, SHADE_GAIN, SHADE_CHROMA = 3.0, 1.35, 0.75
SURE, UNSURE = 0.8, 0.3
LARGE_FACE_PX, BACKLIGHT, HARD_LIGHT = 90.0, 90.0, 60.0
FEWEST_PIXELS = 20


@dataclass(frozen=True)
class Skin:
    """Skin of a photo.

    Attributes:
        lab: as it is in the photo, for telling hair and cloth from skin.
        colour: as the toy gets it.
        tone: Monk skin tone, 1 (lightest) to 10.
        confidence: 0..1.

    """

    lab: Doubles
    colour: RGB
    tone: int
    confidence: float


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


def white_reference(frame: Frame, lab: Floats) -> float:
    """Lightness L of the lightest white thing in a face, 0..255: eyeballs, or teeth if seen."""
    eyes = lab[..., 0][frame.polygon(lm.EYE_RIGHT) | frame.polygon(lm.EYE_LEFT)]
    mouth = lab[..., 0][frame.polygon(lm.LIPS_INNER)]
    white = float(np.percentile(eyes, 85)) if eyes.size > FEWEST_PIXELS else 0.0
    if mouth.size > 2 * FEWEST_PIXELS:
        white = max(white, float(np.percentile(mouth, 90)))
    return white


def read_skin(frame: Frame, lab: Floats, person: Mask) -> Skin:
    """Read the skin, allowing for back light."""
    seen = measured(frame, lab)
    lifted, confidence = _relit(frame, lab, person, seen)
    vinyl = lifted.copy()
    vinyl[0] = np.clip(lifted[0], *LIGHTNESS)
    vinyl[1] = 128 + np.clip((lifted[1] - 128) * 1.1 + 2, *REDNESS)
    vinyl[2] = 128 + np.clip((lifted[2] - 128) * 1.1 + 3, *YELLOWNESS)
    return Skin(seen, rgb_of_lab(vinyl), monk_tone(lifted), confidence)


def _relit(frame: Frame, lab: Floats, person: Mask, seen: Doubles) -> tuple[Doubles, float]:
    """Skin as a well-lit photo would show it, and how sure that is.

    A dark face with dull eyes and no bright teeth is more likely badly lit than dark; it is
    lightened towards the middle, never past it, and marked as unsure so that the person is asked.
    """
    white = white_reference(frame, lab)
    dull = white < DULL_WHITE or (seen[0] < VERY_DARK and white < LIT_WHITE)
    gain = LIT_WHITE / max(white, 1.0)
    confidence = SURE * float(np.clip(frame.face_px / LARGE_FACE_PX, 0.5, 1.0))
    behind = lab[..., 0][~person & frame.valid]
    if behind.size and np.percentile(behind, 90) > seen[0] + BACKLIGHT:
        confidence -= 0.15
        if seen[1] - seen[2] > ROSY:
            # Melanin yellows; a dark face that is rosier than that is a light one in the shade.
            dull, gain = True, max(gain, SHADE_GAIN)
    patches = lab[..., 0][patch_mask(frame)]
    if np.percentile(patches, 90) - np.percentile(patches, 10) > HARD_LIGHT:
        confidence -= 0.10
    if not dull or seen[0] >= MIDDLE:
        return seen, max(confidence, 0.2)
    lifted = seen.copy()
    lifted[0] = min(seen[0] * float(np.clip(gain, 1.0, LARGEST_GAIN)), MIDDLE)
    lifted[1:] = 128 + (seen[1:] - 128) * SHADE_CHROMA
    return lifted, min(confidence, UNSURE)


def monk_tone(lab: Doubles) -> int:
    """Monk tone of a lit skin colour: dark skin is darker, yellower and less rosy."""
    lightness, rosy, yellow = lab[0] / 10, (lab[1] - 128) / 10, (lab[2] - 128) / 10
    tone = 20.25 - 0.848 * lightness + 1.246 * yellow - 1.884 * rosy
    return int(np.clip(np.rint(tone), 1, 10))
