"""Both hands up."""

from figures.generation.studio.poses.base import RAISED, Pose

ITEM = Pose("cheer", "Cheering", RAISED, RAISED, head_turn=(-2.0, -3.0, 2.0), feet=1.07)
