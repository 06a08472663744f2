"""The print house's memory: one SQLite file, and `orders.jsonl` for people and tests to read.

The journal's lines are written in the same transaction as what they tell of and copied to the text
file after it, so a process killed in between loses no line and writes none twice.
"""

import fcntl
import json
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orders.fulfilment.sandbox.wire import Json, now_text

_TABLES = """
CREATE TABLE IF NOT EXISTS house (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    idempotency_key TEXT UNIQUE,
    merchant_reference TEXT,
    version INTEGER NOT NULL DEFAULT 0,
    step TEXT NOT NULL,
    due REAL NOT NULL,
    document TEXT NOT NULL,
    work TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS callbacks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    held INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL);
"""
_ENDED = ("complete", "cancelled", "stuck")


@dataclass
class Record:
    """One order: the document that the API shows and the house's own notes (`work`)."""

    number: int
    version: int
    step: str
    document: Json
    work: Json


@dataclass(frozen=True)
class Callback:
    """One callback that waits for delivery."""

    number: int
    url: str
    body: Json
    attempts: int


class Store:
    """Orders, callbacks and journal in `folder`; one process at a time.

    Raises:
        BlockingIOError: another print house works in this folder.

    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._guard = (folder / "lock").open("w")
        fcntl.flock(self._guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._lock = threading.RLock()
        self._text = folder / "orders.jsonl"
        self._db = sqlite3.connect(
            folder / "house.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.executescript(_TABLES)
        # Order numbers of two data folders should not meet in one shop's database.
        self._db.execute(
            "INSERT OR IGNORE INTO house VALUES ('first', ?)",
            (1_000_000 + secrets.randbelow(8_000_000),),
        )
        self.first: int = self._db.execute("SELECT value FROM house").fetchone()["value"]
        self._copied = self._repair_text()
        self._copy_journal()

    def close(self) -> None:
        """Close the file and let another process in."""
        self._db.close()
        self._guard.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock for a group of changes."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._copy_journal()

    def create(
        self, *, key: str | None, reference: str | None, build: Callable[[int], Json], due: float
    ) -> tuple[Record, bool]:
        """Accept an order, or find the first one with the same idempotency key.

        Returns:
            The record, and whether it was there before.

        """
        with self.transaction() as db:
            row = db.execute("SELECT * FROM orders WHERE idempotency_key = ?", (key,)).fetchone()
            if row is not None:
                record = _record(row)
                self.note("replayed", record)
                return record, True
            cursor = db.execute(
                "INSERT INTO orders (idempotency_key, merchant_reference, step, due, document,"
                " work) VALUES (?, ?, 'accepted', ?, '{}', '{}')",
                (key, reference, due),
            )
            number = int(cursor.lastrowid or 0)
            document = build(self.first + number)
            db.execute(
                "UPDATE orders SET document = ? WHERE number = ?", (json.dumps(document), number)
            )
            record = Record(number, 0, "accepted", document, {})
            self.note("accepted", record)
            return record, False

    def save(
        self, record: Record, *, due: float, events: list[tuple[str, Json]], held: bool
    ) -> bool:
        """Write a changed record with its callbacks, unless somebody changed it meanwhile.

        Args:
            record: as read, with changes; its version tells which state it started from.
            due: when the next step may be taken (Unix seconds).
            events: callbacks to deliver, as (url, body without an id).
            held: hold them back.

        Returns:
            Whether it was written.

        """
        with self.transaction() as db:
            changed = db.execute(
                "UPDATE orders SET version = version + 1, step = ?, due = ?, document = ?, work = ?"
                " WHERE number = ? AND version = ?",
                (
                    record.step,
                    due,
                    json.dumps(record.document),
                    json.dumps(record.work),
                    record.number,
                    record.version,
                ),
            ).rowcount
            if not changed:
                return False
            record.version += 1
            self.note("step", record)
            for url, body in events:
                cursor = db.execute(
                    "INSERT INTO callbacks (url, body, held, due) VALUES (?, '{}', ?, 0)",
                    (url, int(held)),
                )
                number = int(cursor.lastrowid or 0)
                text = json.dumps({**body, "id": f"evt_{self.first + number}"})
                db.execute("UPDATE callbacks SET body = ? WHERE number = ?", (text, number))
            return True

    def note(self, event: str, record: Record) -> None:
        """Write a journal line inside the current transaction; never names or addresses."""
        document = record.document
        line = {
            "at": now_text(),
            "event": event,
            "order": document["id"],
            "merchantReference": document["merchantReference"],
            "step": record.step,
            "stage": document["status"]["stage"],
        }
        self._db.execute("INSERT INTO journal (line) VALUES (?)", (json.dumps(line),))

    def order(self, order_id: str) -> Record | None:
        """Return one order by its public id."""
        digits = order_id.removeprefix("ord_")
        number = int(digits) - self.first if digits.isdecimal() else 0
        found = self._rows("SELECT * FROM orders WHERE number = ?", (number,))
        return _record(found[0]) if found and order_id.startswith("ord_") else None

    def orders(self, references: list[str]) -> list[Record]:
        """Return all orders, newest first, or those with one of the merchant references."""
        rows = self._rows("SELECT * FROM orders ORDER BY number DESC")
        wanted = [row for row in rows if not references or row["merchant_reference"] in references]
        return [_record(row) for row in wanted]

    def due_orders(self, now: float | None) -> list[Record]:
        """Return unfinished orders whose next step is due; all of them for None."""
        marks = ",".join("?" * len(_ENDED))
        rows = self._rows(
            f"SELECT * FROM orders WHERE step NOT IN ({marks}) ORDER BY number",  # noqa: S608
            _ENDED,
        )
        return [_record(row) for row in rows if now is None or row["due"] <= now]

    def due_callbacks(self, now: float | None) -> list[Callback]:
        """Return waiting callbacks: those once held back first, newest of them first."""
        rows = self._rows("SELECT * FROM callbacks WHERE state = 'waiting' ORDER BY number")
        due = [row for row in rows if now is None or row["due"] <= now]
        due.sort(key=lambda row: (0, -row["number"]) if row["held"] else (1, row["number"]))
        return [
            Callback(row["number"], row["url"], json.loads(row["body"]), row["attempts"])
            for row in due
        ]

    def callback_tried(self, callback: Callback, *, state: str, due: float) -> None:
        """Record an attempt: `state` is waiting (again at `due`), delivered or given_up."""
        with self.transaction() as db:
            db.execute(
                "UPDATE callbacks SET attempts = attempts + 1, state = ?, due = ? WHERE number = ?",
                (state, due, callback.number),
            )

    def journal(self) -> list[Json]:
        """Return every journal line, oldest first."""
        rows = self._rows("SELECT * FROM journal ORDER BY number")
        return [{"seq": row["number"], **json.loads(row["line"])} for row in rows]

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def _repair_text(self) -> int:
        """Cut a half-written last line off and return the number of the last whole one."""
        if not self._text.exists():
            return 0
        whole = self._text.read_bytes().rpartition(b"\n")
        with self._text.open("r+b") as stream:
            stream.truncate(len(whole[0]) + len(whole[1]))
        lines = whole[0].splitlines()
        return int(json.loads(lines[-1])["seq"]) if lines else 0

    def _copy_journal(self) -> None:
        rows = self._db.execute(
            "SELECT * FROM journal WHERE number > ? ORDER BY number", (self._copied,)
        ).fetchall()
        if not rows:
            return
        with self._text.open("a", encoding="utf-8") as stream:
            for row in rows:
                line = {"seq": row["number"], **json.loads(row["line"])}
                stream.write(json.dumps(line) + "\n")
        self._copied = rows[-1]["number"]


def _record(row: sqlite3.Row) -> Record:
    return Record(
        number=row["number"],
        version=row["version"],
        step=row["step"],
        document=json.loads(row["document"]),
        work=json.loads(row["work"]),
    )
