"""Opaque prefixed identifiers such as `fig_k6f3k2m9q4w7x1c5v8b0`."""

import secrets
from typing import Any

from django.db import models

# Crockford's base 32: no letters that are mistaken for digits.
_DIGITS = "0123456789"
_LETTERS = "abcdefghjkmnpqrstvwxyz"
_ALPHABET = _DIGITS + _LETTERS
_LENGTH = 20


def random_token(length: int = _LENGTH) -> str:
    """Return `length` random characters of Crockford base 32 (5 bits each)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_id(prefix: str) -> str:
    """Return a fresh identifier with 99 random bits, such as `fig_...`."""
    # A letter first: the admin reads "_23" in an address as a quoted "#".
    return f"{prefix}_{secrets.choice(_LETTERS)}{random_token(_LENGTH - 1)}"


def derived_id(prefix: str, digest: bytes) -> str:
    """Return the identifier that a digest of 20 bytes or more always gives."""
    letters = (_LETTERS[digest[0] % len(_LETTERS)], *(_ALPHABET[b % 32] for b in digest[1:_LENGTH]))
    return f"{prefix}_{''.join(letters)}"


class PrefixedIdField(models.CharField[str, str]):
    """Primary key that makes its own value: `PrefixedIdField("fig")`."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        self.prefix = prefix
        options.update(
            {"primary_key": True, "max_length": 32, "editable": False, "default": self.make}
        )
        super().__init__(**options)

    def make(self) -> str:
        """Return a fresh identifier with this field's prefix."""
        return new_id(self.prefix)

    def deconstruct(self) -> Any:
        """Describe the field to migrations by its prefix alone."""
        name, path, args, options = super().deconstruct()
        for option in ("primary_key", "max_length", "editable", "default"):
            options.pop(option, None)
        return name, path, args, {**options, "prefix": self.prefix}
