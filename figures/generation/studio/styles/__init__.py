"""Kinds of figure, one module each; a new module with an ITEM is a new style."""

from figures.generation.studio.registry import discover
from figures.generation.studio.styles.base import Style

STYLES: dict[str, Style] = discover(__name__, Style)

__all__ = ["STYLES", "Style"]
