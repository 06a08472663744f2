"""Both fists on the hips."""

from figures.generation.studio.poses.base import ON_HIP, Pose

ITEM = Pose("hips", "Hands on hips", ON_HIP, ON_HIP, head_turn=(0.0, -6.0, -3.0), feet=1.07)
