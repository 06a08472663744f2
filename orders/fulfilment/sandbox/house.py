"""The print house itself: what each request does, apart from HTTP."""

import copy
import logging
import threading
import time
from dataclasses import dataclass, field

from orders.fulfilment.sandbox import callbacks, documents, production
from orders.fulfilment.sandbox.faults import Faults
from orders.fulfilment.sandbox.production import Workshop
from orders.fulfilment.sandbox.store import Record, Store
from orders.fulfilment.sandbox.wire import Json

log = logging.getLogger(__name__)
_GLANCE = 0.05


@dataclass
class House:
    """Orders, and the hands that work on them.

    `pace` is the time between two steps of an order in seconds; None means that it moves only by
    `advance` (POST /_sandbox/advance), which makes tests exact.
    """

    store: Store
    workshop: Workshop
    faults: Faults
    source: str
    pace: float | None
    _working: threading.Lock = field(default_factory=threading.Lock)
    _delivering: threading.Lock = field(default_factory=threading.Lock)

    def create(self, body: Json) -> tuple[Record, bool]:
        """Accept a checked order, or find its first copy by the idempotency key."""
        return self.store.create(
            key=body.get("idempotencyKey"),
            reference=body.get("merchantReference"),
            build=lambda number: documents.new_order(body, number, self.workshop.catalogue),
            due=self._next_due(),
        )

    def cancel(self, order_id: str) -> tuple[str, Record] | None:
        """Cancel an order; returns the outcome and the order, or None when there is none."""
        while (record := self.store.order(order_id)) is not None:
            if record.step in ("complete", "cancelled"):
                return "ActionNotAvailable", record
            if not production.may_cancel(record):
                return "FailedToCancel", record
            if self._save(record, production.cancel(record)):
                return "Cancelled", record
        return None

    def advance(self, *, steps: int = 1, order_id: str | None = None) -> dict[str, str]:
        """Take so many steps of each open order (or of one), then deliver the callbacks.

        Returns:
            The step that each order touched is in now, by its id.

        """
        touched: dict[str, str] = {}
        for _step in range(steps):
            for record in self.store.due_orders(None):
                if order_id in (None, record.document["id"]):
                    touched[record.document["id"]] = self._work_on(record)
            self._deliver(None)
        return touched

    def work(self, stop: threading.Event) -> None:
        """Take due steps and deliver due callbacks until told to stop."""
        while not stop.wait(_GLANCE):
            now = time.time()
            try:
                for record in self.store.due_orders(now):
                    self._work_on(record)
                self._deliver(now)
            except Exception:
                # One order that cannot be handled must not stop the house.
                log.exception("a step failed")

    def _work_on(self, record: Record) -> str:
        # One pair of hands: a background step and one asked for must not send a parcel twice.
        with self._working:
            current = self.store.order(record.document["id"])
            if current is None or current.version != record.version:
                return record.step
            changed = copy.deepcopy(current)
            types = production.take_step(changed, self.workshop)
            return changed.step if self._save(changed, types) else record.step

    def _deliver(self, now: float | None) -> None:
        # Duplicates are a fault to be switched on, not an accident of two threads.
        with self._delivering:
            callbacks.deliver(self.store, self.workshop.outgoing, self.faults, now)

    def _save(self, record: Record, types: list[str]) -> bool:
        url = record.document["callbackUrl"]
        return self.store.save(
            record,
            due=self._next_due(),
            events=[
                (url, callbacks.event(kind, record.document, self.source)) for kind in types if url
            ],
            held=self.faults.on.late_callbacks,
        )

    def _next_due(self) -> float:
        return time.time() + (self.pace or 0.0)
