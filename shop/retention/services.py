"""End data: periods, the sweep and receipts."""

import logging
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from shop.platform.durable import services as durable
from shop.retention import registry
from shop.retention.models import ErasureReceipt, RetentionPeriod

log = logging.getLogger(__name__)
_SALT = "shop.retention.receipt"


def period_of(key: str) -> timedelta:
    """Return how long a data class is kept now: never longer than was promised.

    Raises:
        KeyError: nobody registered it.

    """
    item = {item.key: item for item in registry.data_classes()}[key]
    row = RetentionPeriod.objects.filter(data_class=key).first()
    period = item.period if row is None else timedelta(hours=row.hours)
    return period if item.longest is None else min(period, item.longest)


def kept_for(item: registry.DataClass) -> str:
    """Return in words for the person concerned how long a data class is kept."""
    if item.trigger.startswith("until "):
        return item.trigger
    return f"{_in_words(period_of(item.key))} from {item.trigger}"


def _in_words(period: timedelta) -> str:
    years, hours = round(period.days / 365.25), round(period / timedelta(hours=1))
    if years >= 2:
        return f"{years} years"
    return f"{hours // 24} days" if hours > 24 and hours % 24 == 0 else f"{hours} hours"


def sweep() -> dict[str, int]:
    """End everything whose period is over; returns {data class: how many}.

    Raises:
        SweepFailed: a class could not be swept; the others were.

    """
    ended: dict[str, int] = {}
    failed: list[str] = []
    for item in registry.data_classes():
        if item.sweep is None:
            continue
        try:
            ended[item.key] = item.sweep(timezone.now() - period_of(item.key))
        except Exception:
            log.exception("retention", extra={"data_class": item.key})
            failed.append(item.key)
            continue
        if ended[item.key]:
            log.info("retention", extra={"data_class": item.key, "ended": ended[item.key]})
    if failed:
        raise SweepFailed(", ".join(failed))
    return ended


class SweepFailed(Exception):
    """Some data classes could not be swept; the message names them."""


def write_receipt(
    *, subject: str, owner_id: str, kind: str, actor: str, blobs: int
) -> ErasureReceipt:
    """Write the signed receipt of an erasure, inside its transaction, and queue the scrub."""
    with transaction.atomic():
        receipt = ErasureReceipt(
            subject=subject, owner_id=owner_id, kind=kind, actor=actor, blobs=blobs
        )
        receipt.signature = _signature(receipt)
        receipt.save()
        durable.enqueue(
            "retention.scrub", subject=receipt.pk, dedupe_key=f"retention.scrub:{receipt.pk}"
        )
    return receipt


def receipt_is_genuine(receipt: ErasureReceipt) -> bool:
    """Whether the receipt says what it said when it was signed, by this key or an older one."""
    signer = signing.Signer(salt=_SALT)
    try:
        signer.unsign(f"{_facts(receipt)}{signer.sep}{receipt.signature}")
    except signing.BadSignature:
        return False
    return True


def _signature(receipt: ErasureReceipt) -> str:
    return signing.Signer(salt=_SALT).signature(_facts(receipt))


def _facts(receipt: ErasureReceipt) -> str:
    facts = (
        receipt.pk,
        receipt.subject,
        receipt.owner_id,
        receipt.kind,
        receipt.actor,
        str(receipt.blobs),
        receipt.erased_at.isoformat(timespec="seconds"),
    )
    return "|".join(facts)
