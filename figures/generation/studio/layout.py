"""Where each feature of the toy's face lies: landmarks made into a caricature."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio import landmarks as lm
from figures.generation.studio.curves import about
from figures.generation.studio.space import Doubles
from figures.generation.studio.styles.base import Style

MEAN_FACE = Path(__file__).with_name("data") / "mean_face.npy"
# Height of a toy's eye: this many times the photo's, within these shares of its width.
EYE_OPENING, EYE_LOWEST, EYE_HIGHEST = 2.0, 0.46, 0.66
RIGHT, LEFT = "right", "left"


@dataclass(frozen=True)
class Eye:
    """One eye on the toy's face, face units.

    Attributes:
        side: +1 for the subject's left (larger x), -1 for the right.
        contour: landmark numbers: outer corner, upper lid, inner corner, lower lid.
        iris: landmark number of the iris.
        brow: landmark numbers of the brow.
        center: (2,) middle.
        stretch: (2,) how much the toy's eye is larger than the landmarks.
        width: width on the toy.
        height: height on the toy.

    """

    side: float
    contour: tuple[int, ...]
    iris: int
    brow: tuple[int, ...]
    center: Doubles
    stretch: Doubles
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The toy's face.

    Attributes:
        points: (478, 2) caricature landmarks, face units of the toy.
        enlarged: the same with the surroundings of the eyes stretched along.
        eyes: right, left.
        nose: how far the nose stands out, face units.

    """

    points: Doubles
    enlarged: Doubles
    eyes: tuple[Eye, Eye]
    nose: float


@cache
def mean_face() -> Doubles:
    """(478, 3) frontal mean face, face units."""
    return np.asarray(np.load(MEAN_FACE, allow_pickle=False), np.float64)


def to_toy(points: ArrayLike, style: Style) -> Doubles:
    """Face units of a person (..., 2) to those of the toy."""
    p = np.array(points, np.float64)
    p[..., 0] *= style.widen
    p[..., 1] *= np.where(p[..., 1] < 0, style.lower, style.upper)
    return p


def from_toy(points: ArrayLike, style: Style) -> Doubles:
    """Reverse of `to_toy`."""
    p = np.array(points, np.float64)
    p[..., 0] /= style.widen
    p[..., 1] /= np.where(p[..., 1] < 0, style.lower, style.upper)
    return p


def lay_out(frontal: Doubles, style: Style) -> Layout:
    """Draw the caricature of (478, 3) frontal landmarks."""
    exaggerated = frontal + (frontal - mean_face()) * (style.exaggeration - 1)
    points = to_toy(exaggerated[:, :2], style)
    right = _eye(points, -1.0, lm.EYE_RIGHT, lm.IRIS_RIGHT, lm.BROW_RIGHT, style)
    left = _eye(points, 1.0, lm.EYE_LEFT, lm.IRIS_LEFT, lm.BROW_LEFT, style)
    enlarged = points.copy()
    for eye in (right, left):
        enlarged += _pull(points, eye, style)
    cheeks = (frontal[lm.FOLD_RIGHT, 2] + frontal[lm.FOLD_LEFT, 2]) / 2
    nose = float(np.clip((frontal[lm.NOSE_TIP, 2] - cheeks) * 0.55, 0.16, 0.34))
    return Layout(points, enlarged, (right, left), nose)


def _eye(
    points: Doubles,
    side: float,
    contour: tuple[int, ...],
    iris: int,
    brow: tuple[int, ...],
    style: Style,
) -> Eye:
    outline = points[list(contour)]
    width, height = np.ptp(outline, axis=0)
    wide = float(width * style.eyes)
    tall = float(np.clip(height * EYE_OPENING, EYE_LOWEST * wide, EYE_HIGHEST * wide))
    stretch = np.array([wide / width, tall / max(height, 1e-3)])
    return Eye(side, contour, iris, brow, outline.mean(0), stretch, wide, tall)


def _pull(points: Doubles, eye: Eye, style: Style) -> Doubles:
    """Displacement of all points by an eye growing, fading with the distance from it."""
    width, height = np.ptp(points[list(eye.contour)], axis=0)
    offset = points - eye.center
    near = np.hypot(offset[:, 0] / (width * 0.95), offset[:, 1] / (width * 0.80))
    fade = np.exp(-(near**2) * 0.9)
    taller = max(eye.height / max(height, 1e-3), 1.2)
    return np.stack(
        [offset[:, 0] * (style.eyes - 1) * fade, offset[:, 1] * (taller - 1) * fade * 0.9], 1
    )


def eye_outline(layout: Layout, eye: Eye) -> Doubles:
    """(16, 2) the eye's contour on the toy."""
    return about(layout.points[list(eye.contour)], eye.center, eye.stretch)
