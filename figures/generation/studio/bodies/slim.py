"""Narrower all over."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("slim", "Slim", width=0.89, depth=0.90, girth=0.89)
