"""A full beard that reaches the chest."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("long", "Long beard", cheeks=True, thickness=0.13, drop=0.62)
