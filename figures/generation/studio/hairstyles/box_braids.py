"""Many thin plaits that hang from a parting."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, mirrored

ITEM = Hairstyle(
    "box_braids",
    "Box braids",
    "long",
    texture="coily",
    outer=mirrored(
        ((0.0, 1.16), (0.42, 1.09), (0.74, 0.82), (0.86, 0.40), (0.88, -0.20), (0.90, -0.90),
         (0.88, -1.46), (0.70, -1.56), (0.30, -1.54))
    ),
    face=mirrored(
        ((0.0, 0.80), (0.30, 0.66), (0.54, 0.34), (0.62, -0.05), (0.60, -0.60), (0.56, -1.20),
         (0.60, -2.20))
    ),
    flow=Flow("ropes", x=0.0, parting=True),
)  # fmt: skip
