"""Brows with a high arch."""

from figures.generation.studio.brows.base import BrowShape

ITEM = BrowShape("arched", "Arched", thickness=0.90, straight=0.5, arch=0.14)
