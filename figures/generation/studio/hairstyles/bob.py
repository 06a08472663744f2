"""Chin-length, with a fringe."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "bob",
    "Bob",
    "medium",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.22), (0.45, 1.14), (0.84, 0.80), (1.02, 0.25), (1.06, -0.35), (0.98, -0.90),
         (0.72, -0.98), (0.30, -0.94))
    ),
    face=mirrored(
        ((0.0, 0.38), (0.36, 0.37), (0.56, 0.26), (0.62, -0.10), (0.62, -0.60), (0.54, -1.10))
    ),
)  # fmt: skip
