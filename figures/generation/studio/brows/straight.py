"""Level brows without an arch."""

from figures.generation.studio.brows.base import BrowShape

ITEM = BrowShape("straight", "Straight", straight=0.9)
