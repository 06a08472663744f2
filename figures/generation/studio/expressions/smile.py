"""Closed lips, corners up."""

from figures.generation.studio.expressions.base import Expression

ITEM = Expression("smile", "Smile", width=1.10, lift=0.24, lids=0.96, squint=0.07, brows=0.012)
