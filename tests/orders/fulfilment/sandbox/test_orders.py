import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.support.print_house import ROOT, PrintHouse, Shop, order_body


def test_it_needs_no_django() -> None:
    code = "import sys, orders.fulfilment.sandbox.__main__; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_it_needs_the_key(house: PrintHouse, shop: Shop) -> None:
    before = house.log()
    for path in ("/v4.0/orders", "/_sandbox/advance"):
        answer = house.call("POST", path, order_body(shop, "no-key"), headers={"X-API-Key": "x"})
        assert answer.status_code == 401
        assert answer.json()["outcome"] == "NotAuthenticated"
    assert house.log() == before


def test_it_accepts_an_order(house: PrintHouse, shop: Shop) -> None:
    answer = house.call("POST", "/v4.0/Orders", order_body(shop, "plain"))
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"outcome", "order", "traceParent"}
    assert body["outcome"] == "Created"
    assert body["order"]["status"] == {
        "stage": "InProgress",
        "issues": [],
        "details": {
            "downloadAssets": "NotStarted",
            "printReadyAssetsPrepared": "NotStarted",
            "allocateProductionLocation": "NotStarted",
            "inProduction": "NotStarted",
            "shipping": "NotStarted",
        },
    }
    assert body["order"]["merchantReference"] == "plain"
    assert body["order"]["shipments"] == []
    assert house.order(body["order"]["id"]) == body["order"]


def test_a_replay_answers_with_the_first_order(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "replay")
    first = house.place(request)
    request["items"][0]["copies"] = 5
    again = house.call("POST", "/v4.0/orders", request)
    assert again.status_code == 200
    assert again.json()["outcome"] == "AlreadyExists"
    assert again.json()["order"] == first["order"]
    assert house.log()["accepted"]["replay"] == 1
    assert house.log()["replayed"]["replay"] == 1


def test_twenty_at_once_make_one_order(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "crowd")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: house.place(request), range(20)))
    assert sorted(answer["outcome"] for answer in answers) == ["AlreadyExists"] * 19 + ["Created"]
    assert len({answer["order"]["id"] for answer in answers}) == 1
    assert house.log()["accepted"]["crowd"] == 1


def test_without_a_key_nothing_is_a_replay(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "reprint")
    del request["idempotencyKey"]
    assert [house.place(request)["outcome"] for _ in range(2)] == ["Created", "Created"]
    assert house.log()["accepted"]["reprint"] == 2


def test_it_names_what_is_missing(house: PrintHouse) -> None:
    answer = house.call("POST", "/v4.0/orders", {"shippingMethod": "Budget"})
    assert answer.status_code == 400
    assert answer.json()["outcome"] == "ValidationFailed"
    required = [{"code": "Required", "providedValue": None}]
    assert answer.json()["failures"] == {
        "recipient.name": required,
        "recipient.address.line1": required,
        "recipient.address.postalOrZipCode": required,
        "recipient.address.countryCode": required,
        "recipient.address.townOrCity": required,
        "items": [{"code": "MustNotBeEmptyArray", "providedValue": None}],
    }


def test_it_knows_its_skus(house: PrintHouse, shop: Shop) -> None:
    answer = house.call("POST", "/v4.0/orders", order_body(shop, "odd", sku="GLOBAL-NONE"))
    assert answer.status_code == 400
    assert answer.json()["failures"] == {
        "items[0].sku": [{"code": "SkuNotFound", "providedValue": "GLOBAL-NONE"}]
    }
    assert "odd" not in house.log()["accepted"]


def test_a_frame_needs_its_colour(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "frame", sku="GLOBAL-CFP-A4")
    assert house.place(request)["failures"] == {
        "items[0].attributes.color": [{"code": "InvalidAttributeValue", "providedValue": None}]
    }
    request["items"][0]["attributes"] = {"color": "Black"}
    assert house.place(request)["outcome"] == "Created"


def test_unsold_destinations_are_refused(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "far")
    request["recipient"]["address"]["countryCode"] = "BR"
    assert house.place(request)["failures"] == {
        "recipient.address.countryCode": [
            {"code": "DestinationNotSupported", "providedValue": "BR"}
        ]
    }


def test_wrong_requests_get_their_outcomes(house: PrintHouse) -> None:
    seen = [
        house.call("POST", "/v4.0/orders", data="{", headers={"Content-Type": "application/json"}),
        house.call("POST", "/v4.0/orders", data="x=1", headers={"Content-Type": "text/plain"}),
        house.call("GET", "/v4.0/parcels"),
        house.call("PUT", "/v4.0/orders"),
        house.call("GET", "/v4.0/orders/ord_1"),
        house.call("GET", "/v4.0/orders/1%20or%201"),
        house.call("GET", "/elsewhere"),
    ]
    assert [(answer.status_code, answer.json()["outcome"]) for answer in seen] == [
        (400, "ValidationFailed"),
        (415, "InvalidContentType"),
        (404, "EndpointDoesNotExist"),
        (405, "MethodNotAllowed"),
        (404, "EntityNotFound"),
        (404, "EntityNotFound"),
        (404, "EndpointDoesNotExist"),
    ]


def test_orders_are_listed_by_reference(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "list")
    del request["idempotencyKey"]
    ids = [house.place(request)["order"]["id"] for _ in range(3)]
    query = "/v4.0/orders?merchantReferences=list"
    assert [row["id"] for row in house.call("GET", query).json()["orders"]] == ids[::-1]
    page = house.call("GET", f"{query}&top=2").json()
    assert [row["id"] for row in page["orders"]] == [ids[2], ids[1]]
    assert page["hasMore"] is True
    following = house.call("GET", page["nextUrl"].removeprefix(house.root)).json()
    assert [row["id"] for row in following["orders"]] == [ids[0]]
    assert following["hasMore"] is False
    assert house.call("GET", f"{query}&top=0").status_code == 400
    assert house.call("GET", "/v4.0/orders?merchantReferences=none").json()["orders"] == []


def test_quotes_come_from_the_table(house: PrintHouse) -> None:
    items = [
        {"sku": "GLOBAL-FAP-A3", "copies": 2, "assets": [{"printArea": "default"}]},
        {"sku": "M-STI-3X4", "copies": 10, "assets": [{"printArea": "default"}]},
    ]
    request = {"destinationCountryCode": "DE", "items": items}
    answer = house.call("POST", "/v4.0/quotes", request).json()
    assert answer["outcome"] == "Created"
    # Goods 2 x 9.00 + 10 x 0.90; parcels (5.90 + 0.90) + (5.90 + 9 x 0.90).
    standard = answer["quotes"][1]
    assert standard["shipmentMethod"] == "Standard"
    assert standard["costSummary"] == {
        "items": {"amount": "27.00", "currency": "EUR"},
        "shipping": {"amount": "20.80", "currency": "EUR"},
    }
    assert [row["cost"]["amount"] for row in standard["shipments"]] == ["6.80", "14.00"]
    assert standard["sandboxTransit"] == {"minBusinessDays": 3, "maxBusinessDays": 5}
    pounds = house.call("POST", "/v4.0/quotes", {**request, "currencyCode": "GBP"}).json()
    assert pounds["quotes"][1]["costSummary"]["items"] == {"amount": "22.95", "currency": "GBP"}


def test_every_destination_is_quoted(house: PrintHouse) -> None:
    items = [{"sku": "GLOBAL-FAP-A4", "copies": 1, "assets": [{"printArea": "default"}]}]
    methods = {
        country: len(
            house.call(
                "POST", "/v4.0/quotes", {"destinationCountryCode": country, "items": items}
            ).json()["quotes"]
        )
        for country in ("DE", "FR", "GB", "US", "NL", "AT")
    }
    assert methods == {"DE": 4, "FR": 4, "GB": 4, "US": 3, "NL": 4, "AT": 4}


def test_a_quote_takes_no_sizing(house: PrintHouse) -> None:
    item = {
        "sku": "GLOBAL-FAP-A4",
        "copies": 1,
        "sizing": "fillPrintArea",
        "assets": [{"printArea": "default"}],
    }
    request = {"destinationCountryCode": "DE", "items": [item]}
    answer = house.call("POST", "/v4.0/quotes", request)
    assert answer.status_code == 400
    assert answer.json()["failures"] == {
        "items[0].sizing": [{"code": "NotAllowed", "providedValue": "fillPrintArea"}]
    }
