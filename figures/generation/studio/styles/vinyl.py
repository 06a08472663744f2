"""The designer toy: large head, large painted eyes."""

from figures.generation.studio.styles.base import Style

ITEM = Style("vinyl", "Vinyl toy")
