"""Races of moderators, on PostgreSQL. The conditions have a control: without them it goes wrong."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db.models import Count
from pytest_django.fixtures import Settings

from figures.erasure import erase_figure
from figures.moderation import selectors, services
from figures.moderation.models import Review, ReviewEvent
from figures.moderation.services import DecisionRefused
from shop.platform.audit.models import AuditEvent
from shop.platform.mail.models import OutgoingMail
from tests.figures.factories import claimed, make_moderator, make_owner, make_review
from tests.support.together import errors, meet_after, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

ITEMS = 60
DECIDED = ("approved", "refused")


@pytest.fixture(autouse=True)
def _no_wake_ups(settings: Settings) -> None:
    settings.WAKEUP_LOSS = 1.0


@pytest.fixture
def unconditional(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write rows whatever has become of them since they were read."""
    for condition in ("_claimable", "_decidable"):
        monkeypatch.setattr(
            services,
            condition,
            lambda review, user, now, **rest: Review.objects.filter(pk=review.pk),
        )


@pytest.fixture
def moderators() -> list[User]:
    return [make_moderator() for _ in range(4)]


class TestQueue:
    def test_four_moderators_decide_sixty_items_once_each(
        self, moderators: list[User], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.work_together(moderators, monkeypatch)

    @pytest.mark.usefixtures("unconditional")
    def test_control(self, moderators: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(AssertionError, match="decided more than once"):
            self.work_together(moderators, monkeypatch)

    def work_together(self, moderators: list[User], patch: pytest.MonkeyPatch) -> None:
        for _ in range(ITEMS):
            make_review()
        # Two at least read the same first item before either claims it.
        meet_after(patch, selectors, "next_for", patience=2)
        results = together(*[lambda user=user: work(user) for user in moderators])
        assert errors(results) == []
        assert_each_decided_once()
        assert sum(results) == ITEMS


class TestOneItem:
    def test_four_claim_it_one_gets_it(self, moderators: list[User]) -> None:
        self.claim_together(moderators)

    @pytest.mark.usefixtures("unconditional")
    def test_control(self, moderators: list[User]) -> None:
        with pytest.raises(AssertionError):
            self.claim_together(moderators)

    def claim_together(self, moderators: list[User]) -> None:
        for _ in range(5):
            review = make_review()
            results = together(
                *[
                    lambda user=user, pk=review.pk: services.claim(
                        review=Review.objects.get(pk=pk), user=user
                    )
                    for user in moderators
                ]
            )
            refused = errors(results)
            assert [type(error) for error in refused] == [DecisionRefused] * 3
            assert {str(error) for error in refused} == {"Somebody else is looking at this item."}
            assert ReviewEvent.objects.filter(review=review).count() == 1

    def test_two_pages_of_one_moderator_decide_once(self) -> None:
        user = make_moderator()
        for _ in range(5):
            review = claimed(user)
            first, second = (Review.objects.get(pk=review.pk) for _ in range(2))
            results = together(
                partial(services.approve, review=first, user=user, lock_version=1),
                partial(services.refuse, review=second, user=user, lock_version=1, reason="sexual"),
            )
            assert [type(error) for error in errors(results)] == [DecisionRefused]
        assert_each_decided_once(5)

    def test_a_decision_taken_back_twice_is_taken_back_once(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        pages = [Review.objects.get(pk=review.pk) for _ in range(4)]
        results = together(*[lambda one=one: services.undo(review=one, user=user) for one in pages])
        assert len(errors(results)) == 3
        assert ReviewEvent.objects.filter(kind="undone").count() == 1

    def test_approval_and_erasure_neither_hang_nor_contradict(self) -> None:
        user = make_moderator()
        for _ in range(5):
            review = claimed(user, make_review(owner=make_owner()))
            figure, again = review.version.figure, Review.objects.get(pk=review.pk)
            results = together(
                partial(services.approve, review=review, user=user, lock_version=1),
                partial(erase_figure, figure=figure, actor="owner"),
                partial(services.claim, review=again, user=user),
            )
            assert all(isinstance(error, DecisionRefused) for error in errors(results))
            figure.refresh_from_db()
            assert figure.state == "erased"


def work(user: User) -> int:
    """Decide until nothing is left; returns how many decisions were taken."""
    taken = 0
    while (review := services.claim_next(user=user)) is not None:
        lock_version = review.lock_version
        try:
            if taken % 2:
                services.approve(review=review, user=user, lock_version=lock_version)
            else:
                services.refuse(
                    review=review, user=user, lock_version=lock_version, reason="sexual"
                )
            taken += 1
        except DecisionRefused:
            continue
    return taken


def assert_each_decided_once(items: int = ITEMS) -> None:
    decided = ReviewEvent.objects.filter(kind__in=DECIDED).values("review")
    twice = decided.annotate(times=Count("pk")).filter(times__gt=1).count()
    assert twice == 0, f"{twice} items were decided more than once"
    assert decided.count() == items
    assert Review.objects.filter(state__in=DECIDED).count() == items
    assert OutgoingMail.objects.count() == items
    assert (
        AuditEvent.objects.filter(action__in=[f"review.{one}" for one in DECIDED]).count() == items
    )
