"""Chin-length, with a fringe."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, mirrored

ITEM = Hairstyle(
    "bob",
    "Bob",
    "medium",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.20), (0.44, 1.12), (0.80, 0.80), (0.96, 0.25), (1.02, -0.35), (0.96, -0.86),
         (0.72, -0.94), (0.30, -0.90))
    ),
    face=mirrored(
        ((0.0, 0.38), (0.36, 0.37), (0.56, 0.26), (0.62, -0.10), (0.62, -0.60), (0.54, -1.10))
    ),
    flow=Flow(x=0.0),
)  # fmt: skip
