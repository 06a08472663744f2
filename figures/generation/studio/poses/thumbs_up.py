"""One thumb up in front of the chest, the other arm at the side."""

from figures.generation.studio.poses.base import HANGING, Arm, Pose

_THUMB_UP = Arm((0.34, -0.30, 0.68), (0.75, -0.7, -0.5), (0.0, 1.0, 0.0), "thumb")

ITEM = Pose("thumbs_up", "Thumbs up", HANGING, _THUMB_UP, head_turn=(-1.0, -3.0, 3.0))
