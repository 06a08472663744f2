"""Drawn back smoothly into a tail."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, Lock, mirrored

ITEM = Hairstyle(
    "ponytail",
    "Ponytail",
    "medium",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.14), (0.36, 1.07), (0.62, 0.84), (0.74, 0.50), (0.73, 0.25), (0.70, 0.14),
         (0.65, 0.24), (0.60, 0.42), (0.48, 0.64), (0.26, 0.80), (0.0, 0.85))
    ),
    face=(),
    flow=Flow("back", y=0.50),
    locks=(
        Lock(
            ((0.0, 0.50, -0.85, 0.13), (0.0, 0.64, -1.20, 0.17), (0.06, 0.34, -1.42, 0.27),
             (0.10, -0.18, -1.46, 0.28), (0.06, -0.68, -1.38, 0.21), (0.0, -1.02, -1.32, 0.07)),
            band=1,
        ),
    ),
)  # fmt: skip
