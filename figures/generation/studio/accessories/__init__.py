"""Accessories, one module each; a new module with an ITEM is a new accessory."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.registry import discover

ACCESSORIES: dict[str, Accessory] = discover(__name__, Accessory)

__all__ = ["ACCESSORIES", "Accessory"]
