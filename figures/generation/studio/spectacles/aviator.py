"""Thin teardrops with a bar above the bridge."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles(
    "aviator",
    "Aviator",
    knots=(
        (0.0, 0.66), (0.56, 0.62), (0.92, 0.40), (1.00, 0.02), (0.84, -0.46), (0.42, -0.84),
        (-0.06, -0.90), (-0.52, -0.66), (-0.84, -0.18), (-0.96, 0.26), (-0.80, 0.56),
        (-0.44, 0.66),
    ),
    slender=0.66,
    bridge=(0.08, 0.56),
    hinge=0.40,
)  # fmt: skip
