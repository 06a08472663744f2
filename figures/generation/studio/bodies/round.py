"""Wider, with a belly."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("round", "Round", width=1.15, depth=1.14, belly=2.8, girth=1.08)
