"""Short back and sides, combed forward."""

from figures.generation.studio.hairstyles.base import Hairstyle, Swell

ITEM = Hairstyle(
    "crop",
    "Short",
    "short",
    texture="straight",
    outer=(
        (0.02, 1.18), (0.38, 1.12), (0.64, 0.90), (0.75, 0.58), (0.74, 0.25), (0.70, 0.14),
        (0.66, 0.24), (0.62, 0.44), (0.46, 0.64), (0.24, 0.60), (0.04, 0.66), (-0.16, 0.60),
        (-0.42, 0.63), (-0.61, 0.44), (-0.66, 0.24), (-0.70, 0.14), (-0.74, 0.25), (-0.74, 0.60),
        (-0.60, 0.92), (-0.30, 1.12),
    ),
    face=(),
    swells=(Swell((0.0, 0.92, 0.12), (0.60, 0.20, 0.58)),),
)  # fmt: skip
