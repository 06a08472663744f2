"""The master key: 32 bytes in a file of its own (0600), never in the database."""

import base64
import hashlib
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from shop.platform.configuration import write_private


def master_key() -> bytes:
    """Return the master key.

    Raises:
        ImproperlyConfigured: the file is missing, readable by others, or not a key.

    """
    return _load(settings.MASTER_KEY_FILE, settings.DEMO)


def epoch() -> str:
    """Return the name of the current master key: a short hash that tells keys apart."""
    return hashlib.sha256(b"epoch" + master_key()).hexdigest()[:12]


@lru_cache(maxsize=4)
def _load(name: str, make: bool) -> bytes:
    path = Path(name)
    if make and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, base64.b64encode(os.urandom(32)).decode())
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(f"MASTER_KEY_FILE cannot be read: {error.strerror}.") from error
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured("MASTER_KEY_FILE is readable by others: chmod 600 it.")
    try:
        key = base64.b64decode(content.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured("MASTER_KEY_FILE must hold 32 bytes in base 64.")
    return key
