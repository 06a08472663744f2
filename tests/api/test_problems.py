import json
from typing import Any

import pytest
from django.conf import settings

from figures.versions.models import Figure
from shop.platform.api import problems
from shop.platform.api.problems import FieldError, Problem
from tests.api.client import Api, make_api

pytestmark = pytest.mark.django_db


def expected(code: str, status: int, title: str, detail: str = "", **more: Any) -> dict[str, Any]:
    return {
        "type": f"{settings.SITE_URL}/api/v1/docs/#{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
        "errors": [],
        "request_id": "req-of-a-test",
        **more,
    }


def asked(api: Api, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return api.call(method, path, body, **{"X-Request-Id": "req-of-a-test"}, **headers)


def test_no_key() -> None:
    answer = asked(Api(), "get", "figures")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="shelfie"'
    assert answer.json() == expected("unauthenticated", 401, "No valid key.")


def test_a_key_that_is_none_is_told_the_same(api: Api) -> None:
    for secret in ("sk_test_" + "0" * 32, "nonsense", "sk_live_x"):
        answer = asked(Api(secret=secret), "get", "figures")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.json()["detail"] == "No valid key."


def test_nothing_there(api: Api) -> None:
    answer = asked(api, "get", "figures/fig_nothing")
    assert answer.status_code == 404
    assert answer.json() == expected("not_found", 404, "There is nothing here.")


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_an_address_that_does_not_exist(method: str) -> None:
    answer = asked(Api(), method, "nowhere/at/all")
    assert answer.status_code == 404
    assert answer.json() == expected("not_found", 404, "There is nothing here.")


def test_a_method_that_is_not_done_here(api: Api) -> None:
    answer = asked(api, "delete", "figures")
    assert answer.status_code == 405
    assert answer.json() == expected("method_not_allowed", 405, "This resource does not do that.")
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_missing_scope() -> None:
    answer = asked(make_api(scopes=["orders:read"]), "get", "figures")
    assert answer.status_code == 403
    assert answer.json() == expected(
        "scope_missing", 403, "The key lacks a scope.", "This needs the scope figures:read."
    )


def test_no_customer(api: Api) -> None:
    answer = asked(Api(secret=api.secret, customer=""), "get", "figures")
    assert answer.status_code == 400
    assert answer.json() == expected(
        "customer_required",
        400,
        "No customer is named.",
        "Name your customer in the header Shelfie-Customer: your own id of them.",
    )


def test_a_customer_that_cannot_be(api: Api) -> None:
    answer = asked(Api(secret=api.secret, customer="two words"), "get", "figures")
    assert (answer.status_code, answer.json()["code"]) == (400, "customer_invalid")


def test_fields_that_are_wrong(api: Api) -> None:
    body = {
        "basket": "bsk_1",
        "email": "nobody",
        "address": {"recipient": "", "line1": "x", "postcode": "1", "country": "DE"},
        "shipping_method": "standard",
        "amount": 1,
    }
    answer = asked(api, "post", "orders", body)
    assert answer.status_code == 422
    assert answer.json() == expected(
        "invalid",
        422,
        "Some fields are not right.",
        errors=[
            {"field": "email", "code": "invalid", "message": "Enter a valid email address."},
            {
                "field": "address.recipient",
                "code": "blank",
                "message": "This field may not be blank.",
            },
            {"field": "address.city", "code": "required", "message": "This field is required."},
        ],
    )


def test_an_amount_is_not_a_field(api: Api) -> None:
    address = {"recipient": "A", "line1": "x", "city": "B", "postcode": "10115", "country": "DE"}
    body = {"basket": "bsk_1", "email": "a@b.example", "address": address, "total": 1}
    answer = asked(api, "post", "orders", body | {"shipping_method": "standard"})
    assert answer.json()["errors"] == [
        {"field": "total", "code": "unknown", "message": "There is no such field."}
    ]


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"quantity": NaN}', b"\xff"])
def test_a_body_that_cannot_be_read(api: Api, body: Any) -> None:
    answer = asked(api, "post", "baskets/bsk_1/lines", body)
    assert answer.status_code == 400
    assert answer.json() == expected("malformed", 400, "The request cannot be read.")


@pytest.mark.parametrize("body", ["[]", '"text"', "1", "null"])
def test_a_body_of_the_wrong_kind(api: Api, body: str) -> None:
    answer = asked(api, "post", "orders", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_body_that_is_too_large(api: Api) -> None:
    answer = asked(api, "post", "orders", json.dumps({"basket": "x" * 1_100_000}))
    assert answer.status_code == 413
    assert answer.json() == expected("too_large", 413, "The request is too large.")


def test_a_body_of_another_media_type(api: Api) -> None:
    answer = api.client.post(
        "/api/v1/orders", "a=1", content_type="text/csv", headers=api.headers("post")
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_whatever_the_caller_accepts_the_answer_is_json(api: Api) -> None:
    answer = asked(api, "get", "products", Accept="text/html")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_a_surprise_tells_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(**facts: Any) -> None:
        raise RuntimeError("postgres://user:secret@host")

    monkeypatch.setattr("figures.versions.selectors.get_figure", burst)
    answer = asked(api, "get", "figures/fig_1")
    assert answer.status_code == 500
    assert answer.json() == expected(
        "internal_error",
        500,
        "Something went wrong on our side.",
        "Try again. If it stays so, tell us the request_id.",
    )


def test_an_undeclared_code_is_a_conflict() -> None:
    problem = Problem("something_new", "As it is.")
    assert (problem.kind.status, problem.detail) == (409, "As it is.")


def test_field_errors_are_flattened() -> None:
    found = list(problems.field_errors({"a": [{"b": ["no"]}, {}], "non_field_errors": ["all"]}))
    assert found == [FieldError("a.0.b", "invalid", "no"), FieldError("", "invalid", "all")]


def test_no_figure_was_made_by_all_this() -> None:
    assert not Figure.objects.exists()
