"""Cheeks, chin and upper lip."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("full", "Full beard")
