"""Narrower all over."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("slim", "Slim", 0.92, 0.92)
