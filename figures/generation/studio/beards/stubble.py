"""A few days' growth, painted."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("stubble", "Stubble", cheeks=True, density=0.345)
