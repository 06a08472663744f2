"""Hair on the upper lip alone."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("moustache", "Moustache", chin=False, thickness=0.085)
