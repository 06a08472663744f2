"""The published endpoints, as functions from a request to (HTTP status, JSON)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from orders.fulfilment.sandbox import production, quotes
from orders.fulfilment.sandbox.house import House
from orders.fulfilment.sandbox.validation import Failures, check_order, check_quote
from orders.fulfilment.sandbox.wire import Json, trace_parent

PREFIX = "/v4.0"
_TOP = 10
_MOST = 100


@dataclass(frozen=True)
class Request:
    """A request: `parts` of the path after `/v4.0/`, the query, and the JSON body of a POST."""

    method: str
    parts: tuple[str, ...]
    query: dict[str, list[str]] = field(default_factory=dict)
    body: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An answer; `accepted` tells that a new order came into being."""

    status: int
    body: Json
    accepted: bool = False


class RefusedError(Exception):
    """The request is answered with an error outcome."""

    def __init__(self, status: int, outcome: str, failures: Json | None = None) -> None:
        super().__init__(outcome)
        self.status = status
        self.outcome = outcome
        self.failures = failures


def answer(house: House, request: Request) -> Answer:
    """Answer a request to the print API.

    Raises:
        RefusedError: with the outcome that the reference names.

    """
    handlers = _route(request.parts)
    if handlers is None:
        raise RefusedError(404, "EndpointDoesNotExist")
    if request.method not in handlers:
        raise RefusedError(405, "MethodNotAllowed")
    return handlers[request.method](house, request)


def _route(parts: tuple[str, ...]) -> "dict[str, Callable[[House, Request], Answer]] | None":
    match [part.lower() for part in parts]:
        case ["orders"]:
            return {"GET": _list_orders, "POST": _create_order}
        case ["orders", _]:
            return {"GET": _get_order}
        case ["orders", _, "actions"]:
            return {"GET": _get_actions}
        case ["orders", _, "actions", "cancel"]:
            return {"POST": _cancel_order}
        case ["quotes"]:
            return {"POST": _create_quote}
    return None


def _ok(outcome: str, accepted: bool = False, **content: object) -> Answer:
    return Answer(200, {"outcome": outcome, **content, "traceParent": trace_parent()}, accepted)


def _refuse(failures: Failures) -> None:
    if failures:
        raise RefusedError(400, "ValidationFailed", dict(failures))


def _create_order(house: House, request: Request) -> Answer:
    _refuse(check_order(request.body, house.workshop.catalogue))
    record, existed = house.create(request.body)
    outcome = "AlreadyExists" if existed else "Created"
    return _ok(outcome, accepted=not existed, order=record.document)


def _get_order(house: House, request: Request) -> Answer:
    record = house.store.order(request.parts[1])
    if record is None:
        raise RefusedError(404, "EntityNotFound")
    return _ok("Ok", order=record.document)


def _list_orders(house: House, request: Request) -> Answer:
    query = {name.lower(): values for name, values in request.query.items()}
    top = _number(query, "top", _TOP, 1, _MOST)
    skip = _number(query, "skip", 0, 0, None)
    references = query.get("merchantreferences", [])
    found = house.store.orders(references)
    page = [record.document for record in found[skip : skip + top]]
    more = len(found) > skip + top
    following = [("merchantReferences", text) for text in references]
    following += [("top", str(top)), ("skip", str(skip + top))]
    return _ok(
        "Ok",
        orders=page,
        hasMore=more,
        nextUrl=f"{house.source}?{urlencode(following)}" if more else None,
    )


def _number(
    query: dict[str, list[str]], name: str, default: int, least: int, most: int | None
) -> int:
    text = query.get(name, [str(default)])[0]
    number = int(text) if text.isdecimal() else -1
    if number < least or (most is not None and number > most):
        raise RefusedError(
            400, "ValidationFailed", {name: [{"code": "Invalid", "providedValue": text}]}
        )
    return number


def _get_actions(house: House, request: Request) -> Answer:
    record = house.store.order(request.parts[1])
    if record is None:
        raise RefusedError(404, "EntityNotFound")
    ended = record.step in ("complete", "cancelled")
    available = "No" if ended or not production.may_cancel(record) else "Yes"
    return _ok("Ok", cancel={"isAvailable": available})


def _cancel_order(house: House, request: Request) -> Answer:
    done = house.cancel(request.parts[1])
    if done is None:
        raise RefusedError(404, "EntityNotFound")
    outcome, record = done
    # The reference shows the order with `Cancelled` only; clients must not count on more.
    return _ok(outcome, order=record.document) if outcome == "Cancelled" else _ok(outcome)


def _create_quote(house: House, request: Request) -> Answer:
    catalogue = house.workshop.catalogue
    _refuse(check_quote(request.body, catalogue))
    return _ok("Created", quotes=quotes.quotes(request.body, catalogue), issues=None)
