"""Wider, with a belly."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("round", "Round", 1.10, 1.10, 2.0)
