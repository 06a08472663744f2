"""A face at rest, still friendly."""

from figures.generation.studio.expressions.base import Expression

ITEM = Expression("calm", "Calm", lift=0.06, lids=0.94)
