"""What is the sandbox's own: `/_sandbox/faults`, `/_sandbox/log`, `/_sandbox/advance`."""

from collections import Counter

from orders.fulfilment.sandbox.api import Answer, RefusedError, Request
from orders.fulfilment.sandbox.house import House
from orders.fulfilment.sandbox.wire import Json

_MOST_STEPS = 100


def answer(house: House, request: Request) -> Answer:
    """Answer a request to the sandbox's own endpoints.

    Raises:
        RefusedError: unknown endpoint, or a value that makes no sense.

    """
    match (request.method, *request.parts):
        case ("POST", "faults"):
            try:
                return Answer(200, house.faults.set(request.body))
            except ValueError as error:
                raise RefusedError(400, "ValidationFailed", {"": [{"code": str(error)}]}) from error
        case ("GET", "faults"):
            return Answer(200, house.faults.set({}))
        case ("GET", "log"):
            return Answer(200, _log(house))
        case ("POST", "advance"):
            return Answer(200, {"orders": _advance(house, request.body)})
    raise RefusedError(404, "EndpointDoesNotExist")


def _log(house: House) -> Json:
    lines = house.store.journal()
    accepted = Counter(row["merchantReference"] for row in lines if row["event"] == "accepted")
    replayed = Counter(row["merchantReference"] for row in lines if row["event"] == "replayed")
    return {
        "accepted": {reference or "": count for reference, count in accepted.items()},
        "replayed": {reference or "": count for reference, count in replayed.items()},
        "lines": lines,
    }


def _advance(house: House, body: Json) -> dict[str, str]:
    steps, order_id = body.get("steps", 1), body.get("order")
    if type(steps) is not int or not 1 <= steps <= _MOST_STEPS:
        raise RefusedError(400, "ValidationFailed", {"steps": [{"code": "Invalid"}]})
    return house.advance(steps=steps, order_id=order_id)
