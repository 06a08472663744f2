"""Hairstyles, one module each; a new module with an ITEM is a new style."""

from figures.generation.studio.hairstyles.base import Hairstyle
from figures.generation.studio.recipe import PHOTO_HAIR, Hair
from figures.generation.studio.registry import discover

HAIRSTYLES: dict[str, Hairstyle] = discover(__name__, Hairstyle)

__all__ = ["HAIRSTYLES", "Hairstyle", "worn_hair"]


def worn_hair(hair: Hair) -> Hair:
    """Hair as it is worn: the photo's own or that of the chosen style."""
    return hair if hair.style == PHOTO_HAIR else HAIRSTYLES[hair.style].hair(hair.colour)
