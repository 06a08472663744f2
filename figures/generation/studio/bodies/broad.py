"""Wider shoulders and chest."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("broad", "Broad", 1.09, 1.06)
