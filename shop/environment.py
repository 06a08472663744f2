"""Strict readers for environment variables: a bad value stops the start with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Read a string; `NAME_FILE` may point to a file that holds it instead (for secrets).

    Raises:
        ImproperlyConfigured: both are set, or the file cannot be read.

    """
    value = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "")
    if value and path:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names a file that cannot be read: {error.strerror}."
            ) from error
    return value or default


def boolean(name: str, default: bool) -> bool:
    """Read a truth value: 1/0, true/false, yes/no, on/off.

    Raises:
        ImproperlyConfigured: the value is none of these.

    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """Read a whole number of at least `minimum`.

    Raises:
        ImproperlyConfigured: not a whole number, or too small.

    """
    return int(number(name, default, minimum=minimum, whole=True))


def number(name: str, default: float, *, minimum: float = 0.0, whole: bool = False) -> float:
    """Read a number of at least `minimum`.

    Raises:
        ImproperlyConfigured: not a number, or too small.

    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    kind = "a whole number" if whole else "a number"
    try:
        parsed = int(value) if whole else float(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {kind}, not {value!r}.") from error
    if parsed < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {value}.")
    return parsed


def items(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Read a comma-separated list."""
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or list(default)


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """Read one of `allowed`.

    Raises:
        ImproperlyConfigured: the value is none of them.

    """
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value
