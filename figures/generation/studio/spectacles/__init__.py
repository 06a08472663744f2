"""Frames of glasses, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.registry import discover
from figures.generation.studio.spectacles.base import Spectacles

SPECTACLES: dict[str, Spectacles] = discover(__name__, Spectacles)

__all__ = ["SPECTACLES", "Spectacles"]
