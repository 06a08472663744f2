"""Proportions of a kind of figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How a face becomes a toy's.

    Attributes:
        name: key in recipes.
        label: words for people.
        exaggeration: how far landmarks move away from the mean face; 1 leaves them.
        widen: factor on x.
        lower: factor on y below the eyes.
        upper: factor on y above the eyes.
        eyes: factor on the eyes' width.
        shading: share of the photo's own shading on the painted face.

    """

    name: str
    label: str
    exaggeration: float = 1.45
    widen: float = 1.16
    lower: float = 0.90
    upper: float = 0.92
    eyes: float = 1.62
    shading: float = 0.17
