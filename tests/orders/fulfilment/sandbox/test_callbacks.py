from datetime import datetime
from typing import Any

from tests.support.print_house import PrintHouse, Shop, order_body

STAGE = "com.prodigi.order.status.stage.changed"
SHIPMENT = "com.prodigi.order.shipments.shipment"


def _place(house: PrintHouse, shop: Shop, reference: str) -> str:
    body = order_body(shop, reference)
    body["callbackUrl"] = f"{shop.url}/callbacks/{reference}"
    order_id: str = house.place(body)["order"]["id"]
    return order_id


def _types(rows: list[dict[str, Any]]) -> list[str]:
    return [row["type"] for row in rows]


def test_callbacks_are_cloud_events(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, shop, "events")
    house.advance(order_id)
    (event,) = shop.received
    assert event["data"] == {"order": house.order(order_id)}
    assert event["id"].startswith("evt_")
    assert datetime.fromisoformat(event["time"]).tzinfo is not None
    fixed = {key: event[key] for key in event if key not in ("data", "id", "time")}
    assert fixed == {
        "specversion": "1.0",
        "type": f"{STAGE}#InProgress",
        "source": f"{house.url}/Orders/",
        "datacontenttype": "application/json",
        "subject": order_id,
    }
    house.advance(order_id, 6)
    assert _types(shop.received) == [
        f"{STAGE}#InProgress",
        f"{SHIPMENT}#Complete",
        f"{STAGE}#Complete",
    ]
    assert len({row["id"] for row in shop.received}) == 3


def test_an_event_tells_what_was_true_then(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, shop, "snapshot")
    house.advance(order_id, 7)
    stages = [row["data"]["order"]["status"]["stage"] for row in shop.received]
    assert stages == ["InProgress", "InProgress", "Complete"]


def test_a_cancelled_order_says_so(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, shop, "gone")
    house.call("POST", f"/v4.0/orders/{order_id}/actions/cancel")
    house.deliver()
    assert _types(shop.received) == [f"{STAGE}#Cancelled"]


def test_refused_callbacks_are_tried_again(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, shop, "retry")
    shop.refuse = 2
    house.advance(order_id)
    house.deliver()
    assert shop.received == []
    house.deliver()
    assert _types(shop.received) == [f"{STAGE}#InProgress"]
    house.deliver()
    assert len(shop.received) == 1


def test_callbacks_end_after_the_last_attempt(house: PrintHouse, shop: Shop) -> None:
    order_id = _place(house, shop, "deaf")
    shop.refuse = 6
    house.advance(order_id)
    for _ in range(5):
        assert shop.refuse > 0
        house.deliver()
    assert shop.refuse == 0
    house.deliver()
    assert shop.received == []


def test_callbacks_can_come_twice(house: PrintHouse, shop: Shop) -> None:
    house.faults(duplicate_callbacks=1)
    house.advance(_place(house, shop, "double"))
    first, second = shop.received
    assert first == second


def test_callbacks_can_come_late_and_in_the_wrong_order(house: PrintHouse, shop: Shop) -> None:
    house.faults(late_callbacks=True)
    order_id = _place(house, shop, "late")
    house.advance(order_id, 7)
    assert shop.received == []
    house.faults(late_callbacks=False)
    house.deliver()
    assert _types(shop.received) == [
        f"{STAGE}#Complete",
        f"{SHIPMENT}#Complete",
        f"{STAGE}#InProgress",
    ]


def test_callbacks_can_come_in_pascal_case(house: PrintHouse, shop: Shop) -> None:
    house.faults(pascal_case=True)
    body = order_body(shop, "pascal")
    body["callbackUrl"] = f"{shop.url}/callbacks/pascal"
    order_id = house.place(body)["Order"]["Id"]
    house.advance(order_id)
    (event,) = shop.received
    assert event["Subject"] == order_id
    assert event["Data"]["Order"]["Status"]["Stage"] == "InProgress"


def test_callbacks_go_to_allowed_origins_only(house: PrintHouse, shop: Shop) -> None:
    body = order_body(shop, "outside")
    body["callbackUrl"] = "http://192.0.2.1/callbacks"
    order_id = house.place(body)["order"]["id"]
    assert house.advance(order_id) == {order_id: "downloading"}
    assert shop.received == []
