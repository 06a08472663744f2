"""Swept up to points at the temples."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles(
    "cat_eye",
    "Cat eye",
    knots=(
        (1.16, 0.74), (0.80, 0.60), (0.20, 0.54), (-0.45, 0.52), (-0.88, 0.36), (-0.94, 0.02),
        (-0.74, -0.44), (-0.22, -0.68), (0.38, -0.62), (0.80, -0.30), (0.98, 0.18), (1.12, 0.56),
    ),
    brow=1.55,
    hinge=0.58,
)  # fmt: skip
