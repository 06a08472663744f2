"""A round cloud of small coils."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "afro",
    "Afro",
    "medium",
    texture="coily",
    outer=mirrored(
        ((0.0, 1.44), (0.52, 1.34), (0.94, 1.02), (1.14, 0.50), (1.10, 0.0), (0.92, -0.36),
         (0.72, -0.46), (0.30, -0.42))
    ),
    face=mirrored(
        ((0.0, 0.62), (0.32, 0.58), (0.55, 0.40), (0.62, 0.0), (0.64, -0.50), (0.50, -0.90))
    ),
)  # fmt: skip
