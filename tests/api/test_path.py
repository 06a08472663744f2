"""The whole path over REST alone: from a photo to a tracked parcel, with the real parts.

Only what has no endpoint is done otherwise: the moderator's approval, the press on the pay page's
button, the work of the workers and of the print house.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from figures.moderation import services as moderation
from figures.moderation.models import Review
from orders.fulfilment.providers.registry import get_provider
from shop.catalogue import services as catalogue
from shop.platform import ids
from shop.platform.durable.services import run_due
from tests.api import schema
from tests.api.client import make_api
from tests.orders.factories import make_storefront
from tests.support.print_house import PrintHouse

PORTRAIT = Path(__file__).parents[1] / "data" / "portraits" / "astronaut.jpg"
RETURN_URL = "https://store.example/thanks"
ADDRESS = {
    "recipient": "Sample Person",
    "line1": "Sample Street 1",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}


class Server:
    """A storefront's server, over real HTTP; every answer is held against the OpenAPI document."""

    def __init__(self, url: str) -> None:
        self.root = f"{url}/api/v1/"
        self.session = requests.Session()
        secret = make_api(storefront=make_storefront(return_urls=[RETURN_URL])).secret
        self.session.headers.update(
            {"Authorization": f"Bearer {secret}", "Shelfie-Customer": "cust-42"}
        )

    def call(self, method: str, path: str, status: int, **options: Any) -> Any:
        headers = options.pop("headers", {})
        if method == "POST":
            headers["Idempotency-Key"] = ids.random_token()
        answer = self.session.request(
            method, self.root + path, headers=headers, timeout=120, **options
        )
        assert answer.status_code == status, answer.text
        schema.check(method, path, answer)
        return answer

    def get(self, path: str) -> Any:
        return self.call("GET", path, 200).json()

    def post(self, path: str, status: int, **options: Any) -> Any:
        return self.call("POST", path, status, **options).json()


@pytest.fixture
def server(live_server: LiveServer, settings: Settings) -> Iterator[Server]:
    settings.WAKEUP_LOSS = 1.0
    settings.SITE_URL = live_server.url
    catalogue.load()
    server = Server(live_server.url)
    yield server
    server.session.close()


@pytest.fixture
def print_house(
    live_server: LiveServer, settings: Settings, tmp_path: Path
) -> Iterator[PrintHouse]:
    house = PrintHouse(tmp_path / "house", live_server.url)
    settings.PRODIGI_API_URL = house.url
    settings.PRODIGI_API_KEY = "sandbox-key"
    get_provider.cache_clear()
    yield house
    get_provider.cache_clear()
    house.stop()


def approve(version_id: str) -> None:
    user = User.objects.create_superuser("moderator")
    review = moderation.claim(review=Review.objects.get(version=version_id), user=user)
    moderation.approve(review=review, user=user, lock_version=review.lock_version)


def test_from_a_photo_to_a_tracked_parcel(server: Server, print_house: PrintHouse) -> None:
    figure = _figure(server)
    version = figure["versions"][0]
    approve(version["id"])
    assert server.get(f"figures/{figure['id']}")["versions"][0]["sellable"]
    basket = _basket(server, version["id"])
    number = _order(server, basket)
    _pay(server, number)
    _printed_and_shipped(server, number, print_house)
    _erased(server, figure, number)


def _figure(server: Server) -> Any:
    with PORTRAIT.open("rb") as photo:
        asked = server.post(
            "figures",
            202,
            files={"photo": photo},
            data={
                "declaration": "permission",
                "name": "Sample Person",
                "tagline": "Ready for anything",
                "accessories": '[{"kind": "rocket", "label": "Rocket"}]',
            },
        )
    assert (asked["state"], asked["rendering"], asked["versions"]) == ("queued", True, [])
    path = f"figures/{asked['id']}"
    etag = server.call("GET", path, 200).headers["ETag"]
    server.call("GET", path, 304, headers={"If-None-Match": etag})
    run_due()
    figure = server.get(path)
    assert (figure["state"], figure["progress"], figure["failure"]) == ("ready", 1.0, None)
    assert figure["quota"]["used"] == 1
    assert figure["energy"]["watt_hours"] > 0
    assert {one["name"] for one in figure["attributes"]} >= {"hair_colour", "glasses"}
    version = figure["versions"][0]
    assert (version["name"], version["accessories"]) == (
        "Sample Person",
        [{"kind": "rocket", "label": "Rocket"}],
    )
    assert version["review"]["state"] == "queued"
    assert not version["sellable"]
    for kind, start in (("cutout", b"\x89PNG"), ("box", b"\x89PNG"), ("preview", b"RIFF")):
        # A bearer link: it works without any header of ours.
        file = requests.get(version["pictures"][kind], timeout=60)
        assert (file.status_code, file.content[:4]) == (200, start)
    assert server.get("figures")["items"][0]["latest_version"] == version["id"]
    return figure


def _basket(server: Server, version: str) -> str:
    skus = {v["sku"] for item in server.get("products")["items"] for v in item["variants"]}
    assert "PRINT-A4" in skus
    basket: str = server.post("baskets", 201)["id"]
    lines = f"baskets/{basket}/lines"
    line = server.post(lines, 201, json={"version": version, "sku": "PRINT-A4"})
    server.call("PATCH", f"{lines}/{line['id']}", 200, json={"quantity": 2})
    options = f"baskets/{basket}/shipping-options?country="
    server.call("GET", f"{options}US", 422)
    proof = f"{lines}/{line['id']}/proof"
    assert server.get(proof)["state"] == "making"
    server.post(f"{proof}/approve", 409, json={"proof_sha256": "0" * 64})
    run_due()
    shown = server.get(proof)
    assert shown["state"] == "ready"
    assert requests.get(shown["picture"], timeout=60).content[:4] == b"\x89PNG"
    blocked = server.get(f"baskets/{basket}")["blockers"]
    assert [one["code"] for one in blocked] == ["proof_missing"]
    approved = server.post(f"{proof}/approve", 200, json={"proof_sha256": shown["proof_sha256"]})
    assert approved["state"] == "approved"
    assert server.get(f"baskets/{basket}")["blockers"] == []
    found = server.get(f"{options}DE")
    assert found["tax_rate"] == "0.19"
    assert "standard" in {option["method"] for option in found["items"]}
    return basket


def _order(server: Server, basket: str) -> str:
    body = {
        "basket": basket,
        "email": "sample.person@mail.example",
        "address": ADDRESS,
        "shipping_method": "standard",
    }
    order = server.post("orders", 201, json=body)
    assert server.post("orders", 201, json=body)["number"] == order["number"]
    assert (order["state"], order["items_total"]) == (
        "placed",
        {"amount": 2 * 1490, "currency": "EUR"},
    )
    assert order["total"]["amount"] == 2 * 1490 + order["shipping"]["cost"]["amount"]
    assert server.get(f"baskets/{basket}")["state"] == "ordered"
    number: str = order["number"]
    return number


def _pay(server: Server, number: str) -> None:
    payments = f"orders/{number}/payments"
    server.post(payments, 422, json={"return_url": "https://elsewhere.example/"})
    payment = server.post(payments, 201, json={"return_url": RETURN_URL})
    assert (payment["status"], payment["flow"]) == ("open", "redirect")
    assert server.post(payments, 201, json={})["payment"] == payment["payment"]
    with requests.Session() as page:
        back = _press_pay(page, payment["redirect_url"])
    assert back.status_code == 302
    paid = server.get(f"{payments}/{payment['payment']}")
    assert (paid["status"], paid["flow"], paid["redirect_url"]) == ("captured", "none", None)
    assert len(server.get(payments)["items"]) == 1
    server.post(f"orders/{number}/cancel", 409)
    server.post(payments, 409, json={})


def _press_pay(page: requests.Session, url: str) -> requests.Response:
    text = page.get(url, timeout=60).text
    token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return page.post(
        url,
        data={"choice": "pay", "csrfmiddlewaretoken": token},
        allow_redirects=False,
        timeout=60,
    )


def _printed_and_shipped(server: Server, number: str, house: PrintHouse) -> None:
    run_due()
    for _ in range(12):
        if server.get(f"orders/{number}")["state"] == "shipped":
            break
        house.advance()
        house.deliver()
        run_due()
    order = server.get(f"orders/{number}")
    assert order["state"] == "shipped"
    kinds = [event["kind"] for event in order["timeline"]]
    steps = ["placed", "paid", "print_files_ready", "in_production", "shipped"]
    assert [kind for kind in kinds if kind in steps] == steps
    file = order["lines"][0]["print_file"]
    assert file["passed"]
    assert all(check["passed"] for check in file["checks"])
    assert requests.get(file["url"], timeout=60).content[:5] == b"%PDF-"
    assert order["shipments"][0]["tracking_number"]
    assert server.get("orders")["items"][0]["number"] == number


def _erased(server: Server, figure: Any, number: str) -> None:
    server.call("DELETE", f"photos/{figure['photo']['id']}", 204)
    server.call("GET", f"photos/{figure['photo']['id']}", 404)
    server.call("DELETE", f"figures/{figure['id']}", 204)
    server.call("GET", f"figures/{figure['id']}", 404)
    for link in figure["versions"][0]["pictures"].values():
        assert requests.get(link, timeout=60).status_code == 404
    me = server.get("me")
    assert me["held"] == {"photos": 0, "figures": 0, "orders": 1}
    assert {(one["kind"], one["subject"]) for one in me["receipts"]} == {
        ("photo", figure["photo"]["id"]),
        ("figure", figure["id"]),
    }
    assert {"photo", "figure", "order"} <= {one["key"] for one in me["data"]}
    file = server.get(f"orders/{number}")["lines"][0]["print_file"]
    assert (file["passed"], file["url"]) == (True, None)


def test_several_faces_are_told_and_one_is_chosen(server: Server) -> None:
    photo = PORTRAIT.parent / "two_people.jpg"
    with photo.open("rb") as file:
        told = server.post(
            "figures",
            422,
            files={"photo": file},
            data={"declaration": "permission", "name": "Sample"},
        )
    assert told["code"] == "several_faces"
    assert [face["index"] for face in told["faces"]] == [0, 1]
    asked = {"photo": told["photo"], "name": "Sample"}
    assert server.post("figures", 422, json=asked)["code"] == "several_faces"
    assert server.post("figures", 422, json={**asked, "face": 2})["code"] == "invalid"
    chosen = server.post(f"photos/{told['photo']}/face", 200, json={"index": 1})
    assert (chosen["chosen_face"], len(chosen["faces"])) == (0, 1)
    figure = server.post("figures", 202, json=asked)
    # Deleting the photo before it was used gives the generation back.
    server.call("DELETE", f"photos/{told['photo']}", 204)
    failed = server.get(f"figures/{figure['id']}")
    assert (failed["failure"]["code"], failed["quota"]["used"]) == ("photo_gone", 0)
    assert server.post(f"figures/{figure['id']}/retry", 409)["code"] == "cannot_retry"


def test_a_photo_that_is_none_leaves_nothing(server: Server) -> None:
    told = server.post("photos", 422, files={"photo": b"hello"}, data={"declaration": "me"})
    assert told["code"] == "not_a_photo"
    assert server.get("me")["held"]["photos"] == 0


def test_a_photo_that_is_too_large_is_told_so(server: Server, settings: Settings) -> None:
    settings.PHOTO_MAX_BYTES = 1000
    for path in ("photos", "figures"):
        told = server.post(
            path, 413, files={"photo": b"x" * 1001}, data={"declaration": "me", "name": "A"}
        )
        assert told["code"] == "too_large"
