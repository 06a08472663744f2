"""How answers look on the wire: outcomes, the two error envelopes, and the case of the keys."""

import secrets
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

# The contents of these are the merchant's own and are given back as they came.
_OPAQUE = frozenset({"metadata", "attributes"})


def now_text() -> str:
    """Return the present moment as Prodigi writes it, such as `2021-03-11T14:40:05.12Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def trace_parent() -> str:
    """Return a W3C trace parent with fresh random ids."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


def failure(status: int, outcome: str, *, envelope: str, data: Json | None = None) -> Json:
    """Build an error body.

    Args:
        status: HTTP status code.
        outcome: such as `ValidationFailed`.
        envelope: "outcome" (what the live API answers: `outcome`, `failures`) or "status" (the
            reference's base error object: `statusText`, `statusCode`, `data`).
        data: failures by field.

    """
    body: Json = {"traceParent": trace_parent()}
    if envelope == "status":
        return {"statusText": outcome, "statusCode": status, "data": data or {}, **body}
    return {"outcome": outcome, **({"failures": data} if data else {}), **body}


def pascal_keys(body: Json) -> Json:
    """Return the same JSON with PascalCase keys, as the live API has been seen to write them."""
    return {
        key[:1].upper() + key[1:]: value if key in _OPAQUE else _pascal_value(value)
        for key, value in body.items()
    }


def _pascal_value(value: object) -> object:
    if isinstance(value, list):
        return [_pascal_value(entry) for entry in value]
    return pascal_keys(value) if isinstance(value, dict) else value


def camel_outcome(body: Json) -> Json:
    """Return the body with the outcome as the reference's tables spell it (`alreadyExists`)."""
    outcome = body.get("outcome")
    return {**body, "outcome": outcome[:1].lower() + outcome[1:]} if outcome else body
