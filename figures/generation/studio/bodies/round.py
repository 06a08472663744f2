"""Wider, with a belly."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("round", "Round", width=1.14, depth=1.14, belly=3.0, girth=1.08)
