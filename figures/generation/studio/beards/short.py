"""A trimmed full beard."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("short", "Short beard", cheeks=True, thickness=0.045)
