"""One fist up, one on the hip, feet apart."""

from figures.generation.studio.poses.base import ON_HIP, Arm, Pose

_FIST_UP = Arm((19.4, 43.5, 3.5), (21.6, 51.5, 8.5), (-1.0, 0.0, 0.2), "fist")

ITEM = Pose("hero", "Hero", ON_HIP, _FIST_UP, head_turn=(-3.0, 6.0, -3.0), feet=7.6)
