"""What the ground floor holds about a person, and when it ends."""

from datetime import datetime, timedelta

from django.db.models import Q

from shop.platform.idempotency.models import IdempotentRequest
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from shop.platform.mail.services import EMPTY
from shop.platform.owners.models import Owner
from shop.retention.registry import DataClass, register


def forget_addresses(before: datetime) -> int:
    """Empty the email address of everybody whose last visit was before that."""
    return Owner.objects.filter(seen_at__lte=before).exclude(email="").update(email="")


def empty_mails(before: datetime) -> int:
    """Empty mails written before that; one that was sent has been emptied already."""
    full = ~Q(recipient="") | ~Q(subject="") | ~Q(text="") | ~Q(html="")
    return OutgoingMail.objects.filter(full, created_at__lte=before).update(**EMPTY)


def empty_events(before: datetime) -> int:
    """Empty what gateways and print houses told us before that; that they did is kept."""
    full = InboundEvent.objects.filter(received_at__lte=before).exclude(body=b"")
    return full.update(body=b"")


def forget_answers(before: datetime) -> int:
    """Delete answers kept for a repeated request."""
    return IdempotentRequest.objects.filter(created_at__lte=before).delete()[0]


def register_all() -> None:
    """Declare every personal column of the ground floor."""
    register(
        DataClass(
            key="contact",
            title="Your email address, and how we know you again",
            basis="needed to write to you about what you asked for (GDPR art. 6(1)(b))",
            trigger="your last visit",
            period=timedelta(days=365),
            longest=timedelta(days=3 * 365),
            columns=(
                "platform.Owner.email",
                "platform.Owner.external_id",
                "platform.Owner.guest_token_hash",
            ),
            sweep=forget_addresses,
        )
    )
    register(
        DataClass(
            key="mail",
            title="Mails that could not be sent; a mail that was sent is emptied at once",
            basis="needed to write to you about what you asked for (GDPR art. 6(1)(b))",
            trigger="the day it was written",
            period=timedelta(days=14),
            longest=timedelta(days=30),
            columns=tuple(f"platform.OutgoingMail.{name}" for name in EMPTY),
            sweep=empty_mails,
            scrub=True,
        )
    )
    register(
        DataClass(
            key="event",
            title="Messages about your order from the payment service",
            basis="needed to keep your order and the books right (GDPR art. 6(1)(b))",
            trigger="its arrival",
            period=timedelta(days=30),
            longest=timedelta(days=90),
            columns=("platform.InboundEvent.body",),
            sweep=empty_events,
        )
    )
    register(
        DataClass(
            key="answer",
            title="Answers to a shop's server, kept in case it asks the same again",
            basis="needed so that nothing is ordered twice (GDPR art. 6(1)(b))",
            trigger="the request",
            period=timedelta(hours=24),
            longest=timedelta(days=7),
            columns=("platform.IdempotentRequest.body",),
            sweep=forget_answers,
        )
    )
