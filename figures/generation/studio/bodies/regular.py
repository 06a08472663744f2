"""The body the other measures are relative to."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("regular", "Regular")
