"""What must hold after every story: the invariants of the books."""

from django.db.models import Sum

from orders.checkout.models import Order
from orders.payments.ledger import balance
from orders.payments.models import LedgerEntry, LedgerKind, Refund, RefundState


def kinds(order: Order) -> list[str]:
    """Return the kinds of the order's events, oldest first."""
    return list(order.events.values_list("kind", flat=True))


def books(order: Order) -> list[tuple[str, int]]:
    """Return the order's ledger as (kind, amount), oldest first."""
    return list(
        LedgerEntry.objects.filter(order=order).order_by("pk").values_list("kind", "amount")
    )


def assert_books(order: Order, *, at_gateway: list[int]) -> None:
    """Assert that captured less refunded is the ledger, and that the gateway agrees.

    Args:
        at_gateway: amounts the gateway says it has sent back.

    """
    captured = (
        LedgerEntry.objects.filter(order=order, kind=LedgerKind.CAPTURE).aggregate(
            sum=Sum("amount")
        )["sum"]
        or 0
    )
    done = (
        Refund.objects.filter(order=order, state=RefundState.DONE).aggregate(sum=Sum("amount"))[
            "sum"
        ]
        or 0
    )
    assert sum(at_gateway) == done
    assert balance(order).amount == captured - done
    assert balance(order).amount >= 0
