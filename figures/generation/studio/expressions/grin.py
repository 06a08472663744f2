"""A wide, open laugh with all upper teeth."""

from figures.generation.studio.expressions.base import Expression

ITEM = Expression(
    "grin", "Big grin", width=1.20, opening=0.30, lift=0.24, lids=0.92, squint=0.12, brows=0.022
)
