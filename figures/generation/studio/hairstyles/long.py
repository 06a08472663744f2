"""Long, parted in the middle."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "long",
    "Long",
    "long",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.18), (0.44, 1.12), (0.80, 0.82), (0.96, 0.30), (1.04, -0.40), (1.10, -1.10),
         (1.02, -1.75), (0.74, -1.86), (0.30, -1.80))
    ),
    face=mirrored(
        ((0.0, 0.80), (0.26, 0.60), (0.50, 0.28), (0.60, -0.10), (0.60, -0.60), (0.56, -1.20),
         (0.60, -2.20))
    ),
)  # fmt: skip
