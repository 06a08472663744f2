"""Bushy brows."""

from figures.generation.studio.brows.base import BrowShape

ITEM = BrowShape("thick", "Thick", thickness=1.45)
