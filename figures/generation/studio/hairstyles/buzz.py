"""Cropped close to the head."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "buzz",
    "Buzz cut",
    "short",
    texture="straight",
    outer=mirrored(
        ((0.0, 0.99), (0.32, 0.94), (0.56, 0.74), (0.67, 0.40), (0.69, 0.14), (0.66, 0.06),
         (0.62, 0.18), (0.59, 0.40), (0.48, 0.55), (0.24, 0.62), (0.0, 0.61))
    ),
    face=(),
    volume=0.25,
)  # fmt: skip
