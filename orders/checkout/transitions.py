"""Move an order: a conditional UPDATE and its event, in one transaction."""

from typing import Any

from django.db import transaction

from orders.checkout.models import Order, OrderEvent
from orders.checkout.states import MOVES, OrderState
from shop.platform.durable import registry


class MoveRefused(Exception):
    """The order does not stand where this move may begin."""


def move(
    *, order: Order, to: OrderState, changes: dict[str, Any] | None = None, **facts: Any
) -> bool:
    """Move `order` to `to` and announce `order.<to>` to its listeners.

    Args:
        changes: columns written with the move, such as `paid_at`.
        facts: ids and codes for the event row; never names or addresses.

    Returns:
        True when it moved, False when it already stood there (a repeated message).

    Raises:
        MoveRefused: the table of moves does not lead there.

    """
    before = [state for state, reachable in MOVES.items() if to in reachable]
    with transaction.atomic():
        moved = Order.objects.filter(pk=order.pk, state__in=before).update(
            state=to, **(changes or {})
        )
        order.refresh_from_db()
        if not moved:
            if order.state == to:
                return False
            raise MoveRefused(f"{order.number}: {order.state} does not lead to {to}")
        record(order=order, kind=to, **facts)
        registry.publish(f"order.{to}", order_id=order.pk)
    return True


def record(*, order: Order, kind: str, **facts: Any) -> OrderEvent:
    """Append to the order's history; `kind` such as `proof_approved`, `print_file_made`."""
    return OrderEvent.objects.create(order=order, kind=kind, facts=facts)
