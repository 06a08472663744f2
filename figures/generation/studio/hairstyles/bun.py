"""Drawn up into a knot on top of the head."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, Lock, mirrored

ITEM = Hairstyle(
    "bun",
    "Bun",
    "medium",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.12), (0.36, 1.05), (0.62, 0.82), (0.74, 0.50), (0.73, 0.25), (0.70, 0.14),
         (0.65, 0.24), (0.60, 0.42), (0.48, 0.64), (0.26, 0.80), (0.0, 0.85))
    ),
    face=(),
    flow=Flow("crown", x=0.0),
    locks=(
        Lock(
            ((0.0, 0.98, -0.30, 0.20), (0.0, 1.25, -0.38, 0.35), (0.0, 1.42, -0.43, 0.31)),
            weave="coil",
            band=0,
        ),
    ),
)  # fmt: skip
