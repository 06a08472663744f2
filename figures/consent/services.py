"""Give, check and take back consent."""

from datetime import datetime

from django.utils import timezone

from figures.consent.models import Consent
from figures.generation.backends.hosted.recipients import Recipient
from figures.versions.models import Figure
from shop.platform.durable import registry


class NoConsent(Exception):
    """The photo must not be sent; the message says why and what to do."""


def give(*, figure: Figure, backend: str, recipient: Recipient) -> Consent:
    """Record that the owner agreed to what `recipient` says."""
    return Consent.objects.create(
        figure=figure,
        photo=figure.photo,
        backend=backend,
        recipient=f"{recipient.company}; {recipient.region}"[:200],
        keeps=recipient.keeps[:300],
        policy_url=recipient.policy_url,
        notice=recipient.notice,
    )


def require(*, figure: Figure, backend: str, recipient: Recipient) -> None:
    """Go on only where consent stands, for this photo and these words.

    Inside a transaction the row stays locked, so that it cannot be taken back before the commit.

    Raises:
        NoConsent: never given, taken back, or given to something else.

    """
    consent = Consent.objects.select_for_update().filter(figure=figure).first()
    if consent is None or consent.backend != backend or consent.photo_id != figure.photo_id:
        raise NoConsent(
            f"Nobody agreed that this photo goes to {recipient.company}, so it was not sent. "
            "Make a new figure and agree, or use our own studio."
        )
    if consent.withdrawn_at is not None:
        raise NoConsent(
            f"You took back your agreement, so the photo was not sent to {recipient.company}. "
            "Make a new figure to agree again, or use our own studio."
        )
    if consent.notice != recipient.notice:
        raise NoConsent(
            f"What {recipient.company} does with photos has changed since you agreed, so yours "
            "was not sent. Make a new figure to read it and agree again, or use our own studio."
        )


def withdraw(*, figure: Figure) -> bool:
    """Take consent back; what has been sent already stays sent.

    Returns:
        False when there was none, or it had been taken back before.

    """
    return bool(
        Consent.objects.filter(figure=figure, withdrawn_at=None).update(withdrawn_at=timezone.now())
    )


def forget(before: datetime) -> int:
    """Delete consents given at or before that time; returns how many."""
    return Consent.objects.filter(given_at__lte=before).delete()[0]


def _erase(*, figure_id: str) -> None:
    """Delete the consent of a figure that is being erased."""
    Consent.objects.filter(figure_id=figure_id).delete()


registry.subscribe("figure.erased", _erase)
