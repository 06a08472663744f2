"""Backends that make figures, one folder or module each, behind one protocol."""

from figures.generation.backends.base import Capabilities, GenerationBackend, GenerationError
from figures.generation.backends.studio import StudioBackend

_BACKENDS: dict[str, GenerationBackend] = {"studio": StudioBackend()}

__all__ = ["Capabilities", "GenerationBackend", "GenerationError", "get_backend"]


def get_backend(name: str) -> GenerationBackend:
    """Return the backend.

    Raises:
        LookupError: there is none of that name.

    """
    return _BACKENDS[name]
