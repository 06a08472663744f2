"""What waits, for whom, and since when; and what is known of the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from figures.moderation.models import Review, ReviewEvent
from figures.moderation.states import OPEN_STATES, DecisionState
from figures.versions.models import FigureVersion

SKIPPED = "skipped"
# A skipped item comes back to the same moderator after this, or when nothing else is left.
SKIP_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The queue at a glance."""

    waiting: int
    escalated: int
    oldest: datetime | None
    mine_today: int


@dataclass(frozen=True, slots=True)
class History:
    """What was decided before about looks of the same person; no names."""

    figures: int
    approved: int
    refused: int
    waiting: int
    frozen: int
    looks: list[FigureVersion]


def queue() -> QuerySet[Review]:
    """Return every review that waits for a decision, oldest first."""
    return Review.objects.filter(state__in=OPEN_STATES, version__figure__erased_at=None).order_by(
        "queued_at"
    )


def next_for(user: User) -> Review | None:
    """Return what `user` should look at next: their own claim first, then the oldest free one.

    What they skipped lately comes last; what they escalated is for somebody else.
    """
    now = timezone.now()
    waiting = queue()
    mine = waiting.filter(claimed_by=user, claimed_until__gte=now).first()
    if mine is not None:
        return mine
    own = ReviewEvent.objects.filter(review=OuterRef("pk"), user=user)
    skipped = own.filter(kind=SKIPPED, at__gte=now - SKIP_FOR).order_by("-at").values("at")[:1]
    return (
        waiting.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
        .exclude(Exists(own.filter(kind=DecisionState.ESCALATED)), state=DecisionState.ESCALATED)
        .annotate(skipped_at=Subquery(skipped, output_field=DateTimeField()))
        .order_by(
            F("skipped_at").asc(nulls_first=True),
            Case(When(state=DecisionState.QUEUED, then=0), default=1),
            "queued_at",
        )
        .first()
    )


def counts(user: User) -> QueueCounts:
    """Return the numbers shown above the queue."""
    waiting = queue()
    first = waiting.first()
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return QueueCounts(
        waiting=waiting.filter(state=DecisionState.QUEUED).count(),
        escalated=waiting.filter(state=DecisionState.ESCALATED).count(),
        oldest=first.queued_at if first else None,
        mine_today=Review.objects.filter(decided_by=user, decided_at__gte=today).count(),
    )


def last_decision(user: User, *, since: datetime) -> Review | None:
    """Return the newest decision of `user` since then, if there is one."""
    return (
        Review.objects.filter(decided_by=user, decided_at__gte=since)
        .exclude(version__figure__erased_at__isnull=False)
        .order_by("-decided_at")
        .first()
    )


def history_before(review: Review, *, most: int = 6) -> History:
    """Return what the owner's other looks came to, newest first."""
    owner_id = review.version.figure.owner_id
    others = FigureVersion.objects.filter(figure__owner=owner_id).exclude(pk=review.version_id)
    states = list(others.values_list("figure_id", "review_state", "frozen_at"))
    return History(
        figures=len({figure for figure, _, _ in states} - {review.version.figure_id}),
        approved=sum(state == "approved" for _, state, _ in states),
        refused=sum(state == "refused" for _, state, _ in states),
        waiting=sum(state == "queued" for _, state, _ in states),
        frozen=sum(frozen is not None for _, _, frozen in states),
        looks=list(others.select_related("review", "figure").order_by("-created_at")[:most]),
    )
