"""Presets found by looking: each module of a package that names an `ITEM` adds it."""

import importlib
import pkgutil
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """Key of the preset."""


T = TypeVar("T", bound=Named)


def discover(package: str, kind: type[T]) -> dict[str, T]:
    """Import every module of `package` and collect their `ITEM`s, sorted by name.

    Raises:
        TypeError: a module's ITEM is of another kind.
        ValueError: two items share a name.

    """
    found: dict[str, T] = {}
    path = importlib.import_module(package).__path__
    for module in pkgutil.iter_modules(path):
        item = getattr(importlib.import_module(f"{package}.{module.name}"), "ITEM", None)
        if item is None:
            continue
        if not isinstance(item, kind):
            raise TypeError(f"{package}.{module.name}.ITEM is not a {kind.__name__}")
        if item.name in found:
            raise ValueError(f"two presets of {package} are called {item.name}")
        found[item.name] = item
    return dict(sorted(found.items()))
