"""Designs of the box, one module each; a new module with an ITEM is a new design."""

from figures.generation.studio.box.designs.base import BoxAccessory, Contents, Design
from figures.generation.studio.registry import discover

DESIGNS: dict[str, Design] = discover(__name__, Design)
DEFAULT_DESIGN = "blister"

__all__ = ["DEFAULT_DESIGN", "DESIGNS", "BoxAccessory", "Contents", "Design"]
