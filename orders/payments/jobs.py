"""Jobs and listeners of payments."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import record
from orders.payments import inbox, refunds, sweep
from orders.payments.gateways.base import GatewayError, RefundOutcome, RefundStatus
from orders.payments.models import OPEN_STATES, AttemptState, PaymentAttempt, Refund, RefundState
from shop.platform import ids
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import PermanentFailure, RetryLater
from shop.platform.durable.running import RunningJob

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(minutes=1) if settings.DEMO else timedelta(minutes=10)
REFUND_AGAIN = timedelta(minutes=2)
REFUND_POLL = timedelta(minutes=10)
REFUND_PATIENCE = timedelta(days=30)

registry.handler("inbox.stripe")(inbox.handle)
registry.handler("inbox.testgateway")(inbox.handle)
registry.periodic("payments.sweep", every=SWEEP_EVERY)


@registry.handler("payments.sweep")
def sweep_attempts(job: RunningJob) -> None:
    """Queue a look at every attempt without an end."""
    waiting = sweep.without_an_end()
    with job.transaction():
        for attempt_id in waiting:
            durable.enqueue(
                "payments.check",
                subject=attempt_id,
                dedupe_key=f"payments.check:{attempt_id}:{job.id}",
            )
        job.finish()


@registry.handler("payments.check")
def check_attempt(job: RunningJob) -> None:
    """Ask the gateway about one attempt; the next sweep asks again where it did not answer."""
    attempt = PaymentAttempt.objects.select_related("order").get(pk=job.subject)
    try:
        sweep.check(attempt)
    except GatewayError as error:
        log.warning("not checked", extra={"attempt": attempt.pk, "code": error.code})


@registry.handler("payments.close")
def close_pages(job: RunningJob) -> None:
    """Close the open pages of an order that should not be paid any more."""
    try:
        sweep.close_pages(Order.objects.get(pk=job.subject))
    except GatewayError as error:
        raise RetryLater(REFUND_AGAIN, stage=error.code[:40]) from error


def _refund_stuck(job: RunningJob, code: str, message: str) -> None:
    refund = Refund.objects.get(pk=job.subject)
    record(order=refund.order, kind="refund_stuck", refund=refund.pk, code=code)


@registry.handler("payments.refund", max_attempts=40, on_failure=_refund_stuck)
def perform_refund(job: RunningJob) -> None:
    """Make one refund at the gateway and follow it to its end."""
    refund = Refund.objects.select_related("attempt", "order").get(pk=job.subject)
    if refund.state in {RefundState.DONE, RefundState.FAILED}:
        return
    try:
        status = refunds.ask_gateway(refund)
    except GatewayError as error:
        if not error.permanent:
            # The outcome is unknown, so the amount stays committed.
            _refund_later(refund, REFUND_AGAIN, error.code)
        status = RefundStatus(refund.reference, RefundOutcome.FAILED, error.code)
    with job.transaction():
        refund = refunds.apply_refund_status(refund=refund, status=status)
        if refund.state != RefundState.PENDING:
            job.finish()
    if refund.state == RefundState.PENDING:
        _refund_later(refund, REFUND_POLL, "pending")


def _refund_later(refund: Refund, delay: timedelta, stage: str) -> None:
    if timezone.now() - refund.created_at > REFUND_PATIENCE:
        raise PermanentFailure("refund_stuck", "The gateway has not finished this refund.")
    raise RetryLater(delay, stage=stage[:40])


def _queue_close(order_id: str) -> None:
    if PaymentAttempt.objects.filter(order=order_id, state__in=OPEN_STATES).exists():
        durable.enqueue(
            "payments.close",
            subject=order_id,
            dedupe_key=f"payments.close:{order_id}:{ids.random_token()}",
        )


def close_on_end(*, order_id: str) -> None:
    """Close the pages of an order that has ended or is held."""
    _queue_close(order_id)


def refund_on_cancel(*, order_id: str) -> None:
    """Send back what came in for an order that will not be made."""
    for attempt in PaymentAttempt.objects.filter(order=order_id, state=AttemptState.CAPTURED):
        refunds.refund_all(attempt=attempt, reason="order_cancelled")


def close_on_withdrawal(*, version_id: str) -> None:
    """Close the pages of unpaid orders with a version that is off sale."""
    unpaid = Order.objects.filter(lines__version=version_id, state=OrderState.PLACED).distinct()
    for order in unpaid:
        _queue_close(order.pk)


for _event in ("order.cancelled", "order.expired", "order.on_hold"):
    registry.subscribe(_event, close_on_end)
registry.subscribe("order.cancelled", refund_on_cancel)
registry.subscribe("figure_version.withdrawn", close_on_withdrawal)
