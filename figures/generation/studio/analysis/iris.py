"""Colour of the eyes, as far as the pixels of an iris tell."""

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.colour import RGB
from figures.generation.studio.recipe_edit import EYE_COLOURS
from figures.generation.studio.space import PHOTO, Doubles, Floats

# The ring between pupil and limbus, as shares of the iris's radius; its lightest quarter is glint.
RING = (0.45, 0.90)
GLINT = 75.0
FEWEST_PIXELS = 8
# Brown eyes are darker or redder than these (L and a - 128); near the borders they are doubtful.
LIGHT_EYE, DARK_EYE, RED_EYE = 65.0, 45.0, 11.0
BLUE_TINT, GREY_CHROMA, GREEN_RED = 0.0, 7.5, 6.0
# Radii in the photo's pixels: from the first the colour can be seen, from the second well.
SEEN_PX, WELL_SEEN_PX = 3.0, 6.0
BROWN_SURE, LIGHT_SURE, DOUBTFUL = 0.80, 0.62, 0.45
# From this Monk tone nearly everybody's eyes are brown: another colour has to be seen well.
BROWN_FROM_TONE, EXPECTED_BROWN = 6, 0.6


def read_iris(frame: Frame, lab: Floats, lighting: float, tone: int) -> tuple[str, RGB, float]:
    """Name, toy colour and how sure that is, 0..1.

    Args:
        frame: the levelled photo.
        lab: its colours.
        lighting: 0..1, trust in the face's light.
        tone: Monk skin tone.

    """
    name, confidence = expected_iris(*_seen_iris(frame, lab, lighting), tone)
    return name, EYE_COLOURS[name], confidence


def expected_iris(name: str, confidence: float, tone: int) -> tuple[str, float]:
    """Weigh what was seen with what is usual."""
    if tone < BROWN_FROM_TONE or (name != "brown" and confidence >= LIGHT_SURE):
        return name, confidence
    return "brown", max(confidence if name == "brown" else 0.0, EXPECTED_BROWN)


def _seen_iris(frame: Frame, lab: Floats, lighting: float) -> tuple[str, float]:
    rings = [ring for center in EYES if (ring := _ring(frame, lab, center)) is not None]
    if not rings:
        return "brown", 0.2
    name, confidence = iris_name(np.mean(rings, 0))
    radius = np.mean([frame.iris_radius(center) for center in EYES]) * frame.face_px / PHOTO.scale
    size = float(np.clip((radius - SEEN_PX) / (WELL_SEEN_PX - SEEN_PX), 0, 1))
    # Any eye looks brown in the dark.
    confidence *= (0.5 + 0.5 * size) * (1.0 if lighting >= 0.5 else 0.7)
    return name, confidence


EYES = {lm.IRIS_RIGHT: lm.EYE_RIGHT, lm.IRIS_LEFT: lm.EYE_LEFT}


def _ring(frame: Frame, lab: Floats, center: int) -> Doubles | None:
    inner, outer = RING
    ring = frame.iris(center, outer) & ~frame.iris(center, inner) & frame.polygon(EYES[center])
    values = lab[ring]
    if len(values) <= FEWEST_PIXELS:
        return None
    matt = values[values[:, 0] <= np.percentile(values[:, 0], GLINT)]
    return np.asarray(np.median(matt, 0), np.float64)


def iris_name(lab: Doubles) -> tuple[str, float]:
    """Name a ring's colour, and say how sure a large, well lit one would be."""
    lightness, red, yellow = lab - [0, 128, 128]
    if lightness < DARK_EYE or red > RED_EYE:
        return "brown", BROWN_SURE
    sure = LIGHT_SURE if lightness > LIGHT_EYE else DOUBTFUL
    if yellow < BLUE_TINT:
        return "blue", sure
    if np.hypot(red, yellow) < GREY_CHROMA:
        return "grey", sure if lightness > LIGHT_EYE else DOUBTFUL
    if lightness < LIGHT_EYE:
        return "brown", DOUBTFUL
    return ("green" if red < GREEN_RED < yellow else "hazel"), DOUBTFUL
