"""Where an order may stand, and where it may go from there."""

from django.db import models


class OrderState(models.TextChoices):
    """An order on its way. Money is told by the ledger, not by this."""

    PLACED = "placed", "Waiting for payment"
    PAID = "paid", "Paid"
    IN_PRODUCTION = "in_production", "In production"
    SHIPPED = "shipped", "Shipped"
    ON_HOLD = "on_hold", "On hold"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired unpaid"


MOVES: dict[OrderState, frozenset[OrderState]] = {
    OrderState.PLACED: frozenset(
        {OrderState.PAID, OrderState.CANCELLED, OrderState.EXPIRED, OrderState.ON_HOLD}
    ),
    OrderState.PAID: frozenset(
        {OrderState.IN_PRODUCTION, OrderState.SHIPPED, OrderState.ON_HOLD, OrderState.CANCELLED}
    ),
    OrderState.IN_PRODUCTION: frozenset(
        {OrderState.SHIPPED, OrderState.ON_HOLD, OrderState.CANCELLED}
    ),
    OrderState.SHIPPED: frozenset(),
    OrderState.ON_HOLD: frozenset(
        {OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.SHIPPED, OrderState.CANCELLED}
    ),
    # A payment that arrives late may still revive these.
    OrderState.CANCELLED: frozenset(),
    OrderState.EXPIRED: frozenset({OrderState.PAID}),
}
