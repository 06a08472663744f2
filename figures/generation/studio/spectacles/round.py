"""Round rims."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles("round", "Round", height=0.94, roundness=1.0, bridge=(0.22,), hinge=0.20)
