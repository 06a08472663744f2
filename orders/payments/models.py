"""PaymentAttempt, LedgerEntry and Refund."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.checkout.models import Order
from shop.platform.ids import PrefixedIdField


class AttemptState(models.TextChoices):
    """Where one try to pay stands."""

    CREATED = "created", "Intent written"
    OPEN = "open", "Page open at the gateway"
    PENDING = "pending", "Submitted, money not yet here"
    CAPTURED = "captured", "Paid"
    FAILED = "failed", "Declined"
    EXPIRED = "expired", "Expired or abandoned"


# The page may still be used, or money may still be on its way: no second attempt meanwhile.
OPEN_STATES = frozenset({AttemptState.CREATED, AttemptState.OPEN, AttemptState.PENDING})

ATTEMPT_MOVES: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.CREATED: frozenset(
        {
            AttemptState.OPEN,
            AttemptState.PENDING,
            AttemptState.CAPTURED,
            AttemptState.FAILED,
            AttemptState.EXPIRED,
        }
    ),
    AttemptState.OPEN: frozenset(
        {AttemptState.PENDING, AttemptState.CAPTURED, AttemptState.FAILED, AttemptState.EXPIRED}
    ),
    AttemptState.PENDING: frozenset({AttemptState.CAPTURED, AttemptState.FAILED}),
    AttemptState.CAPTURED: frozenset(),
    # Money that arrives after all is recorded, then kept or refunded.
    AttemptState.FAILED: frozenset({AttemptState.CAPTURED}),
    AttemptState.EXPIRED: frozenset({AttemptState.CAPTURED}),
}


class PaymentAttempt(models.Model):
    """One try to pay an order. The row and its key are committed before the gateway is called."""

    id = PrefixedIdField("pay")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    gateway = models.CharField(max_length=20)
    idempotency_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.CREATED)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    livemode = models.BooleanField(default=False, help_text="Real money was asked for.")
    session_id = models.CharField(max_length=120, null=True, unique=True)
    payment_reference = models.CharField(max_length=120, blank=True)
    redirect_url = models.URLField(max_length=2000, blank=True)
    return_url = models.URLField(max_length=500, blank=True)
    failure_code = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="one_attempt_per_number"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["created", "open", "pending"]),
                name="one_open_attempt_per_order",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="attempt_amount_positive"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return self.id


class LedgerKind(models.TextChoices):
    """What moved money."""

    CAPTURE = "capture", "Captured"
    REFUND = "refund", "Refunded"
    REFUND_FAILED = "refund_failed", "Refund came back"
    DISPUTE = "dispute", "Disputed"
    DISPUTE_WON = "dispute_won", "Dispute won"


class AppendOnly(models.QuerySet["LedgerEntry"]):
    """Rows that are written once; a correction is another row."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse.

        Raises:
            TypeError: always.

        """
        raise TypeError("The ledger is append-only.")

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            TypeError: always.

        """
        raise TypeError("The ledger is append-only.")


class LedgerEntry(models.Model):
    """Append-only. Captures are positive, refunds negative; totals are summed from here."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ledger")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=16, choices=LedgerKind)
    amount = models.IntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=160, help_text="The gateway's id of this movement.")
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="one_entry_per_movement")
        ]


class RefundState(models.TextChoices):
    """Where a refund stands."""

    REQUESTED = "requested", "Requested"
    PENDING = "pending", "At the gateway"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


REFUND_MOVES: dict[RefundState, frozenset[RefundState]] = {
    RefundState.REQUESTED: frozenset({RefundState.PENDING, RefundState.DONE, RefundState.FAILED}),
    RefundState.PENDING: frozenset({RefundState.DONE, RefundState.FAILED}),
    # A bank may send money back days later; the amount can then be refunded anew.
    RefundState.DONE: frozenset({RefundState.FAILED}),
    RefundState.FAILED: frozenset(),
}


class Refund(models.Model):
    """Money going back; row and key first, then the call."""

    id = PrefixedIdField("ref")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.REQUESTED)
    idempotency_key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=120, blank=True)
    failure_code = models.CharField(max_length=60, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive")
        ]
        permissions = [("refund_payment", "Can refund payments")]

    def __str__(self) -> str:
        return self.id
