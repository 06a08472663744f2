"""Glasses: rims around the eyes and a bridge over the nose."""

import numpy as np

from figures.generation.studio.analysis.logistic import Logistic, sureness
from figures.generation.studio.analysis.neutral import Neutral
from figures.generation.studio.analysis.rim_shape import frame_shape
from figures.generation.studio.analysis.rims import Rims, find_rims, line_strength
from figures.generation.studio.colour import RGB, rgb
from figures.generation.studio.recipe import Glasses
from figures.generation.studio.space import Doubles

# Fitted to 17 of 49 portraits; 1 wrong when left out.
WORN = Logistic({"line": 2.602, "dark": 0.0989, "width": -204.2, "bridge": 1.883}, -0.06811)
DEFAULT_RIM: RGB = (28, 28, 32)
EYES = ((33, 133), (263, 362))
# Blur makes a rim look broader than it is.
BLUR_SHARE, THINNEST, THICKEST = 0.8, 0.02, 0.10
THICK_FROM = 0.047


def read_glasses(neutral: Neutral, skin: Doubles) -> tuple[Glasses, float]:
    """Glasses and how sure it is that they are worn (or not).

    A thickness of `THICK_FROM` and more is a thick frame.
    """
    rims = find_rims(neutral, skin)
    probability = WORN.probability(glasses_measures(neutral, skin, rims))
    frame = frame_shape(rims) if probability > 0.5 else "none"
    thickness = float(np.clip(rims.breadth * BLUR_SHARE, THINNEST, THICKEST))
    glasses = Glasses(frame, _rim_colour(neutral), round(thickness, 4))
    return glasses, float(np.clip(sureness(probability), 0, 0.98))


def glasses_measures(neutral: Neutral, skin: Doubles, rims: Rims) -> dict[str, float]:
    """Measure what `WORN` weighs."""
    return {
        "line": rims.line,
        "dark": rims.dark,
        "width": rims.width,
        "bridge": _bridge(neutral, skin),
    }


def _bridge(neutral: Neutral, skin: Doubles) -> float:
    """Strength of a line across the bridge of the nose."""
    span = neutral.eye_span
    x, y = (neutral.points[133] + neutral.points[362]) / 2
    rows = slice(int(y - 0.10 * span), int(y + 0.14 * span))
    columns = slice(int(x - 0.05 * span), int(x + 0.05 * span))
    area = line_strength(neutral, skin)[rows, columns]
    return float(np.median(area, 1).max()) if area.size else 0.0


def _rim_colour(neutral: Neutral) -> RGB:
    """Colour of the rims."""
    span, colours = neutral.eye_span, []
    for outer, inner in EYES:
        a, b = neutral.points[outer], neutral.points[inner]
        x, y = (a + b) / 2
        half = abs(a[0] - b[0]) * 0.32
        rows = slice(int(y + 0.09 * span), int(y + 0.32 * span))
        for column in range(int(x - half), int(x + half), 2):
            strip = neutral.lab[rows, column, 0]
            middle, darkest = float(np.median(strip)), int(np.argmin(strip))
            if middle - strip[darkest] > 10:
                colours.append(neutral.picture[rows.start + darkest, column])
    if len(colours) <= 6:
        return rgb(np.array(DEFAULT_RIM) * 0.8)
    colour = np.median(np.array(colours, np.float64), 0)
    # The thin line mixes with skin in the photo: the rim itself is darker.
    return rgb(colour * (0.62 if colour.mean() > 60 else 0.8))
