"""Owner, other customer, other storefront, anonymous: every endpoint, found by walking the URLs.

An endpoint without a case here fails the first test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from figures.intake.models import Photo
from figures.intake.services import _store
from figures.versions.states import FigureState
from orders.basket.services import add_line, open_basket
from orders.checkout.shipping import ShippingOption
from orders.payments.models import PaymentAttempt
from shop.platform.api.views import ApiView
from shop.platform.money import Money
from shop.platform.owners.models import Owner, Storefront
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.retention.models import ErasureReceipt
from tests.api.client import ROOT, Api, make_api, owner_of
from tests.orders.factories import (
    make_figure,
    make_order,
    make_storefront,
    make_variant,
    make_version,
)

pytestmark = pytest.mark.django_db

# The schema and its page are for everybody; the last one answers 404 to everybody.
OPEN = {"api-schema", "api-docs", "api-nowhere"}


@dataclass
class World:
    """One person's things, one of each kind."""

    owner: Owner
    ids: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """What the owner's call answers, and which scope it needs."""

    name: str
    method: str
    scope: str
    status: int
    parts: tuple[str, ...] = ()
    body: str = ""
    query: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


READ, WRITE, BASKET = "figures:read", "figures:write", "baskets:write"
LINE = ("basket_id", "line_id")
CASES = [
    Case("api-photos", "POST", WRITE, 422),
    Case("api-photo", "GET", READ, 200, ("photo_id",)),
    Case("api-photo", "DELETE", WRITE, 204, ("photo_id",)),
    Case("api-photo-face", "POST", WRITE, 200, ("photo_id",), "face"),
    Case("api-figures", "GET", READ, 200),
    Case("api-figures", "POST", WRITE, 202, body="figure"),
    Case("api-figure", "GET", READ, 200, ("figure_id",)),
    Case("api-figure", "PATCH", WRITE, 202, ("figure_id",), "edit"),
    Case("api-figure", "DELETE", WRITE, 204, ("figure_id",)),
    Case("api-figure-options", "GET", READ, 200),
    Case("api-figure-cancel", "POST", WRITE, 409, ("figure_id",)),
    Case("api-figure-retry", "POST", WRITE, 409, ("figure_id",)),
    Case("api-figure-consent", "DELETE", WRITE, 204, ("figure_id",)),
    Case("api-generators", "GET", READ, 200),
    Case("api-products", "GET", "", 200),
    Case("api-mockups", "GET", READ, 200, ("figure_id",)),
    Case("api-mockups", "POST", WRITE, 202, ("figure_id",)),
    Case("api-baskets", "GET", BASKET, 200),
    Case("api-baskets", "POST", BASKET, 201),
    Case("api-basket", "GET", BASKET, 200, ("basket_id",)),
    Case("api-lines", "POST", BASKET, 201, ("basket_id",), "line"),
    Case("api-shipping-options", "GET", BASKET, 200, ("basket_id",), query="?country=DE"),
    Case("api-line", "PATCH", BASKET, 200, LINE, "quantity"),
    Case("api-line", "DELETE", BASKET, 204, LINE),
    Case("api-proof", "GET", BASKET, 200, LINE),
    Case("api-proof", "POST", BASKET, 202, LINE),
    Case("api-proof-approve", "POST", BASKET, 409, LINE, "approval"),
    Case("api-orders", "GET", "orders:read", 200),
    Case("api-orders", "POST", "orders:write", 409, body="order"),
    Case("api-order", "GET", "orders:read", 200, ("number",)),
    Case("api-order-cancel", "POST", "orders:write", 200, ("number",)),
    Case("api-payments", "GET", "orders:read", 200, ("number",)),
    Case("api-payments", "POST", "orders:write", 201, ("number",), "payment"),
    Case("api-payment", "GET", "orders:read", 200, ("number", "payment_id")),
    Case("api-me", "GET", READ, 200),
]
every_case = pytest.mark.parametrize("case", CASES, ids=str)
with_ids = pytest.mark.parametrize("case", [case for case in CASES if case.parts], ids=str)


def walk(patterns: list[Any]) -> list[URLPattern]:
    found = []
    for item in patterns:
        if isinstance(item, URLResolver):
            found += walk(item.url_patterns)
        else:
            found.append(item)
    return found


def test_every_endpoint_has_its_case() -> None:
    served = set()
    for pattern in walk(get_resolver("shop.api_urls").url_patterns):
        if pattern.name in OPEN:
            continue
        view = pattern.callback.cls  # type: ignore[attr-defined]
        assert issubclass(view, ApiView)
        for method in view.http_method_names:
            if method != "head" and hasattr(view, method):
                served.add((pattern.name, method.upper()))
    assert served == {(case.name, case.method) for case in CASES}
    assert len(CASES) == len(served)


def make_world(owner: Owner) -> World:
    variant = make_variant(print_spec="art_print_a3")
    version = make_version(figure=make_figure(owner=owner, state=FigureState.READY))
    line = add_line(owner=owner, version=version, variant=variant)
    photo = _photo(owner)
    order = make_order(owner=owner)
    attempt = PaymentAttempt.objects.create(
        order=order,
        number=1,
        gateway="test",
        idempotency_key=f"pay:{order.pk}",
        state="failed",
        amount=order.total,
        currency="EUR",
        expires_at=timezone.now(),
    )
    receipt = ErasureReceipt.objects.create(
        subject="fig_gone", owner_id=owner.pk, kind="figure", actor="owner", blobs=1
    )
    ids = {
        "photo_id": photo.pk,
        "figure_id": version.figure_id,
        "version_id": version.pk,
        "basket_id": line.basket_id,
        "line_id": line.pk,
        "number": order.number,
        "payment_id": attempt.pk,
        "receipt_id": receipt.pk,
    }
    address = {"recipient": "A", "line1": "x", "city": "B", "postcode": "10115", "country": "DE"}
    bodies = {
        "face": {"index": 0},
        "figure": {"photo": _photo(owner, chosen=0).pk, "name": "Sample"},
        "edit": {"tagline": "Other words"},
        "line": {"version": version.pk, "sku": make_variant().sku},
        "quantity": {"quantity": 2},
        "approval": {"proof_sha256": "0" * 64},
        "order": {
            "basket": line.basket_id,
            "email": "a@b.example",
            "address": address,
            "shipping_method": "standard",
        },
        "payment": {},
    }
    return World(owner, ids, bodies)


def _photo(owner: Owner, chosen: int | None = None) -> Photo:
    import numpy as np

    faces = [[100.0, 100.0, 100.0, 120.0], [300.0, 100.0, 100.0, 120.0]]
    photo = Photo(
        owner=owner,
        declaration="me",
        width=512,
        height=400,
        faces=faces[: 1 if chosen == 0 else 2],
        chosen_face=chosen,
        delete_after=timezone.now() + timedelta(days=1),
    )
    photo.blob = _store(photo, np.full((400, 512, 3), 128, np.uint8))
    photo.save()
    return photo


@pytest.fixture
def world(owner: Owner) -> World:
    return make_world(owner)


@pytest.fixture(autouse=True)
def _a_quote(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the print house, which is tested elsewhere."""
    today = timezone.now().date()
    option = ShippingOption("standard", "Standard", Money(490, "EUR"), today, today)
    monkeypatch.setattr("orders.checkout.shipping.shipping_options", lambda **facts: [option])


def call(api: Api, case: Case, world: World, **others: str) -> Any:
    parts = {part: world.ids[part] for part in case.parts} | others
    path = reverse(case.name, kwargs=parts).removeprefix(ROOT) + case.query
    body = world.bodies[case.body] if case.body else None
    return api.call(case.method, path, body, **{"X-Request-Id": "req-of-a-test"})


@every_case
def test_the_owner_is_served(case: Case, api: Api, world: World) -> None:
    answer = call(api, case, world)
    assert answer.status_code == case.status, answer.content


@every_case
def test_nobody_is_told_anything(case: Case, world: World) -> None:
    answer = call(Api(), case, world)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "No valid key."


@every_case
def test_a_revoked_key_is_nobody(case: Case, api: Api, world: World) -> None:
    from shop.platform.apikeys.models import ApiKey
    from shop.platform.apikeys.services import revoke

    revoke(key=ApiKey.objects.get())
    assert call(api, case, world).status_code == 401


@every_case
def test_a_key_with_every_other_scope_is_refused(
    case: Case, storefront: Storefront, world: World
) -> None:
    from shop.platform.apikeys.models import Scope

    api = make_api(
        storefront=storefront, scopes=[scope for scope in Scope.values if scope != case.scope]
    )
    answer = call(api, case, world)
    if case.scope:
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    else:
        assert answer.status_code == case.status


@every_case
def test_the_one_scope_is_enough(case: Case, storefront: Storefront, world: World) -> None:
    api = make_api(storefront=storefront, scopes=[case.scope or "orders:read"])
    assert call(api, case, world).status_code == case.status


def _other_customer(storefront: Storefront) -> Api:
    return make_api(storefront=storefront, customer="cust-2")


def _other_storefront(storefront: Storefront) -> Api:
    return make_api(customer="cust-1")


strangers = pytest.mark.parametrize(
    "stranger", [_other_customer, _other_storefront], ids=["customer", "storefront"]
)
Stranger = Callable[[Storefront], Api]
# They have no ETag.
LISTS = {"api-payments", "api-shipping-options"}


@strangers
@with_ids
def test_a_stranger_sees_what_there_is_when_there_is_nothing(
    case: Case, stranger: Stranger, storefront: Storefront, world: World
) -> None:
    api = stranger(storefront)
    answer = call(api, case, world)
    nothing = call(api, case, world, **dict.fromkeys(case.parts, "nothing"))
    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content


@strangers
@with_ids
def test_a_stranger_changes_nothing(
    case: Case, stranger: Stranger, storefront: Storefront, world: World, api: Api
) -> None:
    looks = [c for c in CASES if c.method == "GET" and c.parts]
    before = [call(api, look, world)["ETag"] for look in looks if look.name not in LISTS]
    call(stranger(storefront), case, world)
    after = [call(api, look, world)["ETag"] for look in looks if look.name not in LISTS]
    assert after == before


@strangers
@pytest.mark.parametrize("case", [c for c in CASES if c.method == "GET" and not c.parts], ids=str)
def test_a_strangers_lists_hold_nothing_of_the_owner(
    case: Case, stranger: Stranger, storefront: Storefront, world: World, api: Api
) -> None:
    text = call(stranger(storefront), case, world).content.decode()
    for part, value in world.ids.items():
        assert value not in text, part
    assert world.owner.pk not in text
    mine = {"api-figures": "figure_id", "api-baskets": "basket_id", "api-orders": "number"}
    if case.name in mine:
        assert world.ids[mine[case.name]] in call(api, case, world).content.decode()


@strangers
@pytest.mark.parametrize("case", [c for c in CASES if c.body in {"figure", "order"}], ids=str)
def test_a_stranger_cannot_name_the_owners_things(
    case: Case, stranger: Stranger, storefront: Storefront, world: World
) -> None:
    answer = call(stranger(storefront), case, world)
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == ["not_found"]


@strangers
def test_a_stranger_cannot_buy_the_owners_figure(
    stranger: Stranger, storefront: Storefront, world: World
) -> None:
    api = stranger(storefront)
    basket = api.post("baskets").json()["id"]
    answer = api.post(f"baskets/{basket}/lines", world.bodies["line"])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "version")


def test_a_version_of_another_figure_is_no_base_or_mockup(api: Api, world: World) -> None:
    other = make_version(figure=make_figure(owner=owner_of(make_storefront())))
    path = f"figures/{world.ids['figure_id']}"
    assert api.patch(path, {"base": other.pk}).status_code == 422
    assert api.get(f"{path}/mockups?version={other.pk}").status_code == 404


def test_a_payment_is_found_under_its_own_order_only(api: Api, world: World) -> None:
    other = make_order(owner=world.owner)
    assert api.get(f"orders/{other.number}/payments/{world.ids['payment_id']}").status_code == 404


def test_a_line_is_found_under_its_own_basket_only(api: Api, world: World) -> None:
    other = open_basket(owner=owner_of(world.owner.storefront, "cust-3"))
    assert api.get(f"baskets/{other.pk}/lines/{world.ids['line_id']}/proof").status_code == 404


class TestVisitors:
    """Our own site's visitors use their cookie; they see what is theirs and need the token."""

    @pytest.fixture
    def guest(self) -> tuple[Owner, Client]:
        owner, token = new_guest()
        client = Client(enforce_csrf_checks=True)
        client.cookies[GUEST_COOKIE] = token
        return owner, client

    def test_they_read_what_is_theirs(self, guest: tuple[Owner, Client], world: World) -> None:
        owner, client = guest
        mine = make_figure(owner=owner)
        answer = client.get(f"{ROOT}figures")
        assert [item["id"] for item in answer.json()["items"]] == [mine.pk]
        assert client.get(f"{ROOT}figures/{world.ids['figure_id']}").status_code == 404

    def test_a_change_needs_the_csrf_token(self, guest: tuple[Owner, Client]) -> None:
        _, client = guest
        headers = {"Idempotency-Key": "key-1"}
        json = "application/json"
        refused = client.post(f"{ROOT}baskets", content_type=json, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        client.get("/create/")
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        headers["X-CSRFToken"] = token
        answer = client.post(f"{ROOT}baskets", content_type=json, headers=headers)
        assert answer.status_code == 201

    def test_a_cookie_does_not_help_a_wrong_key(self, guest: tuple[Owner, Client]) -> None:
        _, client = guest
        for value in ("Bearer sk_test_wrong", "Basic eDp5"):
            answer = client.get(f"{ROOT}figures", headers={"Authorization": value})
            assert answer.status_code == 401

    def test_a_servers_customer_cannot_be_reached_by_cookie(self, world: World) -> None:
        client = Client()
        client.cookies[GUEST_COOKIE] = world.owner.external_id or ""
        assert client.get(f"{ROOT}figures").status_code == 401
