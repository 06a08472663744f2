"""The test gateway's side of the protocol, over its own tables."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from orders.payments.gateways.base import (
    Capabilities,
    Event,
    ForgedEvent,
    GatewayError,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    Session,
    SessionRequest,
    SessionState,
    SessionStatus,
    Subject,
    outside_transaction,
)
from orders.payments.gateways.test.models import TestGatewayRefund, TestGatewaySession
from shop.platform import ids
from shop.platform.money import Money

State = TestGatewaySession.State
SIGNATURE_HEADER = "Testgateway-Signature"
TOLERANCE_SECONDS = 300

_STATES = {
    State.OPEN: SessionState.OPEN,
    State.PENDING: SessionState.COMPLETE,
    State.PAID: SessionState.COMPLETE,
    State.DECLINED: SessionState.FAILED,
    State.EXPIRED: SessionState.EXPIRED,
}


class TestGateway:
    """Implements `PaymentGateway`. No money moves.

    Raises:
        ImproperlyConfigured: outside the demo.

    """

    __test__ = False  # not a test case, whatever its name says to pytest

    name = "testgateway"
    livemode = False
    capabilities = Capabilities(delayed_methods=True, partial_refunds=True)

    def __init__(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The test gateway is refused in production.")

    def create_session(self, request: SessionRequest) -> Session:
        """Open a page; the same key with other words is a permanent error."""
        outside_transaction()
        fingerprint = _fingerprint(request)
        row, _ = TestGatewaySession.objects.get_or_create(
            idempotency_key=request.idempotency_key,
            defaults={
                "fingerprint": fingerprint,
                "lines": [
                    [line.description, line.unit_amount, line.quantity] for line in request.lines
                ],
                "amount": request.total.amount,
                "currency": request.total.currency,
                "order_id": request.order_id,
                "order_number": request.order_number,
                "attempt_id": request.attempt_id,
                "success_url": request.success_url,
                "cancel_url": request.cancel_url,
                "expires_at": request.expires_at,
            },
        )
        if row.fingerprint != fingerprint:
            raise GatewayError("idempotency_mismatch", permanent=True)
        return Session(row.pk, settings.SITE_URL + reverse("payments:test-pay", args=[row.pk]))

    def fetch_session(self, session_id: str) -> SessionStatus:
        """Return what the session came to: an open page expires, delayed money arrives."""
        outside_transaction()
        now = timezone.now()
        rows = TestGatewaySession.objects.filter(pk=session_id)
        rows.filter(state=State.OPEN, expires_at__lte=now).update(state=State.EXPIRED)
        rows.filter(state=State.PENDING, arrives_at__lte=now).update(**paid())
        row = _session(session_id)
        return SessionStatus(
            session_id=row.pk,
            state=_STATES[State(row.state)],
            paid=row.state == State.PAID,
            amount=Money(row.amount, row.currency),
            livemode=False,
            order_id=row.order_id,
            attempt_id=row.attempt_id,
            payment_reference=row.payment_reference,
            failure_code="declined" if row.state == State.DECLINED else "",
        )

    def expire_session(self, session_id: str) -> None:
        """Close an open page."""
        outside_transaction()
        expired = TestGatewaySession.objects.filter(pk=session_id, state=State.OPEN).update(
            state=State.EXPIRED
        )
        if not expired:
            raise GatewayError("session_not_open", permanent=True)

    def refund(self, request: RefundRequest) -> RefundStatus:
        """Send money back at once; more than was paid is a permanent error."""
        outside_transaction()
        with transaction.atomic():
            session = (
                TestGatewaySession.objects.select_for_update()
                .filter(payment_reference=request.payment_reference, state=State.PAID)
                .first()
            )
            if session is None:
                raise GatewayError("no_such_payment", permanent=True)
            done = TestGatewayRefund.objects.filter(idempotency_key=request.idempotency_key).first()
            if done is None:
                before: int = session.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
                if before + request.amount.amount > session.amount:
                    raise GatewayError("more_than_paid", permanent=True)
                done = TestGatewayRefund.objects.create(
                    session=session,
                    idempotency_key=request.idempotency_key,
                    refund_id=request.refund_id,
                    amount=request.amount.amount,
                )
        if done.amount != request.amount.amount:
            raise GatewayError("idempotency_mismatch", permanent=True)
        return RefundStatus(done.pk, RefundOutcome.DONE)

    def find_refund(self, request: RefundRequest) -> RefundStatus | None:
        """Return the refund made for `request.refund_id`, if there is one."""
        outside_transaction()
        found = TestGatewayRefund.objects.filter(refund_id=request.refund_id).first()
        return RefundStatus(found.pk, RefundOutcome.DONE) if found else None

    def fetch_refund(self, reference: str) -> RefundStatus:
        """Return a refund; here each is done as soon as it exists."""
        outside_transaction()
        if not TestGatewayRefund.objects.filter(pk=reference).exists():
            raise GatewayError("no_such_refund", permanent=True)
        return RefundStatus(reference, RefundOutcome.DONE)

    def verify_event(self, raw: bytes, headers: Mapping[str, str]) -> Event:
        """Check the HMAC over time and body, then read it."""
        stamp, _, given = headers.get(SIGNATURE_HEADER, "").partition(".")
        if not stamp.isdecimal() or abs(time.time() - int(stamp)) > TOLERANCE_SECONDS:
            raise ForgedEvent
        if not hmac.compare_digest(_mac(stamp, raw).encode(), given.encode()):
            raise ForgedEvent
        return self.read_event(raw)

    def read_event(self, raw: bytes) -> Event:
        """Read a stored event."""
        body = json.loads(raw)
        return Event(
            id=body["id"],
            kind=body["kind"],
            subject=Subject.SESSION,
            object_id=body["session"],
            own_id=body["attempt"],
            livemode=False,
        )


def paid() -> dict[str, str]:
    """Return the changes that make a session a paid one."""
    return {"state": State.PAID, "payment_reference": ids.new_id("tpi")}


def signed(raw: bytes, *, at: int | None = None) -> dict[str, str]:
    """Return the headers the test gateway sends with an event; `at` in seconds since 1970."""
    stamp = str(int(time.time()) if at is None else at)
    return {SIGNATURE_HEADER: f"{stamp}.{_mac(stamp, raw)}"}


def _mac(stamp: str, raw: bytes) -> str:
    return salted_hmac(
        "orders.payments.testgateway", stamp.encode() + b"." + raw, algorithm="sha256"
    ).hexdigest()


def _fingerprint(request: SessionRequest) -> str:
    words = json.dumps(asdict(request), sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def _session(session_id: str) -> TestGatewaySession:
    row = TestGatewaySession.objects.filter(pk=session_id).first()
    if row is None:
        raise GatewayError("no_such_session", permanent=True)
    return row
