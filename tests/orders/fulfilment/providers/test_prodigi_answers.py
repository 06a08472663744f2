import json

import pytest

from orders.fulfilment.providers.base import (
    Method,
    ProviderError,
    QuoteItem,
    Stage,
)
from orders.fulfilment.providers.prodigi import ProdigiProvider, reading
from orders.fulfilment.providers.prodigi.client import camel_keys
from tests.support.print_house import KEY, Shop
from tests.support.prodigi import TimedSession, print_request, refusal


@pytest.mark.parametrize(
    ("status", "data", "expected"),
    [
        (200, b"<html>maintenance</html>", ("bad_answer", False, "HTTP 200")),
        (200, b"[]", ("bad_answer", False, "HTTP 200")),
        (200, b'{"foo": 1}', ("bad_answer", False, "HTTP 200")),
        (200, b'{"outcome": "Ok"}', ("bad_answer", False, "unreadable order: KeyError")),
        (
            200,
            b'{"outcome": "Ok", "order": []}',
            ("bad_answer", False, "unreadable order: KeyError"),
        ),
        (
            200,
            b'{"outcome": "Ok", "order": {"id": "../x"}}',
            ("bad_answer", False, "unreadable order: ValueError"),
        ),
        (301, b"", ("bad_answer", False, "HTTP 301")),
        (200, b'{"outcome": "TimedOut"}', ("server_error", False, "HTTP 200 TimedOut")),
        (200, b'{"outcome": "Forbidden"}', ("forbidden", True, "HTTP 200 Forbidden")),
        (403, b"", ("not_authenticated", True, "HTTP 403")),
        (502, b"<html>", ("server_error", False, "HTTP 502")),
    ],
)
def test_odd_answers(shop: Shop, status: int, data: bytes, expected: tuple[str, bool, str]) -> None:
    shop.files["/v4.0/orders/ord_7"] = (status, data)
    provider = ProdigiProvider(session=TimedSession(), base_url=f"{shop.url}/v4.0", api_key=KEY)
    with pytest.raises(ProviderError) as caught:
        provider.get_order("ord_7")
    assert refusal(caught.value) == expected


def _answering(shop: Shop, path: str, body: object) -> ProdigiProvider:
    shop.files[path] = (200, json.dumps(body).encode())
    return ProdigiProvider(session=TimedSession(), base_url=shop.url, api_key=KEY)


def _document(**changes: object) -> dict[str, object]:
    items = [{"id": "ori_1", "merchantReference": "line-1", "sku": "GLOBAL-FAP-A4", "copies": 2}]
    status = {"stage": "InProgress", "issues": [], "details": {}}
    return {"id": "ord_5", "merchantReference": "odd", "items": items, "status": status, **changes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"merchantReference": "another"}, "reference_mismatch"),
        ({"items": []}, "items_mismatch"),
        (
            {
                "items": [
                    {"merchantReference": "line-1", "sku": "GLOBAL-FAP-A4", "copies": 1},
                ]
            },
            "items_mismatch",
        ),
    ],
)
def test_an_order_that_is_not_the_one_sent(
    shop: Shop, changes: dict[str, object], code: str
) -> None:
    body = {"outcome": "AlreadyExists", "order": _document(**changes)}
    provider = _answering(shop, "/orders", body)
    with pytest.raises(ProviderError) as caught:
        provider.create_order(print_request(shop, "odd"))
    assert (caught.value.code, caught.value.permanent) == (code, True)
    assert caught.value.order_id == "ord_5"


def test_a_paused_order_is_answered_by_its_id_alone(shop: Shop) -> None:
    provider = _answering(shop, "/orders", {"outcome": "OnHold", "order": {"id": "ord_5"}})
    placed = provider.create_order(print_request(shop, "paused"))
    assert (placed.order.id, placed.order.reference) == ("ord_5", "paused")
    assert placed.order.stage is Stage.ON_HOLD


def test_strangers_in_the_list_are_ignored(shop: Shop) -> None:
    body = {"outcome": "Ok", "orders": [_document(merchantReference="another")]}
    assert _answering(shop, "/orders", body).find_by_reference("mine") is None


def test_a_cancel_of_some_items_is_not_done(shop: Shop) -> None:
    body = {"outcome": "Cancelled", "order": _document()}
    provider = _answering(shop, "/orders/ord_5/actions/cancel", body)
    assert provider.cancel_order("ord_5").done is False


def test_unknown_stages_move_nothing() -> None:
    for stage in ("Draft", "AwaitingPayment", "SomethingNew", None):
        status = {"stage": stage, "details": {"inProduction": "Complete"}}
        assert reading.order(_document(status=status)).stage is Stage.ON_HOLD


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("10.74", "GBP", 1074), ("-1.5", "eur", -150), ("7", "USD", 700), ("1200", "JPY", 1200)],
)
def test_costs_are_minor_units(amount: str, currency: str, minor: int) -> None:
    assert reading.cost({"amount": amount, "currency": currency}) == (minor, currency.upper())


@pytest.mark.parametrize("amount", ["1.005", "ten", "NaN", "Infinity", "", None])
def test_costs_that_are_none_are_refused(amount: object) -> None:
    with pytest.raises(ValueError, match="amount"):
        reading.cost({"amount": amount, "currency": "EUR"})


def test_a_quote_in_another_currency_is_refused(shop: Shop) -> None:
    pounds = {"amount": "1.00", "currency": "GBP"}
    row = {"shipmentMethod": "Budget", "costSummary": {"items": pounds, "shipping": pounds}}
    provider = _answering(shop, "/quotes", {"outcome": "Created", "quotes": [row]})
    with pytest.raises(ProviderError) as caught:
        provider.quote(country="DE", items=[QuoteItem("GLOBAL-FAP-A4", 1)], currency="EUR")
    assert (caught.value.code, caught.value.permanent) == ("currency_mismatch", True)


def test_days_are_the_shops_own_where_the_provider_names_none(shop: Shop) -> None:
    euros = {"amount": "1.00", "currency": "EUR"}
    rows = [
        {"ShipmentMethod": method, "CostSummary": {"Items": euros, "Shipping": euros}}
        for method in ("Overnight", "StandardPlus", "budget")
    ]
    shop.files["/quotes"] = (200, json.dumps({"Outcome": "Created", "Quotes": rows}).encode())
    provider = ProdigiProvider(
        session=TimedSession(),
        base_url=shop.url,
        api_key=KEY,
        transit_days={Method.BUDGET: (4, 9)},
    )
    quotes = provider.quote(country="DE", items=[QuoteItem("GLOBAL-FAP-A4", 1)], currency="EUR")
    assert [(quote.method, quote.min_days, quote.max_days) for quote in quotes] == [
        (Method.BUDGET, 4, 9),
        (Method.OVERNIGHT, None, None),
    ]


def test_keys_of_attributes_are_left_alone() -> None:
    body = {"Order": {"Attributes": {"Color": "black"}, "Metadata": {"Mine": {"Is": 1}}}}
    assert camel_keys(body) == {
        "order": {"attributes": {"Color": "black"}, "metadata": {"Mine": {"Is": 1}}}
    }
