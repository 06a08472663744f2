"""Long, parted in the middle."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, mirrored

ITEM = Hairstyle(
    "long",
    "Long",
    "long",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.18), (0.44, 1.11), (0.78, 0.80), (0.91, 0.30), (0.93, -0.40), (0.94, -1.05),
         (0.92, -1.50), (0.70, -1.62), (0.30, -1.60))
    ),
    face=mirrored(
        ((0.0, 0.80), (0.26, 0.60), (0.50, 0.28), (0.60, -0.10), (0.60, -0.60), (0.56, -1.20),
         (0.60, -2.20))
    ),
    flow=Flow("fall", x=0.0, parting=True),
)  # fmt: skip
