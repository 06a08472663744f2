"""One fist up, one on the hip, feet apart."""

from figures.generation.studio.poses.base import ON_HIP, Arm, Pose

_FIST_UP = Arm((0.60, 0.26, 0.44), (0.6, -1.0, -0.1), (-1.0, 0.0, 0.2), "fist")

ITEM = Pose("hero", "Hero", ON_HIP, _FIST_UP, head_turn=(-3.0, 6.0, -3.0), feet=1.27)
