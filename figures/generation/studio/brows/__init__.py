"""Shapes of the brows, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.brows.base import BrowShape
from figures.generation.studio.registry import discover

BROWS: dict[str, BrowShape] = discover(__name__, BrowShape)

__all__ = ["BROWS", "BrowShape"]
