"""A round mouth, wide eyes and high brows."""

from figures.generation.studio.expressions.base import Expression

ITEM = Expression(
    "surprised", "Surprised", width=0.66, opening=0.74, lids=1.20, brows=0.075, inner_brows=0.012
)
