"""Expressions, one module each; a new module with an ITEM is a new choice."""

from figures.generation.studio.expressions.base import Expression
from figures.generation.studio.registry import discover

EXPRESSIONS: dict[str, Expression] = discover(__name__, Expression)

__all__ = ["EXPRESSIONS", "Expression"]
