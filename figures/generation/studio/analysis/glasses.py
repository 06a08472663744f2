"""Glasses: edges across the bridge of the nose and under the eyes."""

import cv2
import numpy as np

from figures.generation.studio.analysis.neutral import Neutral
from figures.generation.studio.colour import RGB, rgb
from figures.generation.studio.recipe import Glasses
from figures.generation.studio.space import Doubles, Floats

BRIDGE_EDGE, UNDER_EDGE, SURE_BRIDGE_EDGE = 8.1, 5.0, 14.4
DARKEST_SKIN = 60.0
DEFAULT_RIM: RGB = (28, 28, 32)
DEFAULT_THICKNESS = 0.09
EYES = ((33, 133), (263, 362))


def read_glasses(neutral: Neutral, skin: Doubles) -> tuple[Glasses, float]:
    """Glasses and how sure it is that they are worn (or not)."""
    edges = _level_edges(neutral.lab[..., 0], skin)
    bridge, under = _bridge(edges, neutral), _under_eyes(edges, neutral)
    worn = (bridge > BRIDGE_EDGE and under > UNDER_EDGE) or bridge > SURE_BRIDGE_EDGE
    colour, thickness = _rim(neutral)
    margin = abs(bridge / BRIDGE_EDGE - 1)
    confidence = float(np.clip(0.5 + 0.6 * margin, 0.5, 0.98))
    return Glasses("round" if worn else "none", colour, round(thickness, 4)), confidence


def _level_edges(lightness: Floats, skin: Doubles) -> Floats:
    """Strength of horizontal edges, relative to the skin's lightness."""
    smooth = cv2.GaussianBlur(lightness, (0, 0), 1.2)
    edges = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3))
    return np.asarray(edges / (8 * max(float(skin[0]), DARKEST_SKIN) / 150), np.float32)


def _strongest_row(edges: Floats, rows: tuple[float, float], columns: tuple[float, float]) -> float:
    area = edges[int(rows[0]) : int(rows[1]), int(columns[0]) : int(columns[1])]
    return float(area.mean(1).max()) if area.size else 0.0


def _bridge(edges: Floats, neutral: Neutral) -> float:
    span = neutral.eye_span
    x, y = (neutral.points[133] + neutral.points[362]) / 2
    return _strongest_row(
        edges, (y - 0.14 * span, y + 0.16 * span), (x - 0.05 * span, x + 0.05 * span)
    )


def _under_eyes(edges: Floats, neutral: Neutral) -> float:
    span, found = neutral.eye_span, []
    for outer, inner in EYES:
        a, b = neutral.points[outer], neutral.points[inner]
        x, y = (a + b) / 2
        half = abs(a[0] - b[0]) * 0.30
        rows = (y + 0.10 * span, y + 0.30 * span)
        found.append(_strongest_row(edges, rows, (x - half, x + half)))
    return sum(found) / len(found)


def _rim(neutral: Neutral) -> tuple[RGB, float]:
    """Colour of the rims and their thickness as a share of the eye span."""
    span, colours, widths = neutral.eye_span, [], []
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
                widths.append(int((strip < (middle + strip[darkest]) / 2).sum()) / span)
    if len(colours) <= 6:
        return rgb(np.array(DEFAULT_RIM) * 0.8), DEFAULT_THICKNESS
    colour = np.median(np.array(colours, np.float64), 0)
    # The thin line mixes with skin in the photo: the rim itself is darker.
    return rgb(colour * (0.62 if colour.mean() > 60 else 0.8)), float(np.median(widths))
