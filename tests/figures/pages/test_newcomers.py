"""A new visitor starts with a fresh allowance, so that a network brings only so many a day."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from shop.platform.api import limits
from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest

pytestmark = pytest.mark.django_db

# Refused at once: what is counted is that somebody came, not what they brought.
NO_PICTURE = b"GIF89a no picture"
HERE, NEXT_DOOR = "198.51.100.7", "198.51.100.8"
# 15 seconds into a minute, an hour before the day ends.
LATE = 6_000 * limits.DAY - 3600


@pytest.fixture(autouse=True)
def counters(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.NEWCOMERS_PER_DAY = 2
    monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: float(LATE))
    caches["limits"].clear()
    yield
    caches["limits"].clear()


def upload(client: Client, address: str = HERE) -> Any:
    photo = SimpleUploadedFile("me.jpg", NO_PICTURE, "image/jpeg")
    return client.post("/create/", {"photo": photo, "declaration": "me"}, REMOTE_ADDR=address)


def test_the_third_of_two_is_told_what_to_do() -> None:
    assert [upload(Client()).status_code for _ in range(3)] == [422, 422, 429]
    answer = upload(Client())
    assert answer["Retry-After"] == "3600"
    assert "So many people came from your network today" in answer.content.decode()
    assert "use the browser you came with before" in answer.content.decode()
    assert upload(Client(), NEXT_DOOR).status_code == 422
    assert Owner.objects.count() == 0


def test_the_next_day_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [upload(Client()).status_code for _ in range(3)] == [422, 422, 429]
    monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: float(LATE + 3600))
    assert upload(Client()).status_code == 422


def test_somebody_known_is_not_counted() -> None:
    client = Client()
    client.cookies[GUEST_COOKIE] = new_guest()[1]
    assert [upload(client).status_code for _ in range(4)] == [422] * 4
    assert upload(Client()).status_code == 422


def test_no_address_is_kept(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def increment(key: str, window: int) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr("shop.platform.api.limits._increment", increment)
    for address in (HERE, HERE, NEXT_DOOR):
        limits.count_newcomer(rf.get("/", REMOTE_ADDR=address))
    monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: float(LATE + limits.DAY))
    limits.count_newcomer(rf.get("/", REMOTE_ADDR=HERE))
    assert HERE not in "".join(keys)
    hashes = [key.rpartition(":")[2] for key in keys]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unix socket", "unix socket"),
    ],
)
def test_a_network_is_an_ipv4_address_or_an_ipv6_64(
    rf: RequestFactory, address: str, network: str
) -> None:
    assert limits.network_of(rf.get("/", REMOTE_ADDR=address)) == network
