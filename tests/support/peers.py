"""The other side of a payment: a person at the gateway's page, and the gateway's events."""

import json
from typing import Any, Protocol
from unittest.mock import patch

from django.test import Client
from django.utils import timezone

from orders.payments.gateways.test import page
from orders.payments.gateways.test.models import TestGatewaySession
from orders.payments.models import PaymentAttempt
from shop.platform import ids
from tests.support.stripe_stub import StripeStub


class Peer(Protocol):
    """One gateway with somebody in front of it."""

    name: str

    def act(self, session_id: str, choice: str, *, tell: bool = True) -> None:
        """Do `pay`, `decline`, `delay`, `arrive`, `bounce` or `expire`; the shop hears of it."""
        ...

    def tamper(self, session_id: str, **changes: Any) -> None:
        """Make the gateway say something else: `amount`, `currency`, `order_id`, `attempt_id`."""
        ...

    def sessions(self) -> int:
        """Return how many pages were ever opened."""
        ...

    def refunded(self) -> list[int]:
        """Return the amounts that were sent back."""
        ...


class TestPagePeer:
    """Presses the buttons of the test gateway's page."""

    __test__ = False
    name = "testgateway"

    def act(self, session_id: str, choice: str, *, tell: bool = True) -> None:
        if choice == "expire":
            TestGatewaySession.objects.filter(pk=session_id).update(expires_at=timezone.now())
        elif tell:
            page.choose(session_id=session_id, choice=choice)
        else:
            with patch.object(page, "tell"):
                page.choose(session_id=session_id, choice=choice)

    def tamper(self, session_id: str, **changes: Any) -> None:
        TestGatewaySession.objects.filter(pk=session_id).update(**changes)

    def sessions(self) -> int:
        return TestGatewaySession.objects.count()

    def refunded(self) -> list[int]:
        return list(
            TestGatewaySession.objects.filter(refunds__isnull=False)
            .order_by("refunds__created_at")
            .values_list("refunds__amount", flat=True)
        )


class StripePeer:
    """Pays at the loopback stand-in of Stripe, which reports to the real webhook view."""

    name = "stripe"

    def __init__(self, stub: StripeStub) -> None:
        self.stub = stub

    def act(self, session_id: str, choice: str, *, tell: bool = True) -> None:
        kind = self.stub.act(session_id, choice)
        if tell:
            self.send(kind, self.stub.sessions[session_id])

    def send(self, kind: str, found: dict[str, Any]) -> None:
        raw, signature = self.stub.event(kind, found, f"evt_{ids.random_token()}")
        answer = Client().post(
            "/payments/stripe/webhook",
            raw,
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )
        assert answer.status_code == 200, json.dumps(answer.headers.get("Content-Type"))

    def tamper(self, session_id: str, **changes: Any) -> None:
        session = self.stub.sessions[session_id]
        if "amount" in changes:
            session["amount_total"] = changes["amount"]
        if "currency" in changes:
            session["currency"] = changes["currency"].lower()
        if "order_id" in changes:
            session["client_reference_id"] = changes["order_id"]
        if "attempt_id" in changes:
            session["metadata"]["attempt"] = changes["attempt_id"]

    def sessions(self) -> int:
        return len(self.stub.sessions)

    def refunded(self) -> list[int]:
        return [refund["amount"] for refund in self.stub.refunds.values()]


def session_of(attempt: PaymentAttempt) -> str:
    """Return the attempt's session id, which must be there."""
    attempt.refresh_from_db()
    assert attempt.session_id
    return attempt.session_id
