"""The rims of glasses: closed curves around the eyes, followed from angle to angle."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio.analysis.neutral import Neutral
from figures.generation.studio.space import Doubles, Floats

# Outer and inner corner of each eye, and which way is outward.
EYES = (((33, 133), -1), ((263, 362), 1))
STEP_DEG = 5
ANGLES = np.deg2rad(np.arange(0, 360, STEP_DEG))
# The lower rim lies on the cheek, where nothing else is; brows look like an upper rim.
LOWER = np.arange(10, 175, STEP_DEG) // STEP_DEG
# Distance from the eye as a share of the eye span, sideways; less of it upwards.
RADII = np.linspace(0.17, 0.46, 59)
FLATTEN, DROP = 0.85, 0.05
DARKEST_SKIN, MIDDLE_SKIN = 60.0, 150.0
# Radii a rim may move in one step, and what each costs.
JUMP, JUMP_COST = 2, 0.03
# The same around corners, where a rim turns sharply.
CORNER_JUMP, CORNER_COST = 5, 0.02
LINE_PX, AROUND_PX = 1.0, 6.0
MOST = 3.0
NEARBY, CLEAR_LINE = 14, 6.0
STRONG_LINE = 1.2
Path = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True)
class Rims:
    """What was found around the eyes.

    Attributes:
        line: strength of the lower rims, 0 for bare skin to 3.
        dark: how much darker than the skin they are, L; negative if lighter.
        width: of the lower rims, share of the eye span.
        breadth: of every strong line around the eyes, share of the eye span; thick frames have
            more of it.
        curves: (2, 72) distance of the rims from the eye, share of the eye span.

    """

    line: float
    dark: float
    width: float
    breadth: float
    curves: Doubles


def line_strength(neutral: Neutral, skin: Doubles) -> Floats:
    """Strength of thin lines anywhere in the frontal picture, relative to the skin."""
    fine, coarse = (cv2.GaussianBlur(neutral.lab, (0, 0), s) for s in (LINE_PX, AROUND_PX))
    weights = np.array([18 * max(float(skin[0]), DARKEST_SKIN) / MIDDLE_SKIN, 7, 7])
    return np.asarray(np.sqrt((((fine - coarse) / weights) ** 2).sum(-1)), np.float32)


def find_rims(neutral: Neutral, skin: Doubles) -> Rims:
    """Follow the strongest closed curve around each eye."""
    lightness = neutral.lab[..., 0]
    strength = np.minimum(line_strength(neutral, skin), MOST)
    fine, coarse = (cv2.GaussianBlur(lightness, (0, 0), s) for s in (LINE_PX, AROUND_PX))
    darker = (coarse - fine) * (MIDDLE_SKIN / max(float(skin[0]), DARKEST_SKIN))
    lines, dark, widths, breadths, curves = [], [], [], [], []
    for corners, outward in EYES:
        around = [_polar(neutral, a, corners, outward) for a in (strength, darker, lightness)]
        path = _followed(around[0][LOWER])
        lines.append(float(np.median(around[0][LOWER, path])))
        dark.append(float(np.median(around[1][LOWER, path])))
        widths.append(_width(around[2][LOWER], path))
        strong = (around[0] > STRONG_LINE).sum(1).mean()
        breadths.append(float(strong) * float(RADII[1] - RADII[0]))
        curves.append(RADII[_closed(around[0])])
    return Rims(
        float(np.mean(lines)),
        float(np.mean(dark)),
        float(np.mean(widths)),
        float(np.mean(breadths)),
        np.array(curves),
    )


def _polar(neutral: Neutral, values: Floats, corners: tuple[int, int], outward: int) -> Floats:
    """(72, 59) values by angle and distance from an eye; angle 0 is outward, 90 degrees down."""
    span = neutral.eye_span
    x, y = neutral.points[list(corners)].mean(0) + np.array([0, DROP * span])
    columns = x + outward * np.cos(ANGLES)[:, None] * RADII * span
    rows = y + np.sin(ANGLES)[:, None] * RADII * span * FLATTEN
    return np.asarray(
        cv2.remap(
            values,
            columns.astype(np.float32),
            rows.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def _closed(strength: Floats) -> Path:
    """Follow a rim twice around and keep the middle turn, whose ends meet."""
    path = _followed(np.vstack([strength, strength]), CORNER_JUMP, CORNER_COST)
    half = len(strength) // 2
    return np.concatenate([path[2 * half : 3 * half], path[half : 2 * half]])


def _followed(strength: Floats, jump: int = JUMP, cost: float = JUMP_COST) -> Path:
    """Index of the radius at each angle on the strongest smooth path (dynamic programming)."""
    steps = np.arange(-jump, jump + 1)
    columns = np.arange(strength.shape[1])
    total, came_from = strength[0].astype(np.float64), []
    for row in strength[1:]:
        source = columns[:, None] - steps
        inside = (source >= 0) & (source < len(columns))
        reached = np.where(inside, total[np.clip(source, 0, len(columns) - 1)], -np.inf)
        reached = reached - cost * np.abs(steps)
        best = reached.argmax(1)
        came_from.append(source[columns, best])
        total = reached[columns, best] + row
    path = [int(total.argmax())]
    for sources in reversed(came_from):
        path.append(int(sources[path[-1]]))
    return np.array(path[::-1])


def _width(lightness: Floats, path: Path) -> float:
    """Median width at half height of the line the path follows, share of the eye span."""
    widths = []
    for row, at in zip(lightness, path, strict=True):
        apart = np.abs(row - np.median(row[max(at - NEARBY, 0) : at + NEARBY + 1]))
        if apart[at] < CLEAR_LINE:
            continue
        low = np.nonzero(apart[:at] <= apart[at] / 2)[0]
        high = np.nonzero(apart[at:] <= apart[at] / 2)[0]
        first = int(low[-1]) + 1 if len(low) else 0
        last = at + int(high[0]) if len(high) else len(row)
        widths.append((last - first) * float(RADII[1] - RADII[0]))
    return float(np.median(widths)) if widths else 0.0
