"""Wide and low with firm corners."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles("rectangular", "Rectangular", height=0.62, roundness=0.45, brow=1.25, hinge=0.24)
