"""Kinds of outfit, one module each; a new module with an ITEM is a new outfit."""

from figures.generation.studio.outfits.base import Colours, Fitting, Garment
from figures.generation.studio.registry import discover

OUTFITS: dict[str, Garment] = discover(__name__, Garment)

__all__ = ["OUTFITS", "Colours", "Fitting", "Garment"]
