"""Cheeks, chin and upper lip."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("full", "Full beard", cheeks=True, thickness=0.085, drop=0.07)
