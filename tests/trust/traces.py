"""Look for traces: every file of `var/`, of the temp folder and of the database itself."""

import base64
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def forms_of(secret: bytes) -> set[bytes]:
    """Return the secret as it may be written: raw, hexadecimal, base 64 at any offset."""
    forms = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for shift in range(3):
        # Inside a longer text the outer letters depend on the neighbours.
        encoded = base64.b64encode(b"\0" * shift + secret)
        inner = encoded[4 if shift else 0 : -4]
        forms |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return forms


def database_files() -> list[Path]:
    """Return the files that hold the tables: SQLite's three, or PostgreSQL's heaps and indexes."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        files = [Path(name + end) for end in ("", "-wal", "-shm")]
        return [path for path in files if path.exists()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    return [path for path in (data / "base").rglob("*") if path.is_file()]


def relation_names() -> dict[str, str]:
    """Return which table or index each of PostgreSQL's files belongs to, for the message."""
    if connection.vendor == "sqlite":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode(oid)::text, relname FROM pg_class")
        return dict(cursor.fetchall())


def all_files() -> Iterator[Path]:
    """Yield everything under `var/`, the temp folder and the database's own folder, once."""
    seen: set[Path] = set()
    for root in (Path(settings.VAR_DIR), Path(tempfile.gettempdir())):
        for folder, _, names in os.walk(root):
            seen |= {Path(folder) / name for name in names}
    yield from sorted(seen | set(database_files()))


def found(secrets: dict[str, bytes], files: Iterator[Path] | list[Path]) -> set[tuple[str, str]]:
    """Return (which secret, which file) for every trace in the contents or the names of files."""
    names = relation_names()
    forms = {name: forms_of(secret) for name, secret in secrets.items()}
    traces = set()
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # Removed while we look.
            continue
        haystack = str(path).encode() + b"\0" + content
        for name, spellings in forms.items():
            if any(spelling in haystack for spelling in spellings):
                traces.add((name, names.get(path.name, path.name)))
    return traces
