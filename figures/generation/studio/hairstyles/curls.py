"""A round cloud of curls."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "curls",
    "Curls",
    "medium",
    texture="curly",
    outer=mirrored(
        ((0.0, 1.38), (0.52, 1.28), (0.92, 0.96), (1.10, 0.46), (1.08, -0.05), (0.92, -0.46),
         (0.72, -0.56), (0.30, -0.50))
    ),
    face=mirrored(
        ((0.0, 0.64), (0.32, 0.56), (0.56, 0.34), (0.64, -0.05), (0.64, -0.50), (0.50, -0.90))
    ),
)  # fmt: skip
