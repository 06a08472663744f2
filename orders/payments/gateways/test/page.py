"""What a person does on the test gateway's page, and the event that follows."""

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.payments import webhooks
from orders.payments.gateways.test.gateway import State, TestGateway, paid, signed
from orders.payments.gateways.test.models import TestGatewaySession
from shop.platform import ids

# Delayed money that nobody decides about comes by itself.
ARRIVES_AFTER = timedelta(minutes=2)

# Choice on the page: (state before, state after, kind of event).
_CHOICES = {
    "pay": (State.OPEN, State.PAID, "session.paid"),
    "decline": (State.OPEN, State.DECLINED, "session.declined"),
    "delay": (State.OPEN, State.PENDING, "session.pending"),
    "arrive": (State.PENDING, State.PAID, "session.paid"),
    "bounce": (State.PENDING, State.DECLINED, "session.declined"),
}


class ChoiceRefused(Exception):
    """The page does not offer this now."""


def choose(*, session_id: str, choice: str) -> str:
    """Do what the person pressed and tell the shop; returns where the person goes next.

    Args:
        session_id: the page's session.
        choice: `pay`, `decline`, `delay`, `abandon`; and `arrive` or `bounce`, by which the
            money of a delayed payment comes or does not.

    Raises:
        ChoiceRefused: the page has expired or the choice was made before.

    """
    session = TestGatewaySession.objects.get(pk=session_id)
    if choice == "abandon":
        return session.cancel_url
    if choice not in _CHOICES:
        raise ChoiceRefused
    before, after, kind = _CHOICES[choice]
    # One transaction, so that here no event is ever lost; tests lose them on purpose.
    with transaction.atomic():
        allowed = TestGatewaySession.objects.filter(pk=session_id, state=before)
        if before == State.OPEN:
            allowed = allowed.filter(expires_at__gt=timezone.now())
        if not allowed.update(**_changes(after)):
            raise ChoiceRefused
        tell(session, kind)
    return session.cancel_url if choice == "decline" else session.success_url


def _changes(after: State) -> dict[str, Any]:
    if after == State.PAID:
        return paid()
    if after == State.PENDING:
        return {"state": after, "arrives_at": timezone.now() + ARRIVES_AFTER}
    return {"state": after}


def tell(session: TestGatewaySession, kind: str) -> None:
    """Deliver a signed event about the session to the shop."""
    raw = json.dumps(
        {
            "id": ids.new_id("tev"),
            "kind": kind,
            "session": session.pk,
            "attempt": session.attempt_id,
        }
    ).encode()
    webhooks.accept(gateway=TestGateway(), raw=raw, headers=signed(raw))
