"""Lists: newest first, cut by an opaque cursor, never unbounded."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request

from shop.platform.api.problems import FieldError, Problem

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
_Row = TypeVar("_Row", bound=Model)


def page(
    request: Request, rows: QuerySet[_Row], show: Callable[[_Row], Any], *, moment: str
) -> dict[str, Any]:
    """Return `{"items": [...], "next_cursor": ...}`.

    Args:
        rows: already limited to what the caller may see.
        show: turns a row into what the API shows.
        moment: column by which the rows are ordered, newest first; ties by id.

    Raises:
        Problem: `invalid_parameter`.

    """
    limit = _limit(request)
    cursor = request.query_params.get("cursor", "")
    if cursor:
        at, pk = _read(cursor)
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk}))
    found = list(rows.order_by(f"-{moment}", "-pk")[: limit + 1])
    shown, more = found[:limit], len(found) > limit
    return {
        "items": [show(row) for row in shown],
        "next_cursor": _write(shown[-1], moment) if more else None,
    }


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MAX_LIMIT:
        return int(text)
    raise _refused("limit", f"A whole number from 1 to {MAX_LIMIT}.")


def _write(row: Model, moment: str) -> str:
    plain = json.dumps([getattr(row, moment).isoformat(), row.pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, str]:
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at, pk = json.loads(plain)
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, RecursionError) as error:
        raise _refused("cursor", "Take it from next_cursor of the page before.") from error
    if moment.tzinfo is None or not isinstance(pk, str) or "\0" in pk:
        raise _refused("cursor", "Take it from next_cursor of the page before.")
    return moment, pk


def _refused(field: str, message: str) -> Problem:
    return Problem("invalid_parameter", errors=[FieldError(field, "invalid", message)])
