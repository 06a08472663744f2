"""Signed links: who gets a file, until when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.utils import timezone

from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.vault import links
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.orders.factories import make_owner
from tests.trust.samples import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def blob() -> Blob:
    return sealed("fig_a", "art", b"a picture")


def guest() -> tuple[Owner, Client]:
    owner, token = new_guest()
    client = Client()
    client.cookies[GUEST_COOKIE] = token
    return owner, client


def staff(*, active: bool = True) -> Client:
    user = User.objects.create_user("moderator", is_staff=True, is_active=active)
    client = Client()
    client.force_login(user)
    return client


def test_the_owner_gets_the_file_and_nothing_keeps_it(blob: Blob) -> None:
    owner, client = guest()
    answer = client.get(links.link(blob, audience=owner.pk))
    assert (answer.status_code, answer.content) == (200, b"a picture")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'inline; filename="art.bin"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_does(blob: Blob) -> None:
    owner, _ = guest()
    _, stranger = guest()
    path = links.link(blob, audience=owner.pk)
    customer = Client()
    customer.force_login(User.objects.create_user("customer"))
    for client in (stranger, Client(), customer):
        assert client.get(path).status_code == 404


def test_a_storefronts_customer_cannot_be_claimed_from_our_site(blob: Blob) -> None:
    path = links.link(blob, audience=make_owner().pk)
    _, client = guest()
    assert client.get(path).status_code == 404
    assert Client().get(path).status_code == 404


def test_staff_see_every_file(blob: Blob) -> None:
    owner, client = guest()
    moderator = staff()
    for audience in (owner.pk, "staff"):
        assert moderator.get(links.link(blob, audience=audience)).status_code == 200
    assert client.get(links.link(blob, audience="staff")).status_code == 404


def test_a_bearer_link_works_for_everybody_until_it_expires(
    blob: Blob, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = links.link(blob, audience=links.PUBLIC, life=timedelta(minutes=5))
    assert Client().get(path).status_code == 200
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + 299)  # type: ignore[attr-defined]
    assert Client().get(path).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 302)  # type: ignore[attr-defined]
    assert Client().get(path).status_code == 404


def test_forged_links(blob: Blob) -> None:
    token = links.link(blob, audience=links.PUBLIC).split("/")[2]
    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "x" + token,
        signing.dumps([blob.pk, "", 3600], salt="another salt", compress=True),
        signing.dumps("not a list", salt="shop.vault.links", compress=True),
        "nonsense",
    ):
        assert Client().get(f"/files/{forged}/art.bin").status_code == 404


def test_an_ended_blob_is_gone_at_once(blob: Blob) -> None:
    path = links.link(blob, audience=links.PUBLIC)
    vault.shred(subject="fig_a")
    assert Client().get(path).status_code == 404
    other = sealed("fig_b", "art", b"another")
    path = links.link(other, audience=links.PUBLIC)
    vault.delete(other)
    assert Client().get(path).status_code == 404


def test_a_link_does_not_change_anything(blob: Blob) -> None:
    path = links.link(blob, audience=links.PUBLIC)
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


def test_whole_address(blob: Blob) -> None:
    path = links.link(blob, audience=links.PUBLIC, absolute=True)
    assert path.startswith("http://127.0.0.1:8000/files/")
