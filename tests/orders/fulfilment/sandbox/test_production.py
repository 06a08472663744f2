from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.print_house import PrintHouse, Shop, make_pdf, md5, order_body


def _serve(shop: Shop, request: dict[str, Any], data: bytes) -> None:
    asset = request["items"][0]["assets"][0]
    asset["url"] = shop.offer(f"{request['merchantReference']}.pdf", data)
    asset["md5Hash"] = md5(data)


def _place(house: PrintHouse, request: dict[str, Any]) -> str:
    order_id: str = house.place(request)["order"]["id"]
    return order_id


def _issues(house: PrintHouse, order_id: str) -> list[tuple[str, str]]:
    rows = house.order(order_id)["status"]["issues"]
    return [(row["errorCode"], row["description"].rpartition(": ")[2]) for row in rows]


def test_an_order_is_walked_to_its_parcel(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, order_body(shop, "walk"))
    steps = [house.advance(order_id)[order_id] for _ in range(7)]
    assert steps == [
        "downloading",
        "downloaded",
        "allocated",
        "prepared",
        "in_production",
        "shipped",
        "complete",
    ]
    assert house.advance(order_id) == {}
    order = house.order(order_id)
    assert order["status"] == {
        "stage": "Complete",
        "issues": [],
        "details": {
            "downloadAssets": "Complete",
            "printReadyAssetsPrepared": "Complete",
            "allocateProductionLocation": "Complete",
            "inProduction": "Complete",
            "shipping": "Complete",
        },
    }
    digits = order_id.removeprefix("ord_")
    (parcel,) = order["shipments"]
    assert parcel.pop("dispatchDate")[-1] == "Z"
    assert parcel == {
        "id": f"shp_{digits}1",
        "status": "Shipped",
        "carrier": {"name": "Sample Parcel", "service": "Standard"},
        "tracking": {
            "number": f"SBX{digits}1",
            "url": f"{house.root}/tracking/SBX{digits}1",
        },
        "items": [{"itemId": order["items"][0]["id"]}],
        "fulfillmentLocation": {"countryCode": "GB", "labCode": "sbx-art"},
    }
    assert [(row["chargeType"], row["totalCost"]["amount"]) for row in order["charges"]] == [
        ("Item", "6.00"),
        ("Shipping", "5.90"),
    ]
    page = house.call("GET", f"/tracking/SBX{digits}1")
    assert "Nothing was printed" in page.text


def test_two_labs_send_two_parcels_one_after_the_other(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "two-labs")
    sticker = make_pdf(76.2, 101.6)
    url = shop.offer("two-labs-sticker.pdf", sticker)
    request["items"].append(
        {
            **request["items"][0],
            "merchantReference": "line-2",
            "sku": "M-STI-3X4",
            "assets": [{"printArea": "default", "url": url, "md5Hash": md5(sticker)}],
        }
    )
    order_id = _place(house, request)
    house.advance(order_id, 6)
    order = house.order(order_id)
    assert [row["status"] for row in order["shipments"]] == ["Shipped", "Processing"]
    assert order["status"]["stage"] == "InProgress"
    house.advance(order_id, 2)
    order = house.order(order_id)
    assert [row["status"] for row in order["shipments"]] == ["Shipped", "Shipped"]
    assert len({row["tracking"]["number"] for row in order["shipments"]}) == 2
    assert order["status"]["stage"] == "Complete"


@pytest.mark.parametrize(
    ("sku", "width", "height"),
    [
        ("GLOBAL-FAP-A4", 297, 210),
        ("GLOBAL-FAP-A4", 210.9, 296.1),
        ("GLOBAL-FAP-A3", 297, 420),
        ("GLOBAL-FAP-A2", 420, 594),
        ("GLOBAL-FAP-24X36", 609.6, 914.4),
        ("SBX-STI-DIE-3X4", 60, 97.5),
        ("SBX-STI-SHEET-A5", 210, 148),
        ("SBX-CARTON", 480, 390),
        ("SBX-CARD-6X9", 152.4, 228.6),
    ],
)
def test_these_sizes_print(
    house: PrintHouse, shop: Shop, sku: str, width: float, height: float
) -> None:
    request = order_body(shop, f"fits-{sku}-{width}", sku=sku)
    _serve(shop, request, make_pdf(width, height, pages=2 if "CARD" in sku else 1))
    order_id = _place(house, request)
    assert house.advance(order_id, 4) == {order_id: "prepared"}
    assert _issues(house, order_id) == []


@pytest.mark.parametrize(
    ("sku", "data", "told"),
    [
        (
            "GLOBAL-FAP-A4",
            make_pdf(211.2, 297),
            "its trim size is 211.2 x 297 mm, GLOBAL-FAP-A4 takes 210 x 297 mm",
        ),
        (
            "GLOBAL-FAP-A3",
            make_pdf(210, 297),
            "its trim size is 210 x 297 mm, GLOBAL-FAP-A3 takes 297 x 420 mm",
        ),
        (
            "SBX-STI-DIE-3X4",
            make_pdf(80, 101.6),
            "its trim size is 80 x 101.6 mm, SBX-STI-DIE-3X4 takes at most 76.2 x 101.6 mm",
        ),
        ("GLOBAL-FAP-A4", make_pdf(210, 297, pages=2), "it has 2 pages instead of 1"),
        ("SBX-CARD-6X9", make_pdf(152.4, 228.6), "it has 1 page instead of 2"),
        ("GLOBAL-FAP-A4", b"no PDF at all", "it is not a readable PDF"),
    ],
)
def test_what_cannot_be_printed_becomes_an_issue(
    house: PrintHouse, shop: Shop, sku: str, data: bytes, told: str
) -> None:
    request = order_body(shop, f"bad-{md5(data)[:8]}", sku=sku)
    _serve(shop, request, data)
    order_id = _place(house, request)
    assert house.advance(order_id, 5) == {order_id: "stuck"}
    assert _issues(house, order_id) == [("order.items.assets.NotPrintReady", told)]
    order = house.order(order_id)
    assert order["status"]["stage"] == "InProgress"
    assert order["status"]["details"]["printReadyAssetsPrepared"] == "Error"
    assert order["status"]["details"]["inProduction"] == "NotStarted"
    assert order["items"][0]["status"] == "Invalid"


def test_another_md5_is_an_issue_at_once(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "md5")
    request["items"][0]["assets"][0]["md5Hash"] = md5(b"another file")
    order_id = _place(house, request)
    assert house.advance(order_id, 2) == {order_id: "stuck"}
    assert _issues(house, order_id) == [
        ("order.items.assets.FailedToDownloaded", "its md5 is not the md5Hash of the order")
    ]
    assert house.order(order_id)["status"]["details"]["downloadAssets"] == "Error"


def test_a_failed_download_is_tried_again(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "later")
    path = "/files/later.pdf"
    good = shop.files.pop(path)
    order_id = _place(house, request)
    assert house.advance(order_id, 3) == {order_id: "downloading"}
    assert _issues(house, order_id) == [("order.items.assets.NotDownloaded", "HTTP 404")]
    shop.files[path] = good
    assert house.advance(order_id) == {order_id: "downloaded"}
    assert _issues(house, order_id) == []


def test_downloads_end_after_the_last_attempt(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "never")
    del shop.files["/files/never.pdf"]
    order_id = _place(house, request)
    assert house.advance(order_id, 4) == {order_id: "stuck"}
    assert _issues(house, order_id) == [("order.items.assets.FailedToDownloaded", "HTTP 404")]


def test_it_fetches_from_allowed_origins_only(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "elsewhere")
    request["items"][0]["assets"][0]["url"] = "http://192.0.2.1/file.pdf"
    order_id = _place(house, request)
    assert house.advance(order_id, 2) == {order_id: "stuck"}
    assert _issues(house, order_id) == [
        ("order.items.assets.FailedToDownloaded", "the origin is not allowed")
    ]


def test_it_follows_no_redirect(house: PrintHouse, shop: Shop) -> None:
    request = order_body(shop, "moved")
    aim = request["items"][0]["assets"][0]["url"]
    request["items"][0]["assets"][0]["url"] = shop.offer("from", aim.encode(), 302)
    order_id = _place(house, request)
    house.advance(order_id, 2)
    assert _issues(house, order_id) == [("order.items.assets.NotDownloaded", "HTTP 302")]


def test_a_cancel_during_a_download_holds(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, order_body(shop, "meanwhile"))
    house.advance(order_id)
    shop.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        step = pool.submit(house.advance, order_id)
        assert shop.knocked.wait(120)
        answer = house.call("POST", f"/v4.0/orders/{order_id}/actions/cancel").json()
        shop.gate.set()
        step.result(20)
    assert answer["outcome"] == "Cancelled"
    assert house.order(order_id) == answer["order"]
    assert house.advance(order_id) == {}


def test_a_parcel_leaves_once_however_many_push(house: PrintHouse, shop: Shop) -> None:
    body = order_body(shop, "pushed")
    body["callbackUrl"] = f"{shop.url}/callbacks"
    order_id = _place(house, body)
    house.advance(order_id, 5)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: house.advance(order_id), range(8)))
    house.advance(order_id)
    lines = [row["step"] for row in house.log()["lines"] if row["order"] == order_id]
    assert lines[-2:] == ["shipped", "complete"]
    assert len(lines) == 8
    assert len(shop.received) == len({row["id"] for row in shop.received}) == 3


def test_nothing_of_a_file_is_kept(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, order_body(shop, "tidy"))
    house.advance(order_id, 7)
    assert list((house.data / "incoming").iterdir()) == []


@pytest.mark.parametrize("steps", [0, 1, 4])
def test_it_cancels_before_production(house: PrintHouse, shop: Shop, steps: int) -> None:
    order_id = _place(house, order_body(shop, f"cancel-{steps}"))
    if steps:
        house.advance(order_id, steps)
    actions = house.call("GET", f"/v4.0/orders/{order_id}/actions").json()
    assert actions["cancel"] == {"isAvailable": "Yes"}
    answer = house.call("POST", f"/v4.0/orders/{order_id}/actions/cancel")
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "Cancelled"
    assert answer.json()["order"]["status"]["stage"] == "Cancelled"
    assert house.advance(order_id) == {}
    again = house.call("POST", f"/v4.0/orders/{order_id}/actions/cancel").json()
    assert again["outcome"] == "ActionNotAvailable"


@pytest.mark.parametrize(("steps", "outcome"), [(5, "FailedToCancel"), (7, "ActionNotAvailable")])
def test_it_does_not_cancel_what_is_printed(
    house: PrintHouse, shop: Shop, steps: int, outcome: str
) -> None:
    order_id = _place(house, order_body(shop, f"too-late-{steps}"))
    house.advance(order_id, steps)
    before = house.order(order_id)
    answer = house.call("POST", f"/v4.0/orders/{order_id}/actions/cancel")
    assert (answer.status_code, answer.json()["outcome"]) == (200, outcome)
    assert house.order(order_id) == before


def test_faults_are_checked(house: PrintHouse) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: house.call("POST", "/_sandbox/faults", {"no_such": 1}),
        lambda: house.call("POST", "/_sandbox/faults", {"status_500": True}),
        lambda: house.call("POST", "/_sandbox/advance", {"steps": 0}),
    ]
    assert [call().status_code for call in calls] == [400, 400, 400]
    assert house.call("GET", "/_sandbox/faults").json()["status_500"] == 0
