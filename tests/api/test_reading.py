"""Lists, ETags, limits."""

import base64
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from figures.versions.states import FigureState
from shop.platform.api import etags
from shop.platform.api.etags import SignedUrl
from shop.platform.api.limits import address_of
from shop.platform.owners.models import Owner
from tests.api.client import Api, make_api
from tests.orders.factories import make_figure, make_order, make_variant, make_version

pytestmark = pytest.mark.django_db


class TestPages:
    def test_it_walks_through_all_newest_first(self, api: Api, owner: Owner) -> None:
        now = timezone.now()
        made = [
            make_figure(owner=owner, created_at=now - timedelta(minutes=minute // 2)).pk
            for minute in range(7)
        ]
        seen: list[str] = []
        cursor = ""
        for _ in range(3):
            answer = api.get(f"figures?limit=3{cursor}").json()
            seen += [item["id"] for item in answer["items"]]
            cursor = f"&cursor={answer['next_cursor']}"
        assert answer["next_cursor"] is None
        assert sorted(seen) == sorted(made)
        assert len(seen) == 7

    def test_a_row_that_comes_meanwhile_moves_nothing(self, api: Api, owner: Owner) -> None:
        old, new = make_order(owner=owner), make_order(owner=owner)
        first = api.get("orders?limit=1").json()
        assert [item["number"] for item in first["items"]] == [new.number]
        make_order(owner=owner)
        second = api.get(f"orders?limit=1&cursor={first['next_cursor']}").json()
        assert [item["number"] for item in second["items"]] == [old.number]

    def test_twenty_unless_told_otherwise(self, api: Api, owner: Owner) -> None:
        for _ in range(21):
            make_figure(owner=owner)
        answer = api.get("figures").json()
        assert len(answer["items"]) == 20
        assert answer["next_cursor"]

    @pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1e1", "²", "9999"])
    def test_limits_that_are_refused(self, api: Api, limit: str) -> None:
        answer = api.get(f"figures?limit={limit}")
        assert answer.status_code == 400
        assert answer.json()["code"] == "invalid_parameter"
        assert answer.json()["errors"] == [
            {"field": "limit", "code": "invalid", "message": "A whole number from 1 to 100."}
        ]

    @pytest.mark.parametrize(
        "plain", ["x", "[]", '["2026-01-01", "fig_1"]', '["2026-01-01T00:00:00Z", 1]', "[" * 20_000]
    )
    def test_cursors_that_are_refused(self, api: Api, plain: str) -> None:
        cursor = base64.urlsafe_b64encode(plain.encode()).decode()
        assert api.get(f"figures?cursor={cursor}").status_code == 400

    def test_the_most_at_once(self, api: Api) -> None:
        assert api.get("figures?limit=100").json() == {"items": [], "next_cursor": None}


class TestETags:
    def test_304_until_something_changes(self, api: Api, owner: Owner) -> None:
        figure = make_figure(owner=owner, state=FigureState.QUEUED, ready_at=None)
        first = api.get(f"figures/{figure.pk}")
        again = api.get(f"figures/{figure.pk}", **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        make_version(figure=figure)
        changed = api.get(f"figures/{figure.pk}", **{"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]

    def test_a_list_of_etags_and_the_star(self, api: Api) -> None:
        make_variant()
        etag = api.get("products")["ETag"]
        strong = etag.removeprefix("W/")
        for header in (f'"other", {etag}', strong, "*"):
            assert api.get("products", **{"If-None-Match": header}).status_code == 304
        assert api.get("products", **{"If-None-Match": '"other"'}).status_code == 200

    def test_a_link_signed_anew_is_no_change(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shop.platform.api.etags.time.time", lambda: 0.0)
        first = etags.etag_of({"a": [SignedUrl("https://x/1", "blob")]})
        assert etags.etag_of({"a": [SignedUrl("https://x/2", "blob")]}) == first
        assert etags.etag_of({"a": [SignedUrl("https://x/2", "other")]}) != first
        assert etags.etag_of({"a": ["https://x/1"]}) != first

    def test_but_links_never_grow_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = set()
        for now in (0.0, 1799.0, 1800.0):
            monkeypatch.setattr("shop.platform.api.etags.time.time", lambda now=now: now)
            found.add(etags.etag_of([SignedUrl("https://x", "blob")]))
        assert len(found) == 2

    def test_answers_are_private(self, api: Api) -> None:
        answer = api.get("me")
        assert answer["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Shelfie-Customer", "Cookie"} <= set(answer["Vary"].split(", "))


class TestLimits:
    def test_a_key_is_stopped_and_told_when_to_come_again(
        self, api: Api, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: 6_000_015.0)
        settings.API_LIMIT_PER_KEY = 2
        first = api.get("products")
        assert [first[name] for name in ("RateLimit-Limit", "RateLimit-Remaining")] == ["2", "1"]
        other_customer = Api(secret=api.secret, customer="cust-2")
        assert other_customer.get("products")["RateLimit-Remaining"] == "0"
        stopped = api.get("products")
        assert stopped.status_code == 429
        assert (stopped["Retry-After"], stopped["RateLimit-Reset"]) == ("45", "45")
        assert stopped["RateLimit-Remaining"] == "0"
        assert stopped.json()["code"] == "rate_limited"
        assert make_api().get("products").status_code == 200
        monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: 6_000_060.0)
        assert api.get("products").status_code == 200

    def test_an_address_is_stopped_before_its_keys_are_looked_at(
        self, api: Api, settings: Settings
    ) -> None:
        settings.API_LIMIT_PER_ADDRESS = 1
        wrong = Api(secret="sk_test_" + "0" * 32)
        assert [wrong.get("products").status_code for _ in range(2)] == [401, 429]
        assert api.get("products").status_code == 429

    def test_a_counter_out_of_order_lets_pass(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("shop.platform.api.limits.caches", {"limits": None})
        assert api.get("products").status_code == 200

    def test_the_address_is_what_our_own_proxy_saw(
        self, rf: RequestFactory, settings: Settings
    ) -> None:
        request = rf.get("/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
        found = {}
        for hops in (0, 1, 2, 3):
            settings.PROXY_HOPS = hops
            found[hops] = address_of(request)
        assert found == {0: "127.0.0.1", 1: "2.2.2.2", 2: "1.1.1.1", 3: "127.0.0.1"}
