"""Wider, with a belly."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("round", "Round", width=1.12, depth=1.12, belly=2.4, girth=1.08)
