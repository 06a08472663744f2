"""Callbacks: CloudEvents 1.0, unsigned, tried again a few times with growing gaps."""

import json
import time

from orders.fulfilment.sandbox.assets import AssetError, Outgoing
from orders.fulfilment.sandbox.faults import Faults
from orders.fulfilment.sandbox.store import Callback, Store
from orders.fulfilment.sandbox.wire import Json, now_text, pascal_keys

ATTEMPTS = 6
_FIRST_GAP = 1.0


def event(kind: str, document: Json, source: str) -> Json:
    """Build an event (without its id) that carries the order as it is now.

    Args:
        kind: such as `com.prodigi.order.status.stage.changed#InProgress`.
        document: the order.
        source: URL of the orders endpoint.

    """
    return {
        "specversion": "1.0",
        "type": kind,
        "source": source,
        "time": now_text(),
        "datacontenttype": "application/json",
        "subject": document["id"],
        "data": {"order": document},
    }


def deliver(store: Store, outgoing: Outgoing, faults: Faults, now: float | None) -> int:
    """Deliver what is due (everything that waits for None); returns how many arrived."""
    if faults.on.late_callbacks:
        return 0
    arrived = 0
    for callback in store.due_callbacks(now):
        if _post(callback, outgoing, faults):
            state, arrived = "delivered", arrived + 1
        else:
            state = "waiting" if callback.attempts + 1 < ATTEMPTS else "given_up"
        due = time.time() + _FIRST_GAP * 2**callback.attempts
        store.callback_tried(callback, state=state, due=due)
    return arrived


def _post(callback: Callback, outgoing: Outgoing, faults: Faults) -> bool:
    body = pascal_keys(callback.body) if faults.on.pascal_case else callback.body
    try:
        for _copy in range(1 + faults.on.duplicate_callbacks):
            with outgoing.open(callback.url, json.dumps(body).encode()) as answer:
                answer.read(1)
    except (OSError, ValueError, AssetError):
        return False
    return True
