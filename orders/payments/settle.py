"""Bring an attempt up to what the gateway says: the one way for return, event and sweep."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import move, record
from orders.payments import gateways, ledger, locking, refunds
from orders.payments.gateways.base import SessionState, SessionStatus
from orders.payments.mails import queue_paid_mail
from orders.payments.models import ATTEMPT_MOVES, AttemptState, LedgerKind, PaymentAttempt
from orders.payments.selectors import lines_sellable
from shop.platform import faultpoints
from shop.platform.money import Money

log = logging.getLogger(__name__)

_ENDS = frozenset({AttemptState.CAPTURED, AttemptState.FAILED, AttemptState.EXPIRED})


def refresh(*, attempt: PaymentAttempt) -> PaymentAttempt:
    """Ask the gateway what became of the attempt, and apply it.

    Raises:
        GatewayError: the gateway did not answer; nothing has changed.

    """
    if attempt.session_id is None:
        return attempt
    status = gateways.get_gateway(attempt.gateway).fetch_session(attempt.session_id)
    return apply_session_status(attempt=attempt, status=status)


def apply_session_status(*, attempt: PaymentAttempt, status: SessionStatus) -> PaymentAttempt:
    """Move the attempt forward to `status`, and with it the books and the order.

    Says the same thing twice, late or out of order: nothing happens. Locks the order, then the
    attempt.
    """
    faultpoints.reached("payments.settling")
    with transaction.atomic():
        order, attempt = locking.lock_attempt(attempt)
        target = _target(status)
        if not _move(attempt, target, status):
            return attempt
        if target == AttemptState.CAPTURED:
            _capture(order, attempt, status)
        elif target != AttemptState.OPEN:
            record(
                order=order,
                kind=f"payment_{target}",
                attempt=attempt.pk,
                code=attempt.failure_code,
            )
    log.info("attempt moved", extra={"attempt": attempt.pk, "state": attempt.state})
    return attempt


def _move(attempt: PaymentAttempt, target: AttemptState, status: SessionStatus) -> bool:
    before = AttemptState(attempt.state)
    if target not in ATTEMPT_MOVES[before]:
        return False
    changes: dict[str, Any] = {"state": target, "failure_code": status.failure_code[:60]}
    if attempt.session_id is None:
        changes["session_id"] = status.session_id
    if status.payment_reference:
        changes["payment_reference"] = status.payment_reference
    if target in _ENDS:
        changes["ended_at"] = timezone.now()
    moved = PaymentAttempt.objects.filter(pk=attempt.pk, state=before).update(**changes)
    attempt.refresh_from_db()
    return bool(moved)


def _target(status: SessionStatus) -> AttemptState:
    if status.paid:
        return AttemptState.CAPTURED
    return {
        SessionState.OPEN: AttemptState.OPEN,
        SessionState.COMPLETE: AttemptState.PENDING,
        SessionState.FAILED: AttemptState.FAILED,
        SessionState.EXPIRED: AttemptState.EXPIRED,
    }[status.state]


def _capture(order: Order, attempt: PaymentAttempt, status: SessionStatus) -> None:
    if status.livemode != attempt.livemode:
        # Play money is no money: nothing for the books, nothing to send back.
        _hold(order, "payment_livemode", attempt)
        return
    another = ledger.has_capture(order)
    ledger.append(
        attempt=attempt,
        kind=LedgerKind.CAPTURE,
        amount=status.amount,
        reference=status.payment_reference or status.session_id,
    )
    wrong = _mismatch(attempt, status)
    if wrong:
        _hold(order, wrong, attempt)
        refunds.refund_all(attempt=attempt, reason=wrong)
    elif another:
        refunds.refund_all(attempt=attempt, reason="paid_twice")
    else:
        _deliver(order, attempt)


def _mismatch(attempt: PaymentAttempt, status: SessionStatus) -> str:
    if status.order_id != attempt.order_id or status.attempt_id != attempt.pk:
        return "payment_order"
    if status.amount != Money(attempt.amount, attempt.currency):
        return "payment_amount"
    return ""


def _deliver(order: Order, attempt: PaymentAttempt) -> None:
    """Turn a good capture into a paid order, or into a hold or refund where it comes too late."""
    sellable = lines_sellable(order)
    if order.state == OrderState.ON_HOLD:
        # Held before it was paid: the money is kept until the staff decide.
        Order.objects.filter(pk=order.pk).update(paid_at=timezone.now())
        record(order=order, kind="payment_captured", attempt=attempt.pk)
    elif order.state == OrderState.PLACED and not sellable:
        _hold(order, "version_not_sellable", attempt, paid_at=timezone.now())
    elif order.state == OrderState.PLACED or (order.state == OrderState.EXPIRED and sellable):
        move(
            order=order,
            to=OrderState.PAID,
            changes={"paid_at": timezone.now()},
            attempt=attempt.pk,
        )
        queue_paid_mail(order)
    else:
        refunds.refund_all(attempt=attempt, reason="paid_too_late")


def _hold(order: Order, reason: str, attempt: PaymentAttempt, **changes: Any) -> None:
    log.error("payment held", extra={"attempt": attempt.pk, "reason": reason})
    if order.state in {OrderState.PLACED, OrderState.PAID, OrderState.IN_PRODUCTION}:
        move(
            order=order,
            to=OrderState.ON_HOLD,
            changes={"hold_reason": reason, **changes},
            attempt=attempt.pk,
            reason=reason,
        )
    else:
        record(order=order, kind="payment_held", attempt=attempt.pk, reason=reason)
