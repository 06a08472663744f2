"""Loose curls down to the jaw."""

from figures.generation.studio.hairstyles.base import Hairstyle, mirrored

ITEM = Hairstyle(
    "curls",
    "Curls",
    "medium",
    texture="curly",
    outer=mirrored(
        ((0.0, 1.26), (0.46, 1.18), (0.82, 0.90), (0.98, 0.44), (1.00, -0.10), (0.98, -0.55),
         (0.80, -0.78), (0.30, -0.74))
    ),
    face=mirrored(
        ((0.0, 0.60), (0.30, 0.52), (0.54, 0.34), (0.62, -0.05), (0.62, -0.50), (0.50, -1.00))
    ),
)  # fmt: skip
