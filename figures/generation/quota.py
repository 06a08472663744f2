"""How many figures somebody may make a day: a ledger with a conditional UPDATE.

A figure counts when it is asked for and is given back when we fail to make it, so that only
successes count and no number of parallel requests gets more than the allowance. What the person
stops is given back a few times a day and counts from then on, and so does each new look: starting
and stopping over and over would cost computing time without end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from figures.generation.models import QuotaEntry, QuotaPeriod
from shop.platform.owners.models import Owner

PERIOD = timedelta(days=1)
# Stopped generations that are given back in a period.
STOPS_GIVEN_BACK = 3


class QuotaExceeded(Exception):
    """Today's figures are used up."""

    words = "{allowed} figures a day; the next one from {resets_at:%H:%M} UTC."

    def __init__(self, allowed: int, resets_at: datetime) -> None:
        super().__init__(self.words.format(allowed=allowed, resets_at=resets_at))
        self.allowed = allowed
        self.resets_at = resets_at


class LooksUsedUp(QuotaExceeded):
    """Today's new looks are used up."""

    words = (
        "{allowed} new looks a day, stopped ones included; the next one from {resets_at:%H:%M} UTC."
    )


@dataclass(frozen=True, slots=True)
class QuotaStatus:
    """What is left, and when it starts anew."""

    allowed: int
    used: int
    resets_at: datetime
    stops: int = 0

    @property
    def stops_left(self) -> int:
        """How many more stopped ones would be given back in this period."""
        return max(STOPS_GIVEN_BACK - self.stops, 0)

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
    return QuotaStatus(row.allowed, row.used, row.ends_at, row.stops)


def take(*, owner: Owner, figure_id: str) -> None:
    """Count one generation.

    Raises:
        QuotaExceeded: nothing is left.

    """
    period = _today(owner)
    with transaction.atomic():
        if not _with_room(period).update(used=F("used") + 1):
            raise QuotaExceeded(period.allowed, period.ends_at)
        QuotaEntry.objects.create(period=period, figure_id=figure_id)


def take_look(*, owner: Owner) -> None:
    """Count one new look of a figure; it is never given back.

    Raises:
        LooksUsedUp: nothing is left.

    """
    period, allowed = _today(owner), settings.LOOKS_PER_DAY
    room = QuotaPeriod.objects.filter(pk=period.pk, looks__lt=allowed)
    if not room.update(looks=F("looks") + 1):
        raise LooksUsedUp(allowed, period.ends_at)


def take_again(*, figure_id: str) -> None:
    """Count a retried figure anew, if its first count was given back or ended by being stopped.

    Raises:
        QuotaExceeded: nothing is left.

    """
    with transaction.atomic():
        entry = QuotaEntry.objects.select_related("period__owner").get(figure_id=figure_id)
        over = ~Q(refunded_at=None) | ~Q(stopped_at=None)
        if QuotaEntry.objects.filter(over, pk=entry.pk).delete()[0]:
            take(owner=entry.period.owner, figure_id=figure_id)


def refund(*, figure_id: str, reason: str) -> bool:
    """Give one generation back; once. Returns whether this call did it."""
    with transaction.atomic():
        running = QuotaEntry.objects.filter(figure_id=figure_id, refunded_at=None, stopped_at=None)
        refunded = running.update(refunded_at=timezone.now(), refund_reason=reason[:60])
        if refunded:
            QuotaPeriod.objects.filter(entries__figure_id=figure_id, used__gt=0).update(
                used=F("used") - 1
            )
    return bool(refunded)


def stop(*, figure_id: str) -> bool:
    """End a generation that the person stopped, once.

    Returns:
        Whether it was given back: the first `STOPS_GIVEN_BACK` of a period are.

    """
    with transaction.atomic():
        running = QuotaEntry.objects.filter(figure_id=figure_id, refunded_at=None, stopped_at=None)
        if not running.update(stopped_at=timezone.now()):
            return False
        entry = QuotaEntry.objects.get(figure_id=figure_id)
        if not _with_stops(entry.period_id).update(used=F("used") - 1, stops=F("stops") + 1):
            return False
        entry.refunded_at, entry.refund_reason = timezone.now(), "cancelled"
        entry.save(update_fields=["refunded_at", "refund_reason"])
    return True


def _with_room(period: QuotaPeriod) -> QuerySet[QuotaPeriod]:
    """Return the period's row, as long as something is left in it when it is written."""
    return QuotaPeriod.objects.filter(pk=period.pk, used__lt=F("allowed"))


def _with_stops(period_id: int) -> QuerySet[QuotaPeriod]:
    """Return the period's row, as long as a stopped generation is still given back in it."""
    return QuotaPeriod.objects.filter(pk=period_id, stops__lt=STOPS_GIVEN_BACK, used__gt=0)


def _today(owner: Owner) -> QuotaPeriod:
    starts, ends = _period()
    period, _ = QuotaPeriod.objects.get_or_create(
        owner=owner,
        starts_at=starts,
        defaults={"ends_at": ends, "allowed": settings.FIGURES_PER_DAY},
    )
    return period


def _period() -> tuple[datetime, datetime]:
    starts = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return starts, starts + PERIOD
