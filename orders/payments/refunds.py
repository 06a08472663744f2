"""Send money back: row and key first, a job makes the call, the books follow."""

import logging
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.transitions import record
from orders.payments import gateways, ledger, locking
from orders.payments.errors import RefundRefused
from orders.payments.gateways.base import RefundOutcome, RefundRequest, RefundStatus
from orders.payments.mails import queue_refunded_mail
from orders.payments.models import (
    REFUND_MOVES,
    AttemptState,
    LedgerKind,
    PaymentAttempt,
    Refund,
    RefundState,
)
from shop.platform.audit import services as audit
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.ids import new_id
from shop.platform.money import Money

log = logging.getLogger(__name__)

# Stripe keeps an idempotency key for a day; well before that we look before we ask again.
KEY_TRUSTED = timedelta(hours=12)

_STATES = {
    RefundOutcome.PENDING: RefundState.PENDING,
    RefundOutcome.DONE: RefundState.DONE,
    RefundOutcome.FAILED: RefundState.FAILED,
}


def request_refund(*, order: Order, amount: int, reason: str, user: User | None = None) -> Refund:
    """Write the intent to send `amount` minor units back; a job does it.

    Args:
        order: any order with a captured payment.
        amount: in minor units of the captured payment's currency.
        reason: a code or a few words of the staff, without personal data.
        user: who of the staff asked; None for the system.

    Raises:
        RefundRefused: not positive, or more than was captured and is not refunded yet.

    """
    if amount <= 0:
        raise RefundRefused("amount_not_positive", "A refund needs an amount.")
    with transaction.atomic():
        order = locking.lock_order(order.pk)
        paid = PaymentAttempt.objects.filter(order=order, state=AttemptState.CAPTURED)
        for attempt in paid:
            if ledger.refundable(attempt).amount >= amount:
                break
        else:
            raise RefundRefused(
                "more_than_captured", "More would go back than was paid and is not refunded yet."
            )
        refund = _intend(attempt, amount, reason, user)
        audit.record(action="refund.requested", subject=refund.pk, user=user, amount=amount)
    return refund


def refund_all(*, attempt: PaymentAttempt, reason: str) -> None:
    """Write the intent to send back everything an attempt brought in, once.

    Called inside the transaction of its cause, with the order locked.
    """
    rest = ledger.refundable(attempt)
    if rest.amount > 0:
        _intend(attempt, rest.amount, reason, None)


def _intend(attempt: PaymentAttempt, amount: int, reason: str, user: User | None) -> Refund:
    refund_id = new_id("ref")
    refund = Refund.objects.create(
        id=refund_id,
        order=attempt.order,
        attempt=attempt,
        amount=amount,
        currency=ledger.captured(attempt).currency,
        reason=reason[:60],
        idempotency_key=f"refund:{refund_id}",
        requested_by=user,
    )
    record(order=attempt.order, kind="refund_requested", refund=refund.pk, reason=refund.reason)
    durable.enqueue("payments.refund", subject=refund.pk, dedupe_key=f"payments.refund:{refund.pk}")
    return refund


def ask_gateway(refund: Refund) -> RefundStatus:
    """Make the refund at the gateway, or look up the one that was made.

    Raises:
        GatewayError: permanent if the gateway will not do it.

    """
    gateway = gateways.get_gateway(refund.attempt.gateway)
    if refund.reference:
        return gateway.fetch_refund(refund.reference)
    request = RefundRequest(
        refund_id=refund.pk,
        order_id=refund.order_id,
        payment_reference=refund.attempt.payment_reference,
        amount=Money(refund.amount, refund.currency),
        idempotency_key=refund.idempotency_key,
    )
    if timezone.now() - refund.created_at > KEY_TRUSTED:
        made = gateway.find_refund(request)
        if made is not None:
            return made
    return gateway.refund(request)


def apply_refund_status(*, refund: Refund, status: RefundStatus) -> Refund:
    """Move the refund forward to `status`, and with it the books. Never backwards."""
    with transaction.atomic():
        order, refund = locking.lock_refund(refund)
        before = RefundState(refund.state)
        target = _STATES[status.outcome]
        if not _move(refund, target, status):
            return refund
        if target == RefundState.DONE:
            _book(refund, LedgerKind.REFUND, -refund.amount)
            record(order=order, kind="refunded", refund=refund.pk)
            queue_refunded_mail(refund)
            registry.publish("order.refunded", order_id=order.pk, refund_id=refund.pk)
        elif target == RefundState.FAILED:
            if before == RefundState.DONE:
                _book(refund, LedgerKind.REFUND_FAILED, refund.amount)
            record(order=order, kind="refund_failed", refund=refund.pk, code=refund.failure_code)
            log.error("refund failed", extra={"refund": refund.pk, "code": refund.failure_code})
    return refund


def _move(refund: Refund, target: RefundState, status: RefundStatus) -> bool:
    before = RefundState(refund.state)
    if target not in REFUND_MOVES[before]:
        return False
    moved = Refund.objects.filter(pk=refund.pk, state=before).update(
        state=target,
        reference=refund.reference or status.reference,
        failure_code=status.failure_code[:60],
        ended_at=None if target == RefundState.PENDING else timezone.now(),
    )
    refund.refresh_from_db()
    return bool(moved)


def _book(refund: Refund, kind: LedgerKind, amount: int) -> None:
    ledger.append(
        attempt=refund.attempt,
        kind=kind,
        amount=Money(amount, refund.currency),
        reference=refund.reference,
    )
