"""Longer legs and trunk."""

from figures.generation.studio.bodies.base import Build

ITEM = Build("tall", "Tall", width=1.01, trunk=1.10, legs=1.24, arms=1.12)
