"""Queue, claim, decide, undo. Each move is a conditional UPDATE and an event row."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from figures.moderation import selectors
from figures.moderation.models import Review, ReviewEvent
from figures.moderation.states import MOVES, OPEN_STATES, DecisionState, Reason
from figures.screening import services as screening
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import ReviewState
from shop.platform.audit import services as audit
from shop.platform.durable import registry
from shop.platform.mail.services import queue_mail

LEASE = timedelta(minutes=5)
# An older decision is no slip of the hand: the version is frozen or a new look is made.
UNDO_FOR = timedelta(hours=1)
# How often another moderator may be faster before a person is told to try again.
_TRIES = 50


class DecisionRefused(Exception):
    """Somebody else holds or has decided it, or the lease is over; the message says which."""


def enqueue_review(*, version: FigureVersion) -> Review:
    """Put a version before a person, with what screening found."""
    hits = [hit.as_json() for hit in screening.screen(version=version)]
    review, _ = Review.objects.get_or_create(version=version, defaults={"rules": hits})
    return review


def claim_next(*, user: User) -> Review | None:
    """Hold what `user` should look at next; None where nothing waits for them.

    Raises:
        DecisionRefused: others were faster again and again.

    """
    refused = DecisionRefused()
    for _ in range(_TRIES):
        review = selectors.next_for(user)
        if review is None:
            return None
        try:
            return claim(review=review, user=user)
        except DecisionRefused as error:
            refused = error
    raise refused


def claim(*, review: Review, user: User) -> Review:
    """Hold a review for five minutes; claiming again only moves the end of one's own hold.

    Raises:
        DecisionRefused: somebody else holds it, it is decided, or its figure is erased.

    """
    now = timezone.now()
    with transaction.atomic():
        _check_not_erased(review)
        if _held(review, user, now).update(claimed_until=now + LEASE):
            review.refresh_from_db()
            return review
        claimed = _claimable(review, user, now).update(
            claimed_by=user, claimed_until=now + LEASE, lock_version=F("lock_version") + 1
        )
        review.refresh_from_db()
        if not claimed:
            raise DecisionRefused(_why_not(review, user))
        _event(review, user, "claimed")
    return review


def holds(*, review: Review, user: User) -> bool:
    """Whether `user` holds the review now."""
    return _held(review, user, timezone.now()).exists()


def release(*, review: Review, user: User) -> None:
    """Let go of a claim, so that the next moderator gets it."""
    _let_go(review, user, "released")


def skip(*, review: Review, user: User) -> None:
    """Let go of a claim and be given other items first for a while."""
    _let_go(review, user, selectors.SKIPPED)


def approve(*, review: Review, user: User, lock_version: int) -> Review:
    """Approve the version: payment, print and shipping open for it.

    Raises:
        DecisionRefused: see `_decide`.

    """
    return _decide(review, user, lock_version, DecisionState.APPROVED)


def refuse(*, review: Review, user: User, lock_version: int, reason: str, note: str = "") -> Review:
    """Refuse the version with a reason that the person is told.

    Raises:
        DecisionRefused: see `_decide`.
        ValueError: no reason, an unknown one, or `other` without a note; the message says which.

    """
    if reason not in Reason.values:
        raise ValueError("Choose the reason that the person is told.")
    chosen = Reason(reason)
    if chosen == Reason.OTHER and not note.strip():
        raise ValueError("Tell the person in the note what the other reason is.")
    return _decide(
        review, user, lock_version, DecisionState.REFUSED, reason=chosen, note=note.strip()[:300]
    )


def escalate(*, review: Review, user: User, lock_version: int) -> Review:
    """Leave the decision to somebody with more time or authority.

    Raises:
        DecisionRefused: see `_decide`.

    """
    return _decide(review, user, lock_version, DecisionState.ESCALATED)


def undo(*, review: Review, user: User) -> Review:
    """Take one's own decision of the last hour back; the version waits again, held by `user`.

    Raises:
        DecisionRefused: it is somebody else's decision, too old, or there is none.

    """
    now = timezone.now()
    with transaction.atomic():
        _check_not_erased(review)
        before = _undoable(review, user, now).first()
        moved = before is not None and _undoable(review, user, now).filter(
            lock_version=before.lock_version
        ).update(
            state=DecisionState.QUEUED,
            decided_by=None,
            decided_at=None,
            reason="",
            note="",
            claimed_by=user,
            claimed_until=now + LEASE,
            lock_version=F("lock_version") + 1,
        )
        review.refresh_from_db()
        if before is None or not moved:
            raise DecisionRefused("Only your own decision of the last hour can be taken back.")
        FigureVersion.objects.filter(pk=review.version_id).update(review_state=ReviewState.QUEUED)
        _event(review, user, "undone")
        audit.record(action="review.undone", subject=review.version_id, user=user, of=before.state)
        if before.state == DecisionState.APPROVED:
            registry.publish("figure_version.withdrawn", version_id=review.version_id)
    return review


def _decide(
    review: Review,
    user: User,
    lock_version: int,
    to: DecisionState,
    *,
    reason: str = "",
    note: str = "",
) -> Review:
    """Move a claimed review.

    Raises:
        DecisionRefused: the lease is over, somebody else holds it, it changed since it was shown
            (`lock_version` differs), or its figure is erased.

    """
    now = timezone.now()
    changes: dict[str, Any] = {"state": to, "reason": reason, "note": note}
    if to != DecisionState.ESCALATED:
        changes |= {"decided_by": user, "decided_at": now}
    with transaction.atomic():
        _check_not_erased(review)
        moved = _decidable(review, user, now, lock_version=lock_version, to=to).update(
            claimed_by=None, claimed_until=None, lock_version=F("lock_version") + 1, **changes
        )
        review.refresh_from_db()
        if not moved:
            raise DecisionRefused(_why_not(review, user))
        _event(review, user, to, reason)
        audit.record(action=f"review.{to}", subject=review.version_id, user=user, reason=reason)
        if to != DecisionState.ESCALATED:
            _tell(review)
    return review


# What a move asks of the row as it is then. These conditions stay on the row's own columns: a
# join would put them into a subquery, which PostgreSQL does not look at again after waiting for
# another transaction's write.


def _held(review: Review, user: User, now: datetime) -> QuerySet[Review]:
    return Review.objects.filter(
        pk=review.pk, state__in=OPEN_STATES, claimed_by=user, claimed_until__gte=now
    )


def _claimable(review: Review, user: User, now: datetime) -> QuerySet[Review]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Review.objects.filter(free, pk=review.pk, state__in=OPEN_STATES)


def _decidable(
    review: Review, user: User, now: datetime, *, lock_version: int, to: DecisionState
) -> QuerySet[Review]:
    before = [state for state, after in MOVES.items() if to in after]
    return _held(review, user, now).filter(state__in=before, lock_version=lock_version)


def _undoable(review: Review, user: User, now: datetime) -> QuerySet[Review]:
    before = [state for state, after in MOVES.items() if DecisionState.QUEUED in after]
    return Review.objects.filter(
        pk=review.pk, state__in=before, decided_by=user, decided_at__gte=now - UNDO_FOR
    )


def _let_go(review: Review, user: User, kind: str) -> None:
    with transaction.atomic():
        released = Review.objects.filter(
            pk=review.pk, state__in=OPEN_STATES, claimed_by=user
        ).update(claimed_by=None, claimed_until=None, lock_version=F("lock_version") + 1)
        if released:
            _event(review, user, kind)
    review.refresh_from_db()


def _tell(review: Review) -> None:
    state = ReviewState(review.state)
    FigureVersion.objects.filter(pk=review.version_id).update(review_state=state)
    version = FigureVersion.objects.select_related("figure__owner").get(pk=review.version_id)
    owner = version.figure.owner
    queue_mail(
        kind=f"version_{state}",
        owner=owner,
        recipient=owner.email,
        dedupe_key=f"version_{state}:{version.pk}:{review.lock_version}",
        url=settings.SITE_URL + reverse("figures:figure", args=[version.figure_id]),
        reason=Reason(review.reason).label if review.reason else "",
        note=review.note,
    )
    registry.publish(f"figure_version.{state}", version_id=version.pk)


def _check_not_erased(review: Review) -> None:
    """Wait for an erasure under way; the figure's row is locked before anything else, as there."""
    figure = Figure.objects.select_for_update(of=("self",)).get(versions=review.version_id)
    if figure.erased_at is not None:
        raise DecisionRefused("The figure has been erased.")


def _why_not(review: Review, user: User) -> str:
    if review.state not in OPEN_STATES:
        return f"This was already decided: {review.get_state_display()}."
    held = review.claimed_until is not None and review.claimed_until >= timezone.now()
    if held and review.claimed_by_id != user.pk:
        return "Somebody else is looking at this item."
    if not held:
        return "Your hold on this item is over. Open it again to decide."
    return "This item changed since you opened it. Look at it again."


def _event(review: Review, user: User, kind: str, reason: str = "") -> None:
    ReviewEvent.objects.create(review=review, user=user, kind=kind, reason=reason)


def forget(*, figure_id: str) -> None:
    """Drop what reviews say about an erased figure; that and how they were decided stays."""
    Review.objects.filter(version__figure=figure_id).update(rules=[], note="")


registry.subscribe("figure.erased", forget)
