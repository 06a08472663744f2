"""Fine brows."""

from figures.generation.studio.brows.base import BrowShape

ITEM = BrowShape("thin", "Thin", thickness=0.60)
