"""Arms at the sides."""

from figures.generation.studio.poses.base import HANGING, Pose

ITEM = Pose("stand", "Standing", HANGING, HANGING)
