"""Wider shoulders and chest."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("broad", "Broad", width=1.12, depth=1.08, girth=1.08)
