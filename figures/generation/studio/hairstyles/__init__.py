"""Hairstyles, one module each; a new module with an ITEM is a new style."""

from figures.generation.studio.hairstyles.base import Hairstyle
from figures.generation.studio.registry import discover

HAIRSTYLES: dict[str, Hairstyle] = discover(__name__, Hairstyle)

__all__ = ["HAIRSTYLES", "Hairstyle"]
