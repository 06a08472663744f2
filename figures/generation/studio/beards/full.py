"""Cheeks, chin and upper lip."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("full", "Full beard", cheeks=True, thickness=0.115, drop=0.10)
