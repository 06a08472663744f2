"""The moderator's desk over HTTP, without a script: who gets in, what it shows, what it does."""

import io
import re
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from figures.erasure import erase_figure
from figures.moderation import selectors, services
from figures.moderation.models import Review
from figures.moderation.states import Reason
from shop.platform.audit.models import AuditEvent
from tests.figures.factories import (
    claimed,
    end_lease,
    make_moderator,
    make_owner,
    make_review,
    with_pictures,
)

pytestmark = pytest.mark.django_db

DESK = "/admin/figures/review/"
QUEUE = f"{DESK}queue/"
UNDO = f"{DESK}undo/"


@pytest.fixture
def user() -> User:
    return make_moderator()


@pytest.fixture
def client(user: User) -> Client:
    return signed_in(user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk_of(review: Review) -> str:
    return f"{DESK}{review.pk}/decide/"


def picture_of(review: Review, name: str = "figure") -> str:
    return f"{DESK}{review.pk}/picture/{name}/"


def send(client: Client, review: Review, action: str, **fields: object) -> Any:
    """Send one of the page's forms as the page shows it."""
    page = client.get(desk_of(review)).content.decode()
    shown = re.search(r'name="lock_version" value="(\d+)"', page)
    assert shown
    return client.post(desk_of(review), {"action": action, "lock_version": shown[1], **fields})


def said(response: Any) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


class TestAccess:
    @pytest.fixture
    def addresses(self) -> list[str]:
        review = make_review()
        with_pictures(review.version)
        return [QUEUE, UNDO, desk_of(review), picture_of(review), picture_of(review, "box")]

    @pytest.mark.parametrize("who", ["nobody", "customer", "moderator without staff"])
    def test_sign_in_first(self, addresses: list[str], who: str) -> None:
        client = Client()
        if who == "customer":
            client = signed_in(User.objects.create_user("customer"))
        elif who != "nobody":
            former = make_moderator()
            User.objects.filter(pk=former.pk).update(is_staff=False)
            client = signed_in(former)
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"action": "approve"})):
                assert answer.status_code == 302
                assert answer["Location"] == f"/admin/login/?next={address}"
        assert Review.objects.get().claimed_by is None

    def test_other_staff_stay_out(self, addresses: list[str]) -> None:
        client = signed_in(User.objects.create_user("clerk", is_staff=True))
        for address in addresses:
            assert client.get(address).status_code == 403
            assert client.post(address, {"action": "approve"}).status_code == 403
        assert Review.objects.get().claimed_by is None

    def test_moderators_come_in(self, client: Client, addresses: list[str]) -> None:
        answers = [client.get(address).status_code for address in addresses]
        assert answers == [302, 405, 200, 200, 200]

    def test_forms_need_the_csrf_token(self, user: User) -> None:
        review = claimed(user)
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        fields = {"action": "approve", "lock_version": review.lock_version}
        assert client.post(desk_of(review), fields).status_code == 403
        review.refresh_from_db()
        assert review.state == "queued"


class TestQueue:
    def test_claims_the_next_and_goes_there(self, client: Client, user: User) -> None:
        review = make_review()
        answer = client.get(QUEUE)
        assert (answer.status_code, answer["Location"]) == (302, desk_of(review))
        review.refresh_from_db()
        assert review.claimed_by == user

    def test_says_when_nothing_waits(self, client: Client) -> None:
        claimed(make_moderator())
        page = client.get(QUEUE).content.decode()
        assert "Nothing waits for you." in page
        assert "held by somebody else" in page


class TestPage:
    def test_shows_what_is_needed_to_decide(self, client: Client, user: User) -> None:
        owner = make_owner()
        old = claimed(user, make_review(owner=owner, box_name="Earlier Name"))
        services.refuse(review=old, user=user, lock_version=1, reason="text_hateful")
        review = make_review(
            owner=owner, declaration="child", box_name="Juno <N4z1>", box_tagline="At home"
        )
        page = client.get(desk_of(review)).content.decode()
        assert 'Juno &lt;<mark title="Insult or hate">N4z1</mark>&gt;' in page
        assert "At home" in page
        assert "<strong>Insult or hate</strong> nazi" in page
        assert "<strong>Child</strong> The uploader says that it is their child." in page
        assert "Declared: <strong>My child</strong>" in page
        assert "1 other figure: 0 approved, 1 refused, 0 waiting." in page
        assert "Text insults or attacks people, " in page
        assert "Earlier Name" not in page
        review.refresh_from_db()
        assert review.claimed_until is not None
        assert f"until {review.claimed_until:%H:%M} UTC" in page

    def test_pictures_are_blurred_until_asked_for(self, client: Client) -> None:
        review = make_review()
        page = client.get(desk_of(review)).content.decode()
        assert re.findall(r'<img src="([^"]+)"', page) == [
            picture_of(review, "figure"),
            picture_of(review, "box"),
        ]
        page = client.get(desk_of(review) + "?reveal=1").content.decode()
        assert f'<img src="{picture_of(review)}?reveal=1"' in page

    def test_quality_refusals_are_apart_from_policy_refusals(self, client: Client) -> None:
        page = client.get(desk_of(make_review())).content.decode()
        groups = dict(re.findall(r'<optgroup label="(\w+)">(.*?)</optgroup>', page))
        offered = {name: re.findall(r'value="(\w+)"', group) for name, group in groups.items()}
        assert offered["Quality"] == ["quality_dark", "quality_likeness"]
        assert offered["Quality"] + offered["Policy"] == Reason.values
        digits = [int(digit) for digit in re.findall(r'data-digit="(\d+)"', page)]
        assert digits == list(range(1, len(Reason) + 1))
        assert len(Reason) <= 9, "one digit picks a reason"

    def test_somebody_elses_item_says_so_and_moves_on(self, client: Client) -> None:
        review = claimed(make_moderator())
        answer = client.get(desk_of(review))
        assert (answer.status_code, answer["Location"]) == (302, QUEUE)
        assert said(answer) == ["Somebody else is looking at this item."]

    def test_unknown(self, client: Client) -> None:
        assert client.get(f"{DESK}rev_unknown/decide/").status_code == 404

    def test_nothing_runs_or_is_styled_inline(self, client: Client) -> None:
        page = client.get(desk_of(make_review())).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


class TestDecisions:
    def test_approve_opens_the_next(self, client: Client, user: User) -> None:
        review, following = make_review(), make_review()
        answer = send(client, review, "approve")
        assert (answer.status_code, answer["Location"]) == (302, QUEUE)
        assert said(answer) == ["Approved."]
        assert client.get(QUEUE)["Location"] == desk_of(following)
        review.refresh_from_db()
        assert (review.state, review.decided_by) == ("approved", user)

    def test_refuse(self, client: Client) -> None:
        review = make_review()
        answer = send(client, review, "refuse", reason="quality_dark", note="More light.")
        assert said(answer) == ["Refused: Picture too dark to make a good figure."]
        review.refresh_from_db()
        assert (review.state, review.note) == ("refused", "More light.")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "Choose the reason that the person is told."),
            ({"reason": "other"}, "Tell the person in the note what the other reason is."),
        ],
    )
    def test_an_incomplete_refusal_stays(
        self, client: Client, fields: dict[str, str], words: str
    ) -> None:
        review = make_review()
        answer = send(client, review, "refuse", **fields)
        assert (said(answer), answer["Location"]) == ([words], desk_of(review))
        review.refresh_from_db()
        assert review.state == "queued"

    def test_escalate(self, client: Client) -> None:
        review = make_review()
        assert said(send(client, review, "escalate")) == ["Escalated. Somebody else decides."]
        review.refresh_from_db()
        assert review.state == "escalated"
        senior = signed_in(make_moderator())
        assert "Escalate <kbd>" not in senior.get(desk_of(review)).content.decode()

    def test_skip(self, client: Client) -> None:
        review, following = make_review(), make_review()
        assert said(send(client, review, "skip")) == ["Skipped. It comes back later."]
        assert client.get(QUEUE)["Location"] == desk_of(following)

    @pytest.mark.parametrize("action", ["", "erase"])
    def test_anything_else_is_refused(self, client: Client, action: str) -> None:
        review = make_review()
        assert said(send(client, review, action)) == ["Choose what to do."]

    def test_late(self, client: Client) -> None:
        review = make_review()
        client.get(desk_of(review))
        end_lease(review)
        answer = client.post(desk_of(review), {"action": "approve", "lock_version": 1})
        assert said(answer) == ["Your hold on this item is over. Open it again to decide."]
        assert answer["Location"] == QUEUE
        review.refresh_from_db()
        assert review.state == "queued"

    def test_twice(self, client: Client) -> None:
        review = make_review()
        send(client, review, "approve")
        fields = {"action": "refuse", "lock_version": 1, "reason": "sexual"}
        answer = client.post(desk_of(review), fields)
        assert said(answer)[-1] == "This was already decided: Approved."
        review.refresh_from_db()
        assert review.state == "approved"

    @pytest.mark.parametrize("shown", ["", "-1", "0", "٣", "x"])
    def test_a_page_of_before_is_refused(self, client: Client, user: User, shown: str) -> None:
        review = claimed(user)
        fields = {"action": "approve", "lock_version": shown}
        answer = client.post(desk_of(review), fields)
        assert said(answer) == ["This item changed since you opened it. Look at it again."]


class TestUndo:
    def test_shows_the_item_again(self, client: Client, user: User) -> None:
        review, _ = make_review(), make_review()
        send(client, review, "approve")
        answer = client.post(UNDO)
        assert (answer.status_code, answer["Location"]) == (302, desk_of(review))
        review.refresh_from_db()
        assert (review.state, review.claimed_by) == ("queued", user)

    def test_is_offered_only_where_there_is_something(self, client: Client) -> None:
        assert UNDO not in client.get(QUEUE).content.decode()
        send(client, make_review(), "approve")
        assert UNDO in client.get(QUEUE).content.decode()

    def test_never_takes_back_somebody_elses(self, client: Client) -> None:
        other = make_moderator()
        review = claimed(other)
        services.approve(review=review, user=other, lock_version=1)
        assert said(client.post(UNDO)) == ["There is no decision of yours to take back."]
        review.refresh_from_db()
        assert review.state == "approved"


class TestPictures:
    def pixels(self, response: Any) -> NDArray[np.float64]:
        with Image.open(io.BytesIO(response.content)) as picture:
            return np.asarray(picture.convert("L"), dtype=float)

    @pytest.mark.parametrize("name", ["figure", "box"])
    def test_blurred_holds_no_detail_and_is_not_noted(self, client: Client, name: str) -> None:
        review = make_review()
        with_pictures(review.version)
        answer = client.get(picture_of(review, name))
        assert answer["Content-Type"] == "image/webp"
        assert "no-store" in answer["Cache-Control"]
        pixels = self.pixels(answer)
        assert pixels.shape == (540, 360)
        assert np.ptp(pixels) <= 4
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize("name", ["figure", "box"])
    def test_clear_is_noted_and_kept_nowhere(self, client: Client, user: User, name: str) -> None:
        review = claimed(user)
        with_pictures(review.version)
        answer = client.get(picture_of(review, name) + "?reveal=1")
        assert "no-store" in answer["Cache-Control"]
        assert np.ptp(self.pixels(answer)) > 200
        line = AuditEvent.objects.get()
        assert (line.action, line.subject, line.user, line.facts) == (
            "review.revealed", review.version_id, user, {"picture": name},
        )  # fmt: skip

    def test_clear_is_for_whoever_holds_the_item(self, client: Client, user: User) -> None:
        review = make_review()
        with_pictures(review.version)
        address = picture_of(review) + "?reveal=1"
        assert client.get(address).status_code == 403
        claimed(user, review)
        assert client.get(address).status_code == 200
        end_lease(review)
        assert client.get(address).status_code == 403
        claimed(make_moderator(), review)
        assert client.get(address).status_code == 403
        assert AuditEvent.objects.count() == 1

    def test_of_an_erased_figure_or_unknown(self, client: Client) -> None:
        review = make_review()
        with_pictures(review.version)
        assert client.get(picture_of(review, "photo")).status_code == 404
        erase_figure(figure=review.version.figure, actor="owner")
        assert client.get(picture_of(review)).status_code == 404


def test_last_decision_is_offered_for_an_hour(user: User) -> None:
    review = claimed(user)
    services.approve(review=review, user=user, lock_version=1)
    before = timezone.now() - services.UNDO_FOR - timedelta(seconds=1)
    Review.objects.filter(pk=review.pk).update(decided_at=before)
    client = signed_in(user)
    assert said(client.post(UNDO)) == ["There is no decision of yours to take back."]
    assert selectors.counts(user).waiting == 0
