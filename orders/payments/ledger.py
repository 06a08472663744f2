"""The books: append an entry, sum what there is. No total is stored anywhere else."""

from django.db.models import Sum

from orders.checkout.models import Order
from orders.payments.models import (
    LedgerEntry,
    LedgerKind,
    PaymentAttempt,
    Refund,
    RefundState,
)
from shop.platform.money import Money

_COMMITTED = (RefundState.REQUESTED, RefundState.PENDING, RefundState.DONE)


def append(
    *, attempt: PaymentAttempt, kind: LedgerKind, amount: Money, reference: str
) -> LedgerEntry:
    """Write one movement; captures are positive, refunds negative.

    The database refuses a second entry of the same kind and reference.
    """
    return LedgerEntry.objects.create(
        order=attempt.order,
        attempt=attempt,
        kind=kind,
        amount=amount.amount,
        currency=amount.currency,
        reference=f"{attempt.gateway}:{reference}",
    )


def balance(order: Order) -> Money:
    """Return what was captured and not refunded, in the order's currency."""
    total = LedgerEntry.objects.filter(order=order, currency=order.currency).aggregate(
        sum=Sum("amount")
    )["sum"]
    return Money(total or 0, order.currency)


def has_capture(order: Order) -> bool:
    """Whether any money came in for the order, whatever became of it."""
    return LedgerEntry.objects.filter(order=order, kind=LedgerKind.CAPTURE).exists()


def captured(attempt: PaymentAttempt) -> Money:
    """Return what one attempt brought in."""
    entry = LedgerEntry.objects.filter(attempt=attempt, kind=LedgerKind.CAPTURE).first()
    return Money(entry.amount, entry.currency) if entry else Money(0, attempt.currency)


def refundable(attempt: PaymentAttempt) -> Money:
    """Return what may still go back: captured less refunds requested, under way and done."""
    came = captured(attempt)
    committed: int = (
        Refund.objects.filter(attempt=attempt, state__in=_COMMITTED).aggregate(sum=Sum("amount"))[
            "sum"
        ]
        or 0
    )
    return came - Money(committed, came.currency)
