"""One hand up, saying hello."""

from figures.generation.studio.poses.base import HANGING, RAISED, Pose

ITEM = Pose("wave", "Waving", HANGING, RAISED, head_turn=(0.0, -5.0, 4.0))
