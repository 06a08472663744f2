"""Short sides, the top brushed up and back from the forehead."""

from figures.generation.studio.hairstyles.base import Flow, Hairstyle, Swell, mirrored

ITEM = Hairstyle(
    "quiff",
    "Quiff",
    "short",
    texture="straight",
    outer=mirrored(
        ((0.0, 1.26), (0.34, 1.20), (0.58, 0.94), (0.71, 0.58), (0.71, 0.25), (0.69, 0.14),
         (0.65, 0.24), (0.61, 0.46), (0.46, 0.64), (0.24, 0.66), (0.0, 0.66))
    ),
    face=(),
    flow=Flow("back", y=-0.2),
    swells=(
        Swell((0.0, 0.98, 0.58), (0.50, 0.26, 0.36), pitch=24.0),
        Swell((0.0, 0.98, 0.20), (0.48, 0.24, 0.52)),
    ),
)  # fmt: skip
