"""Facial hair, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.beards.base import Beard
from figures.generation.studio.registry import discover

BEARDS: dict[str, Beard] = discover(__name__, Beard)

__all__ = ["BEARDS", "Beard"]
