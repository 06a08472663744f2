"""Head coverings, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.coverings.base import HeadCovering
from figures.generation.studio.registry import discover

COVERINGS: dict[str, HeadCovering] = discover(__name__, HeadCovering)

__all__ = ["COVERINGS", "HeadCovering"]
