"""Low oval rims, slender."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles("oval", "Oval", height=0.70, roundness=0.97, slender=0.75)
