"""Every page there is, walked from the URL patterns: whom it answers, and that a no does nothing.

A new page without an entry here fails the first test.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from orders.payments.services import start_payment
from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest, owner_of_user
from tests.orders.factories import make_order, make_owner
from tests.orders.pages.scenes import PAGES, Scene, client_of
from tests.support.peers import session_of

pytestmark = pytest.mark.django_db

NAMESPACES = ("figures", "orders", "payments")


# Not for an owner: whoever holds the random id (the gateway's page, the way back), or Stripe.
BY_RANDOM_ID = {"payments:test-pay", "payments:return"}
BY_SIGNATURE = {"payments:stripe-webhook"}


def other_guest() -> Client:
    return client_of(new_guest()[1])


def account() -> Client:
    """Somebody signed in, who was here before: the first visit writes their owner."""
    user, _ = User.objects.get_or_create(username="customer")
    owner_of_user(user=user)
    client = Client()
    client.force_login(user)
    return client


def strangers() -> dict[str, Client]:
    return {
        "another guest": other_guest(),
        "an account": account(),
        "nobody": Client(),
        "a made-up cookie": client_of("made-up"),
    }


def names_of(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yield every named address as `namespace:name`."""
    for item in patterns:
        if isinstance(item, URLResolver):
            inner = (*spaces, item.namespace) if item.namespace else spaces
            yield from names_of(item.url_patterns, inner)
        else:
            yield ":".join((*spaces, item.name or str(item.pattern)))


def everything() -> dict[str, list[Any]]:
    """Return every row of ours."""
    models: list[type[Model]] = [
        model
        for label in ("figures", "orders", "platform", "vault", "retention")
        for model in apps.get_app_config(label).get_models()
    ]
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in models
    }


def test_every_page_is_here() -> None:
    walked = {
        name for name in names_of(get_resolver().url_patterns) if name.split(":")[0] in NAMESPACES
    }
    assert walked == {*PAGES, *BY_RANDOM_ID, *BY_SIGNATURE}


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.get])
def test_reading(scene: Scene, name: str) -> None:
    path = scene.path(name)
    for who, stranger in strangers().items():
        before = everything()
        assert stranger.get(path).status_code == PAGES[name].anybody, who
        assert everything() == before, who
    assert scene.owner.get(path).status_code == PAGES[name].get


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.post])
def test_acting(scene: Scene, name: str) -> None:
    path, form, page = scene.path(name), scene.form(name), PAGES[name]
    for who, stranger in strangers().items():
        before = everything()
        answer = stranger.post(path, form).status_code
        assert answer == (page.anybody if page.anybody == 404 else page.post), who
        assert everything() == before, who
    assert scene.owner.post(path, form).status_code == page.post


@pytest.mark.parametrize("name", PAGES)
def test_a_method_that_is_not_offered_is_refused(scene: Scene, name: str) -> None:
    path, page = scene.path(name), PAGES[name]
    before = everything()
    if page.get is None:
        assert scene.owner.get(path).status_code == 405
    if page.post is None:
        assert scene.owner.post(path, scene.form(name)).status_code == 405
    assert scene.owner.delete(path).status_code == 405
    assert everything() == before


@pytest.mark.parametrize(
    "name", [name for name, page in PAGES.items() if page.anybody == 404 and name != "orders:add"]
)
def test_a_storefronts_customer_is_nobody_here(scene: Scene, name: str) -> None:
    """Rows of a customer of another storefront do not open on our own site."""
    path, form = scene.path(name), scene.form(name)
    customer = make_owner()
    Owner.objects.filter(pk=scene.marked.owner.pk).update(
        storefront=customer.storefront, guest_token_hash=None, external_id="sample"
    )
    clients = (scene.owner, other_guest())
    before = everything()
    for client in clients:
        send = client.get if PAGES[name].get else client.post
        assert send(path, form).status_code == 404
    assert everything() == before


def test_a_form_from_another_site_is_refused(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[GUEST_COOKIE] = scene.marked.token
    for name, page in PAGES.items():
        if page.post is None:
            continue
        before = everything()
        answer = client.post(scene.path(name), scene.form(name))
        assert answer.status_code == 403, name
        assert "This form was not sent" in answer.content.decode()
        assert everything() == before, name


def test_ones_own_lists_are_empty_for_everybody_else(scene: Scene) -> None:
    mine = (scene.marked.figure.pk, scene.marked.order.number, scene.marked.photo.pk)
    for name in ("figures:figures", "orders:basket", "orders:my_data"):
        own = scene.owner.get(scene.path(name)).content.decode()
        line = scene.marked.owner.baskets.get().lines.get().pk
        assert any(word in own for word in (*mine, line)), name
        for who, stranger in strangers().items():
            shown = stranger.get(scene.path(name)).content.decode()
            assert not any(word in shown for word in (*mine, line)), (name, who)


def test_random_ids_open_the_pay_page_and_tell_nobody_more_than_the_bill() -> None:
    order = make_order()
    attempt = start_payment(order=order)
    pay = reverse("payments:test-pay", args=[session_of(attempt)])
    back = reverse("payments:return", args=[attempt.pk])
    for who, stranger in strangers().items():
        shown = stranger.get(pay).content.decode()
        assert order.number in shown, who
        for secret in (order.recipient, order.email, order.line1, order.city):
            assert secret not in shown, who
        away = stranger.get(back)
        assert away.headers["Location"] == f"/orders/{order.number}/", who
        assert stranger.get(away.headers["Location"]).status_code == 404, who


def test_a_webhook_without_a_signature_stores_nothing(client: Client) -> None:
    before = everything()
    answer = client.post(reverse("payments:stripe-webhook"), b"{}", content_type="application/json")
    assert answer.status_code == 404  # No secret is set, so there is no such address.
    assert everything() == before
