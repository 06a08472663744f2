"""Bodies, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.bodies.base import Build
from figures.generation.studio.registry import discover

BODIES: dict[str, Build] = discover(__name__, Build)

__all__ = ["BODIES", "Build"]
