"""Cropped close to the head."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "buzz",
    "Buzz cut",
    "short",
    texture="straight",
    outer=mirrored(
        ((0.0, 0.99), (0.32, 0.94), (0.56, 0.74), (0.67, 0.40), (0.69, 0.04), (0.66, -0.08),
         (0.62, 0.08), (0.60, 0.30), (0.50, 0.50), (0.24, 0.60), (0.0, 0.58))
    ),
    face=(),
    volume=0.25,
)  # fmt: skip
