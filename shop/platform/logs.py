"""JSON log lines with a request id. Callers log ids, codes and counts, never personal data."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

request_id: ContextVar[str] = ContextVar("request_id", default="")

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "request_id", "taskName"}
# Django attaches the whole request to some records; its repr holds the path with a file token.
_DROPPED = frozenset({"request", "response", "server_time", "data"})
_LONGEST_CHAIN = 10
META_KEY = "shop.request_id"


class RequestIdFilter(logging.Filter):
    """Puts the current request id on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add `record.request_id`; never drops a record."""
        of_request = getattr(getattr(record, "request", None), "META", {})
        record.request_id = request_id.get() or of_request.get(META_KEY, "")
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request_id and the extras."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": getattr(record, "request_id", ""),
        }
        for key, value in vars(record).items():
            if key not in _STANDARD and key not in _DROPPED and not key.startswith("_"):
                line[key] = value
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        """Return types and places of the exception and its causes, without their messages.

        A message quotes what went wrong: a database error the whole row, a mail error the
        address. Types, lines of code and the request id are enough to find the cause.
        """
        parts: list[str] = []
        error = ei[1]
        while error is not None and len(parts) < _LONGEST_CHAIN:
            kind = type(error)
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{frames}{kind.__module__}.{kind.__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))


def _message(record: logging.LogRecord) -> str:
    """Return the message; Django's about a request names its route, not its path.

    A path may hold a file's bearer token, the callback's secret, or whatever somebody typed.
    """
    message = record.getMessage()
    path = getattr(getattr(record, "request", None), "path", "")
    if not path or path == "/":
        return message
    match = getattr(record.request, "resolver_match", None)  # type: ignore[attr-defined]
    return message.replace(path, f"/{match.route}" if match else "(no such page)")
