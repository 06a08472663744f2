"""Tall, with square corners and a strong brow."""

from figures.generation.studio.spectacles.base import Spectacles

ITEM = Spectacles(
    "square", "Square", height=0.84, roundness=0.50, brow=1.35, slender=1.2, hinge=0.36
)
