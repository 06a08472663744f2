"""Row locks of this capability, always in one order: the order, then its attempt or refund."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from orders.checkout.models import Order
from orders.payments.models import PaymentAttempt, Refund

Row = TypeVar("Row", bound=Model)


def lock_order(order_id: str) -> Order:
    """Return the order's row, locked until the transaction ends."""
    return for_update(Order.objects.all()).get(pk=order_id)


def lock_attempt(attempt: PaymentAttempt) -> tuple[Order, PaymentAttempt]:
    """Return the attempt's order and the attempt as they stand now, both locked."""
    order = lock_order(attempt.order_id)
    return order, for_update(PaymentAttempt.objects.all()).get(pk=attempt.pk)


def lock_refund(refund: Refund) -> tuple[Order, Refund]:
    """Return the refund's order and the refund as they stand now, both locked."""
    order = lock_order(refund.order_id)
    return order, for_update(Refund.objects.all()).get(pk=refund.pk)


def for_update(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Lock the rows that are read; SQLite serialises writers instead.

    Raises:
        RuntimeError: outside a transaction, where a lock would hold nothing.

    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A row lock needs a transaction.")
    return rows.select_for_update()
