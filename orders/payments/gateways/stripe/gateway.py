"""Stripe's side of the protocol, through the official SDK."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import stripe
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from stripe.checkout import Session as CheckoutSession

from orders.payments.gateways.base import (
    Capabilities,
    Event,
    GatewayError,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    Session,
    SessionRequest,
    SessionState,
    SessionStatus,
    outside_transaction,
)
from orders.payments.gateways.stripe import events, parameters
from orders.payments.gateways.stripe.amounts import from_stripe
from shop.platform import http

# The SDK's types and parameters belong to this version; another one is a change of code.
API_VERSION = "2026-10-28.endive"
TIMEOUT_SECONDS = 20.0
RETRIES = 2

_SESSION_STATES = {
    "open": SessionState.OPEN,
    "complete": SessionState.COMPLETE,
    "expired": SessionState.EXPIRED,
}
_REFUND_OUTCOMES = {
    "pending": RefundOutcome.PENDING,
    "requires_action": RefundOutcome.PENDING,
    "succeeded": RefundOutcome.DONE,
    "failed": RefundOutcome.FAILED,
    "canceled": RefundOutcome.FAILED,
}
# A slow method gave up: the intent stands where it did before somebody paid.
_GIVEN_UP = frozenset({"requires_payment_method", "canceled"})


class StripeGateway:
    """Implements `PaymentGateway`.

    Raises:
        ImproperlyConfigured: STRIPE_SECRET_KEY is empty.

    """

    name = "stripe"
    capabilities = Capabilities(delayed_methods=True, partial_refunds=True)

    def __init__(self) -> None:
        if not settings.STRIPE_SECRET_KEY:
            raise ImproperlyConfigured("STRIPE_SECRET_KEY is needed to reach Stripe.")

    @property
    def livemode(self) -> bool:
        """Whether the key moves real money; standard and restricted keys say so in their name."""
        return not settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_"))

    def create_session(self, request: SessionRequest) -> Session:
        """Open a page; Stripe replays its first answer to the same key for a day."""
        outside_transaction()
        with _translated():
            made = _client().v1.checkout.sessions.create(
                parameters.session(request), {"idempotency_key": request.idempotency_key}
            )
        if not made.url:
            raise GatewayError("session_without_url", permanent=False)
        return Session(made.id, made.url)

    def fetch_session(self, session_id: str) -> SessionStatus:
        """Return the session with its payment, as Stripe knows them now."""
        outside_transaction()
        with _translated():
            found = _client().v1.checkout.sessions.retrieve(
                session_id, {"expand": ["payment_intent"]}
            )
        return _status(found)

    def expire_session(self, session_id: str) -> None:
        """Close an open page."""
        outside_transaction()
        with _translated():
            _client().v1.checkout.sessions.expire(session_id)

    def refund(self, request: RefundRequest) -> RefundStatus:
        """Send money back; Stripe replays its first answer to the same key for a day."""
        outside_transaction()
        with _translated():
            made = _client().v1.refunds.create(
                parameters.refund(request), {"idempotency_key": request.idempotency_key}
            )
        return _refund_status(made)

    def find_refund(self, request: RefundRequest) -> RefundStatus | None:
        """Return the refund made for `request.refund_id`, found by its metadata."""
        outside_transaction()
        with _translated():
            made = _client().v1.refunds.list(
                {"payment_intent": request.payment_reference, "limit": 100}
            )
            for refund in made.auto_paging_iter():
                metadata = refund.metadata.to_dict() if refund.metadata else {}
                if metadata.get("refund") == request.refund_id:
                    return _refund_status(refund)
        return None

    def fetch_refund(self, reference: str) -> RefundStatus:
        """Return the refund as Stripe knows it now."""
        outside_transaction()
        with _translated():
            return _refund_status(_client().v1.refunds.retrieve(reference))

    def verify_event(self, raw: bytes, headers: Mapping[str, str]) -> Event:
        """Check the signature with any configured secret, then read the event."""
        events.verify(raw, headers, settings.STRIPE_WEBHOOK_SECRETS)
        return events.read(raw)

    def read_event(self, raw: bytes) -> Event:
        """Read a stored event."""
        return events.read(raw)


def _client() -> stripe.StripeClient:
    base = settings.STRIPE_API_BASE
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        stripe_version=API_VERSION,
        base_addresses={"api": base} if base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(
            timeout=TIMEOUT_SECONDS,
            session=http.session(timeout=TIMEOUT_SECONDS, retries=0),
        ),
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's errors into ours; only their codes travel on, never their words."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.CardError) as error:
        raise GatewayError(error.code or type(error).__name__, permanent=True) from None
    except stripe.StripeError as error:
        # Trouble on the way, at Stripe or with our key: what became of the request is unknown.
        raise GatewayError(error.code or type(error).__name__, permanent=False) from None


def _status(found: CheckoutSession) -> SessionStatus:
    intent = (
        found.payment_intent if isinstance(found.payment_intent, stripe.PaymentIntent) else None
    )
    paid = found.payment_status == "paid"
    state = _SESSION_STATES.get(found.status or "", SessionState.OPEN)
    failure = ""
    if state is SessionState.COMPLETE and not paid and intent and intent.status in _GIVEN_UP:
        state = SessionState.FAILED
        problem = intent.last_payment_error
        failure = (problem.code if problem else None) or "payment_failed"
    amount = intent.amount_received if paid and intent else found.amount_total or 0
    metadata = found.metadata.to_dict() if found.metadata else {}
    return SessionStatus(
        session_id=found.id,
        state=state,
        paid=paid,
        amount=from_stripe(amount, found.currency or ""),
        livemode=found.livemode,
        order_id=found.client_reference_id or "",
        attempt_id=metadata.get("attempt", ""),
        payment_reference=intent.id if intent else "",
        failure_code=failure,
    )


def _refund_status(found: stripe.Refund) -> RefundStatus:
    outcome = _REFUND_OUTCOMES.get(found.status or "", RefundOutcome.PENDING)
    return RefundStatus(found.id, outcome, found.failure_reason or "")
