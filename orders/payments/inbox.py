"""Handle stored events: an event is a hint, the object is fetched anew and applied."""

import logging
from datetime import timedelta

from django.utils import timezone

from orders.checkout.transitions import record
from orders.payments import gateways
from orders.payments.gateways.base import Event, GatewayError, PaymentGateway, Subject
from orders.payments.models import PaymentAttempt, Refund
from orders.payments.refunds import apply_refund_status
from orders.payments.settle import apply_session_status
from shop.platform.durable.errors import PermanentFailure, RetryLater
from shop.platform.durable.running import RunningJob
from shop.platform.inbox.models import InboundEvent

log = logging.getLogger(__name__)

# How long an event about something unknown is tried again; as long as Stripe itself would.
PATIENCE = timedelta(days=3)
_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(hours=1)


def handle(job: RunningJob) -> None:
    """Handle the event named by the job's subject."""
    event = InboundEvent.objects.get(pk=int(job.subject))
    gateway = gateways.get_gateway(event.source)
    hint = gateway.read_event(bytes(event.body))
    if hint.livemode != gateway.livemode:
        _done(job, event, "wrong livemode")
    elif hint.subject is Subject.SESSION:
        _session(job, event, gateway, hint)
    elif hint.subject is Subject.REFUND:
        _refund(job, event, gateway, hint)
    else:
        _done(job, event, "not followed")


def _session(job: RunningJob, event: InboundEvent, gateway: PaymentGateway, hint: Event) -> None:
    mine = PaymentAttempt.objects.filter(gateway=gateway.name)
    attempt = mine.filter(session_id=hint.object_id).first() or mine.filter(pk=hint.own_id).first()
    if attempt is None:
        _unknown(job, event, hint)
        return
    if attempt.session_id not in {None, hint.object_id}:
        # The gateway did not honour our key: people have to look at this.
        log.error("second session", extra={"attempt": attempt.pk, "event": event.pk})
        with job.transaction():
            record(order=attempt.order, kind="payment_second_session", attempt=attempt.pk)
            _mark(event, "second session")
            job.finish()
        return
    try:
        status = gateway.fetch_session(hint.object_id)
    except GatewayError as error:
        _trouble(event, error)
        return
    with job.transaction():
        attempt = apply_session_status(attempt=attempt, status=status)
        _mark(event, attempt.state)
        job.finish()


def _refund(job: RunningJob, event: InboundEvent, gateway: PaymentGateway, hint: Event) -> None:
    mine = Refund.objects.filter(attempt__gateway=gateway.name)
    refund = mine.filter(reference=hint.object_id).first() or mine.filter(pk=hint.own_id).first()
    if refund is None:
        _unknown(job, event, hint)
        return
    try:
        status = gateway.fetch_refund(hint.object_id)
    except GatewayError as error:
        _trouble(event, error)
        return
    with job.transaction():
        refund = apply_refund_status(refund=refund, status=status)
        _mark(event, refund.state)
        job.finish()


def _unknown(job: RunningJob, event: InboundEvent, hint: Event) -> None:
    if not hint.own_id:
        log.warning("event about nothing of ours", extra={"event": event.pk})
        _done(job, event, "not ours")
        return
    # Our own row may not be committed yet, or may come back with a restored backup.
    _later(event, "unknown")


def _trouble(event: InboundEvent, error: GatewayError) -> None:
    if error.permanent:
        raise PermanentFailure(error.code, "The gateway does not know what its event is about.")
    _later(event, "gateway")


def _later(event: InboundEvent, stage: str) -> None:
    age = timezone.now() - event.received_at
    if age > PATIENCE:
        raise PermanentFailure(stage, "Nothing was found for this event in three days.")
    raise RetryLater(min(max(age / 2, _FIRST), _LONGEST), stage=stage)


def _done(job: RunningJob, event: InboundEvent, note: str) -> None:
    with job.transaction():
        _mark(event, note)
        job.finish()


def _mark(event: InboundEvent, note: str) -> None:
    InboundEvent.objects.filter(pk=event.pk).update(handled_at=timezone.now(), note=note)
