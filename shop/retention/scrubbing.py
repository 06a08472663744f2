"""Remove what erased rows leave in the database's own files."""

import time
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import Model

from shop.retention import registry
from shop.vault.models import Blob, SubjectKey

# How long writers of SQLite may have to wait for us, and readers of PostgreSQL's tables: there,
# longer than the second after which an autovacuum gives way.
_SQLITE_PATIENCE_MS = 1000
_POSTGRESQL_PATIENCE_MS = 3000
_LOOKS = 20
_BETWEEN_LOOKS = 0.05

# A transaction whose snapshot is older than ours still sees the erased rows, and keeps them. The
# snapshot of a plain vacuum does not.
_OLDER_READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type IN ('client backend', 'autovacuum worker')
      AND NOT (query LIKE 'autovacuum: VACUUM %%' AND query NOT LIKE '%%ANALYZE%%')
      AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(%s::xid)
"""


class Busy(Exception):
    """Somebody still reads what was there before; try again."""


def scrub() -> None:
    """Rewrite or cut every file of the database that may still hold erased rows.

    SQLite zeroes what is freed in the database file (`secure_delete`), but its log still holds
    the old pages: they are written back and the log is cut to nothing.

    PostgreSQL leaves old rows in place, and a plain vacuum only forgets where they are: the
    tables are written anew. Its write-ahead log and any backup keep the old pages until they are
    recycled; how long that is, is a matter of the server's settings.

    Raises:
        Busy: somebody holds on to what was there before.

    """
    if connection.in_atomic_block:
        raise Busy
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _cut_log(cursor)
        elif connection.vendor == "postgresql":
            _rewrite_tables(cursor)


def _cut_log(cursor: Any) -> None:
    cursor.execute("PRAGMA busy_timeout")
    before = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {_SQLITE_PATIENCE_MS}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    except OperationalError:
        busy = True
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {before}")
    if busy:
        raise Busy


def _rewrite_tables(cursor: Any) -> None:
    _wait_for_older_readers(cursor)
    cursor.execute(f"SET lock_timeout = {_POSTGRESQL_PATIENCE_MS}")
    try:
        for model in _models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"VACUUM (FULL) {table}")
    except OperationalError as error:
        raise Busy from error
    finally:
        cursor.execute("RESET lock_timeout")


def _models() -> list[type[Model]]:
    return [SubjectKey, Blob, *(apps.get_model(label) for label in registry.scrubbed_models())]


def keep_out_of_statistics(**_signal: Any) -> None:
    """Have PostgreSQL sample no personal column: its statistics would hold copies of values.

    Called after every migration; doing it again changes nothing.
    """
    if connection.vendor != "postgresql":
        return
    declared = registry.declared_columns() | {f"{SubjectKey._meta.label}.wrapped_key"}
    with connection.cursor() as cursor:
        for model in _models():
            for field in model._meta.concrete_fields:
                if f"{model._meta.label}.{field.name}" in declared:
                    table, column = map(
                        connection.ops.quote_name, (model._meta.db_table, str(field.column))
                    )
                    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def _wait_for_older_readers(cursor: Any) -> None:
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    now = cursor.fetchone()[0]
    for _ in range(_LOOKS):
        cursor.execute(_OLDER_READERS, [now])
        if not cursor.fetchone()[0]:
            return
        time.sleep(_BETWEEN_LOOKS)
    raise Busy
