"""Soft round rims."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles("round", "Round")
