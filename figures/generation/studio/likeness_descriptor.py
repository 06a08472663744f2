"""Does a figure keep its person's face? A fixed geometric description, and who is nearest to whom.

The description was fixed before any result was seen and is not to be tuned on one. It measures 28
lengths and ratios between landmarks that are turned to the front and scaled so that the eye line
lies one unit above the chin: no colour, hair, clothes or photo pixel enters. Photos and figures
are standardised separately (each measure minus its mean over the gallery, over its standard
deviation), which takes out what the style does to everybody; likeness is the cosine between two
standardised descriptions.
"""

from collections.abc import Sequence

import numpy as np

from figures.faces import detect_faces
from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import read_frame
from figures.generation.studio.errors import AnalysisError
from figures.generation.studio.space import Bytes, Doubles

PAPER = 225


def describe(rgb: Bytes) -> Doubles | None:
    """(28,) measures of the largest face in a picture, or None if none can be measured."""
    faces = detect_faces(rgb)
    if not faces:
        return None
    try:
        frame = read_frame(rgb, max(faces, key=lambda face: face.area))
    except AnalysisError:
        return None
    return measures(frame.frontal[:, :2])


def on_paper(picture: Bytes) -> Bytes:
    """(H, W, 3) a transparent picture laid on light grey."""
    alpha = picture[..., 3:].astype(np.float32) / 255
    return np.asarray(picture[..., :3] * alpha + PAPER * (1 - alpha), np.float32).astype(np.uint8)


def measures(points: Doubles) -> Doubles:
    """(28,) of (478, 2) frontal landmarks in face units."""
    return np.array([*_outline(points), *_brows(points), *_eyes(points), *_nose(points),
                     *_mouth(points)])  # fmt: skip


def _across(points: Doubles, right: int, left: int) -> float:
    return float(points[left, 0] - points[right, 0])


def _height(points: Doubles, *which: int) -> float:
    return float(points[list(which), 1].mean())


def _outline(points: Doubles) -> list[float]:
    """Widths from the forehead down to the chin, and the height of the forehead."""
    pairs = ((54, 284), (lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT), (58, 288), (136, 365), (149, 378))
    return [*(_across(points, *pair) for pair in pairs), _height(points, lm.FOREHEAD)]


def _brows(points: Doubles) -> list[float]:
    """Heights at the inner end, the arch and the outer end; gap, length and thickness."""
    thickness = [points[up, 1] - points[low, 1] for up, low in ((105, 52), (334, 282))]
    return [
        _height(points, 55, 107, 285, 336),
        _height(points, 52, 105, 282, 334),
        _height(points, 46, 70, 276, 300),
        _across(points, 107, 336),
        (_across(points, 70, 107) + _across(points, 336, 300)) / 2,
        float(np.mean(thickness)),
    ]


def _eyes(points: Doubles) -> list[float]:
    """Width, opening, height over width, tilt of the corners, and the gap between the eyes."""
    wide = (_across(points, 33, 133) + _across(points, 362, 263)) / 2
    tall = _height(points, 159, 386) - _height(points, 145, 374)
    tilt = _height(points, 33, 263) - _height(points, 133, 362)
    return [wide, tall, tall / wide, tilt, _across(points, 133, 362)]


def _nose(points: Doubles) -> list[float]:
    """Heights of tip and base, width at the wings."""
    wings = _across(points, lm.NOSE_WING_RIGHT, lm.NOSE_WING_LEFT)
    return [_height(points, lm.NOSE_TIP), _height(points, lm.NOSE_BASE), wings]


def _mouth(points: Doubles) -> list[float]:
    """Width, height, lift of the corners, both lips, opening, and the lengths above and below."""
    middle = _height(points, lm.LIP_TOP_INNER, lm.LIP_BOTTOM_INNER)
    return [
        _across(points, lm.MOUTH_RIGHT, lm.MOUTH_LEFT),
        middle,
        _height(points, lm.MOUTH_RIGHT, lm.MOUTH_LEFT) - middle,
        _height(points, lm.LIP_TOP) - _height(points, lm.LIP_TOP_INNER),
        _height(points, lm.LIP_BOTTOM_INNER) - _height(points, lm.LIP_BOTTOM),
        _height(points, lm.LIP_TOP_INNER) - _height(points, lm.LIP_BOTTOM_INNER),
        _height(points, lm.NOSE_BASE) - _height(points, lm.LIP_TOP),
        _height(points, lm.LIP_BOTTOM) - _height(points, lm.CHIN),
    ]


def ranks(photos: Sequence[Doubles | None], figures: Sequence[Doubles | None]) -> list[int | None]:
    """Place of each photo's own figure among all figures, 1 being the most alike.

    Args:
        photos: descriptions, None where no face was found.
        figures: the same people's figures in the same order.

    Returns:
        A place for each photo; None where either description is missing.

    """
    photo_rows, photo_scores = _standardised(photos)
    figure_rows, figure_scores = _standardised(figures)
    alike = photo_scores @ figure_scores.T
    places: list[int | None] = [None] * len(photos)
    for i, person in enumerate(photo_rows):
        if person in figure_rows:
            own = alike[i, figure_rows.index(person)]
            places[person] = 1 + int((alike[i] > own).sum())
    return places


def _standardised(described: Sequence[Doubles | None]) -> tuple[list[int], Doubles]:
    rows = [i for i, values in enumerate(described) if values is not None]
    table = np.array([values for values in described if values is not None], np.float64)
    scores = (table - table.mean(0)) / np.maximum(table.std(0), 1e-9)
    scores /= np.maximum(np.linalg.norm(scores, axis=1, keepdims=True), 1e-9)
    return rows, scores
