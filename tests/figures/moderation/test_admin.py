"""Figures, photos and reviews in the admin: to read; to freeze or erase with the permission."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client

from figures.moderation import services
from figures.moderation.models import Review
from figures.moderation.roles import MODERATORS_MAY, ensure_roles
from figures.versions.models import Figure
from figures.versions.selectors import is_sellable
from shop.platform.audit.models import AuditEvent
from shop.retention.models import ErasureReceipt
from tests.figures.factories import (
    claimed,
    make_figure,
    make_moderator,
    make_review,
    make_version,
    with_pictures,
)
from tests.orders.factories import make_order

pytestmark = pytest.mark.django_db

FIGURES = "/admin/figures/figure/"
REVIEWS = "/admin/figures/review/"
MODELS = ["review", "figure", "figureversion", "photo"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(*permissions: str) -> Client:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return signed_in(user)


def every(action: str) -> tuple[str, ...]:
    return tuple(f"{action}_{model}" for model in MODELS)


def rows() -> dict[str, str]:
    """A page of each model's row."""
    review = make_review(box_name="Sample Name")
    with_pictures(review.version)
    keys = {
        "review": review.pk,
        "figure": review.version.figure_id,
        "figureversion": review.version_id,
        "photo": review.version.figure.photo_id,
    }
    return {model: f"/admin/figures/{model}/{key}/" for model, key in keys.items()}


class TestReadOnly:
    def test_even_with_every_permission(self) -> None:
        client = staff(*every("view"), *every("add"), *every("change"), *every("delete"))
        for model, row in rows().items():
            assert client.get(f"/admin/figures/{model}/").status_code == 200
            assert client.get(f"/admin/figures/{model}/add/").status_code == 403
            assert client.get(f"{row}change/").status_code == 200
            assert client.post(f"{row}change/", {"state": "approved"}).status_code == 403
            assert client.post(f"{row}delete/", {"post": "yes"}).status_code == 403
        assert Review.objects.get().state == "queued"

    def test_without_a_permission_nothing_is_read(self) -> None:
        client = staff()
        for model, row in rows().items():
            assert client.get(f"/admin/figures/{model}/").status_code == 403
            assert client.get(f"{row}change/").status_code == 403

    @pytest.mark.parametrize("who", ["nobody", "customer"])
    def test_sign_in_first(self, who: str) -> None:
        client = Client() if who == "nobody" else signed_in(User.objects.create_user("customer"))
        for row in rows().values():
            answer = client.get(f"{row}change/")
            assert (answer.status_code, answer["Location"][:20]) == (302, "/admin/login/?next=/")

    def test_neither_pictures_nor_names_nor_the_way_to_them(self) -> None:
        client = staff(*every("view"))
        for model, row in rows().items():
            for page in (f"/admin/figures/{model}/", f"{row}change/"):
                shown = client.get(page).content.decode()
                pictures = re.findall(r'<img[^>]* src="([^"]*)"', shown)
                assert [src for src in pictures if not src.startswith("/static/admin/")] == []
                assert "Sample Name" not in shown
                assert "blb_" not in shown
                assert "/files/" not in shown


class TestReviews:
    def test_the_way_to_the_desk_is_for_those_who_decide(self) -> None:
        review = make_review()
        desk = f"{REVIEWS}{review.pk}/decide/"
        page = signed_in(make_moderator()).get(REVIEWS).content.decode()
        assert desk in page
        assert f"{REVIEWS}queue/" in page
        assert f"{REVIEWS}queue/" not in staff("view_review").get(REVIEWS).content.decode()

    def test_decided_ones_have_no_way_to_the_desk(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.approve(review=review, user=user, lock_version=1)
        page = signed_in(user).get(REVIEWS).content.decode()
        assert review.pk in page
        assert f"{REVIEWS}{review.pk}/decide/" not in page

    def test_filters(self) -> None:
        user = make_moderator()
        old, new = make_review(), make_review()
        Review.objects.filter(pk=old.pk).update(queued_at="2026-01-01T00:00Z")
        client = signed_in(user)
        for query, shown in [
            ("state=queued", {old, new}),
            ("state=refused", set()),
            ("age=24", {old}),
        ]:
            page = client.get(f"{REVIEWS}?{query}").content.decode()
            assert {review for review in (old, new) if review.pk in page} == shown

    def test_the_events_are_there_to_read(self) -> None:
        user = make_moderator()
        review = claimed(user)
        services.refuse(review=review, user=user, lock_version=1, reason="sexual")
        page = signed_in(user).get(f"{REVIEWS}{review.pk}/change/").content.decode()
        assert "claimed" in page
        assert "refused" in page
        assert "Sexual content" in page


def act(action: str, *figures: Figure, **fields: object) -> dict[str, object]:
    return {"action": action, "_selected_action": [one.pk for one in figures], **fields}


class TestFreeze:
    def test_asks_for_a_reason_then_takes_every_look_off_sale(self) -> None:
        figure = make_figure()
        versions = [make_version(figure=figure), make_version(figure=figure)]
        user = make_moderator()
        client = signed_in(user)
        asked = client.post(FIGURES, act("freeze", figure))
        assert asked.status_code == 200
        nameless = client.post(FIGURES, act("freeze", figure, confirm="1", reason=""))
        assert nameless.status_code == 200
        assert all(is_sellable(version) for version in versions)
        done = client.post(FIGURES, act("freeze", figure, confirm="1", reason="Reported"))
        assert done.status_code == 302
        for version in versions:
            version.refresh_from_db()
            assert (is_sellable(version), version.frozen_reason) == (False, "Reported")
        lines = AuditEvent.objects.filter(action="version.frozen", user=user)
        assert set(lines.values_list("subject", flat=True)) == {one.pk for one in versions}

    def test_needs_the_permission(self) -> None:
        version = make_version()
        client = staff(*every("view"), *every("change"))
        client.post(FIGURES, act("freeze", version.figure, confirm="1", reason="Reported"))
        version.refresh_from_db()
        assert version.frozen_at is None


class TestErase:
    def test_asks_then_erases(self) -> None:
        figure = make_version().figure
        client = staff("view_figure", "erase_figure")
        asked = client.post(FIGURES, act("erase", figure))
        assert asked.status_code == 200
        assert not ErasureReceipt.objects.exists()
        assert client.post(FIGURES, act("erase", figure, confirm="1")).status_code == 302
        figure.refresh_from_db()
        assert figure.state == "erased"
        assert ErasureReceipt.objects.get().actor == "staff"
        assert AuditEvent.objects.get(action="figure.erased").subject == figure.pk

    def test_what_an_open_order_needs_stays(self) -> None:
        version = make_version()
        make_order(version=version, state="paid")
        client = staff("view_figure", "erase_figure")
        answer = client.post(FIGURES, act("erase", version.figure, confirm="1"), follow=True)
        assert f"{version.figure_id[1:]} stays: " in answer.content.decode()
        version.figure.refresh_from_db()
        assert version.figure.state == "ready"

    def test_moderators_may_not(self) -> None:
        figure = make_figure()
        signed_in(make_moderator()).post(FIGURES, act("erase", figure, confirm="1"))
        figure.refresh_from_db()
        assert figure.state == "ready"


class TestRoles:
    def test_the_command_sets_exactly_what_moderators_need(self) -> None:
        group = ensure_roles()
        group.permissions.add(Permission.objects.get(codename="delete_user"))
        call_command("ensureroles")
        call_command("ensureroles")
        held = group.permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == set(MODERATORS_MAY)

    def test_it_is_enough_for_the_desk_and_no_more(self) -> None:
        user = make_moderator()
        assert user.get_all_permissions() == {
            "figures.decide_review",
            "figures.freeze_figure",
            "figures.view_figure",
            "figures.view_figureversion",
            "figures.view_review",
        }
