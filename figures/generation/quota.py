"""How many figures somebody may make a day: a ledger with a conditional UPDATE.

A figure counts when it is asked for and is given back when we fail to make it, so that only
successes count and no number of parallel requests gets more than the allowance.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from figures.generation.models import QuotaEntry, QuotaPeriod
from shop.platform.owners.models import Owner

PERIOD = timedelta(days=1)


class QuotaExceeded(Exception):
    """Today's figures are used up."""

    def __init__(self, allowed: int, resets_at: datetime) -> None:
        super().__init__(f"{allowed} figures a day; the next one from {resets_at:%H:%M} UTC.")
        self.allowed = allowed
        self.resets_at = resets_at


@dataclass(frozen=True, slots=True)
class QuotaStatus:
    """What is left, and when it starts anew."""

    allowed: int
    used: int
    resets_at: datetime

    @property
    def left(self) -> int:
        """How many may still be made in this period."""
        return max(self.allowed - self.used, 0)


def status(*, owner: Owner | None) -> QuotaStatus:
    """Return the owner's allowance now; writes nothing."""
    starts, ends = _period()
    row = None
    if owner is not None:
        row = QuotaPeriod.objects.filter(owner=owner, starts_at=starts).first()
    if row is None:
        return QuotaStatus(settings.FIGURES_PER_DAY, 0, ends)
    return QuotaStatus(row.allowed, row.used, row.ends_at)


def take(*, owner: Owner, figure_id: str) -> None:
    """Count one generation.

    Raises:
        QuotaExceeded: nothing is left.

    """
    starts, ends = _period()
    period, _ = QuotaPeriod.objects.get_or_create(
        owner=owner,
        starts_at=starts,
        defaults={"ends_at": ends, "allowed": settings.FIGURES_PER_DAY},
    )
    with transaction.atomic():
        if not _with_room(period).update(used=F("used") + 1):
            raise QuotaExceeded(period.allowed, period.ends_at)
        QuotaEntry.objects.create(period=period, figure_id=figure_id)


def take_again(*, figure_id: str) -> None:
    """Count a retried figure anew, if its first count was given back.

    Raises:
        QuotaExceeded: nothing is left.

    """
    with transaction.atomic():
        entry = QuotaEntry.objects.select_related("period__owner").get(figure_id=figure_id)
        taken_back = QuotaEntry.objects.filter(pk=entry.pk, refunded_at__isnull=False).delete()[0]
        if taken_back:
            take(owner=entry.period.owner, figure_id=figure_id)


def refund(*, figure_id: str, reason: str) -> bool:
    """Give one generation back; once. Returns whether this call did it."""
    with transaction.atomic():
        refunded = QuotaEntry.objects.filter(figure_id=figure_id, refunded_at=None).update(
            refunded_at=timezone.now(), refund_reason=reason[:60]
        )
        if refunded:
            QuotaPeriod.objects.filter(entries__figure_id=figure_id, used__gt=0).update(
                used=F("used") - 1
            )
    return bool(refunded)


def _with_room(period: QuotaPeriod) -> QuerySet[QuotaPeriod]:
    """Return the period's row, as long as something is left in it when it is written."""
    return QuotaPeriod.objects.filter(pk=period.pk, used__lt=F("allowed"))


def _period() -> tuple[datetime, datetime]:
    starts = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return starts, starts + PERIOD
