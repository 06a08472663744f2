"""Stances, one module each; a new module with an ITEM is a new pose."""

from figures.generation.studio.poses.base import Arm, Pose
from figures.generation.studio.registry import discover

POSES: dict[str, Pose] = discover(__name__, Pose)

__all__ = ["POSES", "Arm", "Pose"]
