"""Stripe's webhook events: signatures with several secrets, and what an event is about."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from orders.payments.gateways.base import EndpointOff, Event, ForgedEvent, Subject

SIGNATURE_HEADER = "Stripe-Signature"
TOLERANCE_SECONDS = 300

_SUBJECTS = {"checkout.session": Subject.SESSION, "refund": Subject.REFUND}


def verify(raw: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> None:
    """Check the signature over the raw body with any of the secrets (two while one rotates).

    Raises:
        EndpointOff: there is no secret.
        ForgedEvent: no secret fits, or the signature is older than five minutes.

    """
    usable = [secret for secret in secrets if secret.strip()]
    if not usable:
        raise EndpointOff
    header = headers.get(SIGNATURE_HEADER, "")
    for secret in usable:
        try:
            WebhookSignature.verify_header(raw, header, secret, TOLERANCE_SECONDS)
        except (SignatureVerificationError, UnicodeError):
            continue
        return
    raise ForgedEvent


def read(raw: bytes) -> Event:
    """Return what the event is about; our own id comes from the object's metadata."""
    body: dict[str, Any] = json.loads(raw)
    found: dict[str, Any] = body["data"]["object"]
    metadata: dict[str, str] = found.get("metadata") or {}
    subject = _SUBJECTS.get(found.get("object", ""), Subject.OTHER)
    return Event(
        id=body["id"],
        kind=body["type"],
        subject=subject,
        object_id=found.get("id", ""),
        own_id=metadata.get("attempt" if subject is Subject.SESSION else "refund", ""),
        livemode=bool(body["livemode"]),
    )
