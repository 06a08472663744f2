"""Sitting in a wheelchair."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("wheelchair", "Wheelchair", seated=True)
