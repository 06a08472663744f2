"""Parted in the middle, with a plait on either side."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, Lock, mirrored

ITEM = Hairstyle(
    "braids",
    "Plaits",
    "medium",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.14), (0.38, 1.07), (0.66, 0.84), (0.78, 0.46), (0.79, 0.10), (0.75, -0.30),
         (0.70, -0.46), (0.66, -0.30), (0.63, 0.0), (0.58, 0.34), (0.34, 0.64), (0.12, 0.80),
         (0.0, 0.84))
    ),
    face=(),
    flow=Flow("side", x=0.0, parting=True),
    locks=(
        Lock(
            ((0.96, -0.22, -0.10, 0.15), (1.13, -0.52, 0.02, 0.185), (1.17, -0.95, 0.20, 0.19),
             (1.10, -1.40, 0.34, 0.175), (1.04, -1.76, 0.40, 0.13), (1.02, -1.98, 0.42, 0.05)),
            weave="plait",
            band=4,
            mirrored=True,
        ),
    ),
)  # fmt: skip
