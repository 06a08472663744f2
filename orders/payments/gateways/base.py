"""What a payment gateway is to us: a hosted page, its state, refunds and signed events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.db import connection

from shop.platform.http import InsideTransaction
from shop.platform.money import Money


class GatewayError(Exception):
    """The gateway did not do what was asked.

    Args:
        code: short machine-readable reason, without personal data.
        permanent: asking again with the same words cannot help, and nothing was done.

    """

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


class ForgedEvent(Exception):
    """An event's signature is missing, wrong or too old."""


class EndpointOff(Exception):
    """No secret is configured, so no event can be believed."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do beyond taking a payment."""

    delayed_methods: bool
    partial_refunds: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill; `unit_amount` in minor units, tax included."""

    description: str
    unit_amount: int
    quantity: int


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Everything a hosted page needs; built from committed rows alone, so always the same.

    Attributes:
        total: what is charged; the sum of the lines.
        expires_at: from then on the page takes no payment.

    """

    attempt_id: str
    order_id: str
    order_number: str
    idempotency_key: str
    lines: tuple[Line, ...]
    total: Money
    email: str
    expires_at: datetime
    success_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Session:
    """A page that was opened."""

    id: str
    url: str


class SessionState(StrEnum):
    """Where a hosted page stands."""

    OPEN = "open"
    COMPLETE = "complete"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """What the gateway says now about one session.

    Attributes:
        paid: the money is there; a complete session that is not paid waits for a slow method.
        amount: received where paid, else asked for.
        order_id: our order as the gateway knows it.
        payment_reference: the gateway's id of the payment; what a refund names.

    """

    session_id: str
    state: SessionState
    paid: bool
    amount: Money
    livemode: bool
    order_id: str
    attempt_id: str
    payment_reference: str
    failure_code: str = ""


class RefundOutcome(StrEnum):
    """Where a refund stands at the gateway."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money to send back: part of one payment."""

    refund_id: str
    order_id: str
    payment_reference: str
    amount: Money
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class RefundStatus:
    """What the gateway says now about one refund."""

    reference: str
    outcome: RefundOutcome
    failure_code: str = ""


class Subject(StrEnum):
    """What an event is about, as far as we follow it."""

    SESSION = "session"
    REFUND = "refund"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Event:
    """A hint that something happened; the object is fetched anew before anything is believed.

    Attributes:
        object_id: the gateway's id of the session or refund.
        own_id: our attempt or refund id if the object carries one, else empty.

    """

    id: str
    kind: str
    subject: Subject
    object_id: str
    own_id: str
    livemode: bool


class PaymentGateway(Protocol):
    """A gateway. Every method may raise `GatewayError` unless it says otherwise."""

    name: str
    capabilities: Capabilities

    @property
    def livemode(self) -> bool:
        """Whether real money moves."""
        ...

    def create_session(self, request: SessionRequest) -> Session:
        """Open a page; the same key gives the same page, however often it is asked for."""
        ...

    def fetch_session(self, session_id: str) -> SessionStatus:
        """Return what the session came to."""
        ...

    def expire_session(self, session_id: str) -> None:
        """Close an open page; permanent error if it is not open any more."""
        ...

    def refund(self, request: RefundRequest) -> RefundStatus:
        """Send money back; the same key does it once."""
        ...

    def find_refund(self, request: RefundRequest) -> RefundStatus | None:
        """Return the refund made for `request.refund_id`, if there is one.

        Gateways forget idempotency keys (Stripe after a day); this answers after that, too.
        """
        ...

    def fetch_refund(self, reference: str) -> RefundStatus:
        """Return what the refund came to."""
        ...

    def verify_event(self, raw: bytes, headers: Mapping[str, str]) -> Event:
        """Check the signature over the raw body, then read it.

        Raises:
            ForgedEvent: not signed with one of our secrets, or too long ago.
            EndpointOff: there is no secret to check against.

        """
        ...

    def read_event(self, raw: bytes) -> Event:
        """Read an event that was verified when it was stored."""
        ...


def outside_transaction() -> None:
    """Refuse to talk to a gateway while database locks are held.

    Raises:
        InsideTransaction: the caller is inside `atomic()`.

    """
    if connection.in_atomic_block and not settings.TESTING_IN_TRANSACTION:
        raise InsideTransaction("a gateway was called inside a transaction")
