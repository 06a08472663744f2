"""What a moderator is given next, and what stands above the queue."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from figures.erasure import erase_figure
from figures.moderation import selectors, services
from figures.moderation.models import Review, ReviewEvent
from figures.versions.services import freeze
from tests.figures.factories import (
    claimed,
    end_lease,
    make_moderator,
    make_owner,
    make_review,
    make_waiting,
)

pytestmark = pytest.mark.django_db


def waiting_since(minutes: int) -> Review:
    review = make_review()
    Review.objects.filter(pk=review.pk).update(
        queued_at=timezone.now() - timedelta(minutes=minutes)
    )
    return review


def escalated(user: User) -> Review:
    review = claimed(user, waiting_since(90))
    return services.escalate(review=review, user=user, lock_version=1)


class TestNext:
    def test_the_oldest_first(self) -> None:
        waiting_since(5)
        oldest = waiting_since(20)
        waiting_since(10)
        assert services.claim_next(user=make_moderator()) == oldest

    def test_ones_own_hold_before_the_oldest(self) -> None:
        user = make_moderator()
        mine = claimed(user, waiting_since(5))
        waiting_since(20)
        assert services.claim_next(user=user) == mine

    def test_nothing_that_somebody_else_holds(self) -> None:
        claimed(make_moderator(), waiting_since(20))
        free = waiting_since(5)
        user = make_moderator()
        assert services.claim_next(user=user) == free
        assert services.claim_next(user=make_moderator()) is None

    def test_a_hold_that_is_over_is_free(self) -> None:
        review = claimed(make_moderator())
        end_lease(review)
        assert services.claim_next(user=make_moderator()) == review

    def test_skipped_ones_come_last_and_for_others_as_before(self) -> None:
        user = make_moderator()
        first, second = waiting_since(20), waiting_since(10)
        services.skip(review=claimed(user, first), user=user)
        assert selectors.next_for(make_moderator()) == first
        assert services.claim_next(user=user) == second
        services.skip(review=second, user=user)
        assert services.claim_next(user=user) == first

    def test_a_skip_is_forgotten_after_half_an_hour(self) -> None:
        user = make_moderator()
        first, _ = waiting_since(20), waiting_since(10)
        services.skip(review=claimed(user, first), user=user)
        before = timezone.now() - selectors.SKIP_FOR - timedelta(seconds=1)
        ReviewEvent.objects.filter(kind="skipped").update(at=before)
        assert services.claim_next(user=user) == first

    def test_escalated_ones_go_to_others_after_what_waits(self) -> None:
        user, other = make_moderator(), make_moderator()
        hard = escalated(user)
        fresh = waiting_since(1)
        assert selectors.next_for(other) == fresh
        services.approve(review=claimed(user, fresh), user=user, lock_version=1)
        assert selectors.next_for(user) is None
        assert selectors.next_for(other) == hard

    def test_nothing_of_erased_figures(self) -> None:
        review = make_review()
        erase_figure(figure=review.version.figure, actor="owner")
        assert services.claim_next(user=make_moderator()) is None
        assert selectors.counts(make_moderator()).waiting == 0


def test_counts() -> None:
    user, other = make_moderator(), make_moderator()
    escalated(other)
    oldest, _ = waiting_since(30), waiting_since(5)
    services.approve(review=claimed(user), user=user, lock_version=1)
    services.approve(review=claimed(other), user=other, lock_version=1)
    yesterday = services.approve(review=claimed(user), user=user, lock_version=1)
    Review.objects.filter(pk=yesterday.pk).update(decided_at=timezone.now() - timedelta(days=1))
    counts = selectors.counts(user)
    assert (counts.waiting, counts.escalated, counts.mine_today) == (2, 1, 1)
    oldest.refresh_from_db()
    hard = Review.objects.get(state="escalated")
    assert counts.oldest == hard.queued_at


class TestHistory:
    def test_counts_every_other_look_of_the_person_and_of_nobody_else(self) -> None:
        user, owner = make_moderator(), make_owner()
        good = services.approve(
            review=claimed(user, make_review(owner=owner)), user=user, lock_version=1
        )
        services.refuse(
            review=claimed(user, make_review(owner=owner)),
            user=user,
            lock_version=1,
            reason="sexual",
        )
        freeze(version=good.version, reason="sample")
        make_review(owner=owner)
        services.approve(review=claimed(user), user=user, lock_version=1)
        history = selectors.history_before(make_review(owner=owner))
        numbers = (history.figures, history.approved, history.refused, history.waiting)
        assert (*numbers, history.frozen) == (3, 1, 1, 1, 1)
        assert [look.review_state for look in history.looks] == ["queued", "refused", "approved"]

    def test_of_somebody_new(self) -> None:
        history = selectors.history_before(services.enqueue_review(version=make_waiting()))
        assert (history.figures, history.looks) == (0, [])


def test_the_last_decision_is_the_newest_of_ones_own() -> None:
    user = make_moderator()
    since = timezone.now() - timedelta(hours=1)
    assert selectors.last_decision(user, since=since) is None
    services.approve(review=claimed(user), user=user, lock_version=1)
    newest = services.approve(review=claimed(user), user=user, lock_version=1)
    other = make_moderator()
    services.approve(review=claimed(other), user=other, lock_version=1)
    assert selectors.last_decision(user, since=since) == newest
    assert selectors.last_decision(user, since=timezone.now()) is None
