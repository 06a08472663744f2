"""Combed to one side from a parting."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, Swell

ITEM = Hairstyle(
    "side_part",
    "Side parting",
    "short",
    texture="straight",
    outer=(
        (0.10, 1.22), (0.42, 1.12), (0.66, 0.88), (0.75, 0.55), (0.74, 0.25), (0.70, 0.14),
        (0.66, 0.24), (0.62, 0.44), (0.46, 0.66), (0.30, 0.74), (0.0, 0.60), (-0.30, 0.52),
        (-0.56, 0.44), (-0.66, 0.24), (-0.70, 0.14), (-0.76, 0.25), (-0.78, 0.62), (-0.62, 0.98),
        (-0.28, 1.20),
    ),
    face=(),
    flow=Flow("side", x=0.42, parting=True),
    swells=(Swell((-0.22, 0.92, 0.42), (0.52, 0.24, 0.50), tilt=-12.0),),
)  # fmt: skip
