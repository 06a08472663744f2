"""Backends that make figures, one folder or module each, behind one protocol."""

from collections.abc import Callable

from django.conf import settings

from figures.generation.backends.base import Capabilities, GenerationBackend, GenerationError
from figures.generation.backends.hosted import AzureBackend, OpenAIBackend
from figures.generation.backends.studio import StudioBackend

_BACKENDS: dict[str, Callable[[], GenerationBackend]] = {
    "studio": StudioBackend,
    "openai": OpenAIBackend,
    "azure": AzureBackend,
}

__all__ = ["Capabilities", "GenerationBackend", "GenerationError", "get_backend", "offered"]


def get_backend(name: str) -> GenerationBackend:
    """Return the backend; also one that is not offered any more, whose figures are still here.

    Raises:
        LookupError: there is none of that name.

    """
    return _BACKENDS[name]()


def offered() -> tuple[str, ...]:
    """Return the names of the generators that a new figure may be made with."""
    return tuple(name for name in _BACKENDS if name in settings.GENERATORS)
