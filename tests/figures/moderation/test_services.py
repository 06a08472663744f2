"""Claim, decide, undo: who may, when, and everything that follows from it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from figures.erasure import erase_figure
from figures.moderation import services
from figures.moderation.models import Review, ReviewEvent
from figures.moderation.services import DecisionRefused
from figures.moderation.states import DecisionState, Reason
from figures.versions.states import ReviewState
from shop.platform.audit.models import AuditEvent
from shop.platform.mail.models import OutgoingMail
from tests.figures.conftest import Published
from tests.figures.factories import claimed, end_lease, make_moderator, make_owner, make_review

pytestmark = pytest.mark.django_db

OVER = "Your hold on this item is over. Open it again to decide."
CHANGED = "This item changed since you opened it. Look at it again."
HELD = "Somebody else is looking at this item."


def kinds(review: Review) -> list[str]:
    return list(
        ReviewEvent.objects.filter(review=review).order_by("pk").values_list("kind", flat=True)
    )


def decisions() -> list[str]:
    return list(
        AuditEvent.objects.filter(action__startswith="review.")
        .order_by("pk")
        .values_list("action", flat=True)
    )


class TestClaim:
    def test_holds_for_five_minutes(self) -> None:
        user = make_moderator()
        before = timezone.now()
        review = claimed(user)
        assert review.claimed_by == user
        assert review.claimed_until is not None
        until = review.claimed_until - services.LEASE
        assert before <= until <= timezone.now()
        assert timedelta(minutes=5) == services.LEASE
        assert (review.lock_version, kinds(review)) == (1, ["claimed"])

    def test_a_second_moderator_is_refused(self) -> None:
        review = claimed(make_moderator())
        with pytest.raises(DecisionRefused, match=HELD):
            services.claim(review=review, user=make_moderator())
        assert kinds(review) == ["claimed"]

    def test_claiming_again_moves_the_end_and_leaves_open_pages_good(self) -> None:
        user = make_moderator()
        review = claimed(user)
        soon = timezone.now() + timedelta(seconds=5)
        Review.objects.filter(pk=review.pk).update(claimed_until=soon)
        again = services.claim(review=review, user=user)
        assert again.claimed_until is not None
        assert again.claimed_until > soon
        assert (again.lock_version, kinds(review)) == (1, ["claimed"])

    def test_a_hold_that_is_over_goes_to_whoever_asks(self) -> None:
        review = claimed(make_moderator())
        end_lease(review)
        other = make_moderator()
        assert services.claim(review=review, user=other).claimed_by == other
        assert review.lock_version == 2

    def test_a_decided_one_is_not_claimed(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        with pytest.raises(DecisionRefused, match="This was already decided: Approved"):
            services.claim(review=review, user=user)

    def test_an_erased_figure_is_not_claimed(self) -> None:
        review = make_review()
        erase_figure(figure=review.version.figure, actor="owner")
        with pytest.raises(DecisionRefused, match="The figure has been erased"):
            services.claim(review=review, user=make_moderator())

    def test_released_it_is_free(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.release(review=review, user=user)
        assert (review.claimed_by, review.claimed_until) == (None, None)
        assert kinds(review) == ["claimed", "released"]
        services.claim(review=review, user=make_moderator())

    def test_somebody_elses_hold_is_not_released(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.release(review=review, user=make_moderator())
        assert review.claimed_by == user
        assert kinds(review) == ["claimed"]


class TestApprove:
    def test_everything_that_follows(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=review.lock_version)
        version = review.version
        version.refresh_from_db()
        assert (review.state, review.decided_by, review.reason) == ("approved", user, "")
        assert review.decided_at is not None
        assert (review.claimed_by, review.claimed_until) == (None, None)
        assert version.review_state == ReviewState.APPROVED
        assert published == [("figure_version.approved", {"version_id": version.pk})]
        mail = OutgoingMail.objects.get()
        assert (mail.kind, mail.recipient) == ("version_approved", "sample.person@mail.example")
        assert f"/figures/{version.figure_id}" in mail.text
        line = AuditEvent.objects.get()
        assert (line.action, line.subject, line.user) == ("review.approved", version.pk, user)
        assert kinds(review) == ["claimed", "approved"]

    def test_without_an_address_no_mail(self) -> None:
        user = make_moderator()
        review = claimed(user, make_review(owner=make_owner()))
        services.approve(review=review, user=user, lock_version=review.lock_version)
        assert not OutgoingMail.objects.exists()

    def test_after_the_lease_is_too_late(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        end_lease(review)
        with pytest.raises(DecisionRefused, match=OVER):
            services.approve(review=review, user=user, lock_version=1)
        assert_nothing_happened(review, published)

    def test_after_the_lease_when_somebody_else_holds_it(self, published: Published) -> None:
        late = make_moderator()
        review = claimed(late)
        end_lease(review)
        services.claim(review=review, user=make_moderator())
        with pytest.raises(DecisionRefused, match=HELD):
            services.approve(review=review, user=late, lock_version=1)
        assert_nothing_happened(review, published)

    @pytest.mark.parametrize("shown", [-1, 0, 2])
    def test_what_was_shown_must_be_what_is(self, shown: int, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        with pytest.raises(DecisionRefused, match=CHANGED):
            services.approve(review=review, user=user, lock_version=shown)
        assert_nothing_happened(review, published)

    def test_without_a_claim(self, published: Published) -> None:
        review = make_review()
        with pytest.raises(DecisionRefused, match=OVER):
            services.approve(review=review, user=make_moderator(), lock_version=0)
        assert_nothing_happened(review, published)

    def test_twice_tells_once(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        for act in (approve, refuse):
            with pytest.raises(DecisionRefused, match="This was already decided: Approved"):
                act(review, user, 1)
        assert OutgoingMail.objects.count() == 1
        assert decisions() == ["review.approved"]

    def test_of_a_figure_that_was_erased_meanwhile(self) -> None:
        user = make_moderator()
        review = claimed(user)
        erase_figure(figure=review.version.figure, actor="owner")
        with pytest.raises(DecisionRefused, match="The figure has been erased"):
            services.approve(review=review, user=user, lock_version=1)
        assert list(OutgoingMail.objects.values_list("kind", flat=True)) == ["data_erased"]


class TestRefuse:
    def test_everything_that_follows(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        services.refuse(
            review=review, user=user, lock_version=1, reason="text_trademark", note=" Your line. "
        )
        version = review.version
        version.refresh_from_db()
        assert (review.state, review.reason, review.note) == (
            "refused", "text_trademark", "Your line.",
        )  # fmt: skip
        assert version.review_state == ReviewState.REFUSED
        assert published == [("figure_version.refused", {"version_id": version.pk})]
        mail = OutgoingMail.objects.get()
        assert mail.kind == "version_refused"
        assert "Reason: Text uses somebody's trademark\nYour line." in mail.text
        assert "No automated rule made this decision." in mail.text
        line = AuditEvent.objects.get()
        assert (line.action, line.facts) == ("review.refused", {"reason": "text_trademark"})
        assert ReviewEvent.objects.get(kind="refused").reason == "text_trademark"

    @pytest.mark.parametrize("reason", ["", "because", "quality"])
    def test_needs_a_reason_of_the_list(self, reason: str, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        with pytest.raises(ValueError, match="Choose the reason that the person is told"):
            services.refuse(review=review, user=user, lock_version=1, reason=reason)
        assert_nothing_happened(review, published)

    @pytest.mark.parametrize("note", ["", "   "])
    def test_another_reason_needs_a_note(self, note: str, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        with pytest.raises(ValueError, match="Tell the person in the note"):
            services.refuse(review=review, user=user, lock_version=1, reason="other", note=note)
        assert_nothing_happened(review, published)

    @pytest.mark.parametrize("reason", [r for r in Reason.values if r != Reason.OTHER])
    def test_the_other_reasons_need_none(self, reason: str) -> None:
        user = make_moderator()
        review = claimed(user)
        services.refuse(review=review, user=user, lock_version=1, reason=reason)
        assert review.reason == reason


class TestEscalate:
    def test_it_waits_on_and_nobody_is_told(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        services.escalate(review=review, user=user, lock_version=1)
        assert (review.state, review.claimed_by, review.decided_by) == ("escalated", None, None)
        assert review.version.review_state == ReviewState.QUEUED
        assert not OutgoingMail.objects.exists()
        assert (published, decisions()) == ([], ["review.escalated"])

    def test_somebody_else_decides(self) -> None:
        user, senior = make_moderator(), make_moderator()
        review = claimed(user)
        services.escalate(review=review, user=user, lock_version=1)
        services.claim(review=review, user=senior)
        services.approve(review=review, user=senior, lock_version=review.lock_version)
        assert (review.state, review.decided_by) == ("approved", senior)

    def test_not_twice(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.escalate(review=review, user=user, lock_version=1)
        services.claim(review=review, user=user)
        with pytest.raises(DecisionRefused):
            services.escalate(review=review, user=user, lock_version=review.lock_version)


class TestUndo:
    def test_of_an_approval_withdraws(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        services.undo(review=review, user=user)
        version = review.version
        version.refresh_from_db()
        assert (review.state, review.decided_by, review.decided_at) == ("queued", None, None)
        assert version.review_state == ReviewState.QUEUED
        assert published[-1] == ("figure_version.withdrawn", {"version_id": version.pk})
        assert decisions() == ["review.approved", "review.undone"]
        assert AuditEvent.objects.get(action="review.undone").facts == {"of": "approved"}
        assert kinds(review) == ["claimed", "approved", "undone"]

    def test_of_a_refusal_forgets_the_reason_and_withdraws_nothing(
        self, published: Published
    ) -> None:
        user = make_moderator()
        review = claimed(user)
        services.refuse(review=review, user=user, lock_version=1, reason="other", note="So.")
        services.undo(review=review, user=user)
        assert (review.state, review.reason, review.note) == ("queued", "", "")
        assert [event for event, _ in published] == ["figure_version.refused"]

    def test_it_is_held_for_a_new_decision_and_told_again(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        for _ in range(2):
            services.undo(review=review, user=user)
            assert review.claimed_by == user
            services.approve(review=review, user=user, lock_version=review.lock_version)
        services.undo(review=review, user=user)
        services.refuse(review=review, user=user, lock_version=review.lock_version, reason="sexual")
        mails = OutgoingMail.objects.order_by("pk").values_list("kind", flat=True)
        assert list(mails) == ["version_approved"] * 3 + ["version_refused"]

    def test_only_ones_own(self, published: Published) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        with pytest.raises(DecisionRefused, match="Only your own decision of the last hour"):
            services.undo(review=review, user=make_moderator())
        review.refresh_from_db()
        assert review.state == DecisionState.APPROVED
        assert [event for event, _ in published] == ["figure_version.approved"]

    def test_not_after_an_hour(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        before = timezone.now() - services.UNDO_FOR - timedelta(seconds=1)
        Review.objects.filter(pk=review.pk).update(decided_at=before)
        with pytest.raises(DecisionRefused):
            services.undo(review=review, user=user)
        assert timedelta(hours=1) == services.UNDO_FOR

    def test_of_what_was_never_decided(self) -> None:
        user = make_moderator()
        with pytest.raises(DecisionRefused):
            services.undo(review=claimed(user), user=user)


def test_an_erased_figures_review_keeps_no_words_of_it() -> None:
    user = make_moderator()
    review = claimed(user, make_review(box_name="Sample Nazi"))
    services.refuse(review=review, user=user, lock_version=1, reason="other", note="Sample note.")
    assert review.rules == [{"code": "text_insult", "detail": "nazi"}]
    erase_figure(figure=review.version.figure, actor="owner")
    review.refresh_from_db()
    assert (review.rules, review.note) == ([], "")
    assert (review.state, review.reason, review.decided_by) == ("refused", "other", user)


def approve(review: Review, user: User, lock_version: int) -> None:
    services.approve(review=review, user=user, lock_version=lock_version)


def refuse(review: Review, user: User, lock_version: int) -> None:
    services.refuse(review=review, user=user, lock_version=lock_version, reason="sexual")


def assert_nothing_happened(review: Review, published: Published) -> None:
    review.refresh_from_db()
    review.version.refresh_from_db()
    assert (review.state, review.decided_by, review.reason) == ("queued", None, "")
    assert review.version.review_state == ReviewState.QUEUED
    assert not OutgoingMail.objects.exists()
    assert (published, decisions()) == ([], [])
