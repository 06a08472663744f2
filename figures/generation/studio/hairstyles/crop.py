"""Short back and sides with a swept fringe."""

from figures.generation.studio.hairstyles.base import Hairstyle

ITEM = Hairstyle(
    "crop",
    "Short",
    "short",
    texture="straight",
    outer=(
        (0.02, 1.20), (0.38, 1.14), (0.66, 0.92), (0.80, 0.58), (0.80, 0.20), (0.74, -0.06),
        (0.70, 0.10), (0.69, 0.34), (0.52, 0.52), (0.20, 0.50), (-0.14, 0.62), (-0.46, 0.60),
        (-0.66, 0.44), (-0.70, 0.12), (-0.74, -0.06), (-0.79, 0.20), (-0.78, 0.60), (-0.60, 0.96),
        (-0.30, 1.16),
    ),
    face=(),
)  # fmt: skip
