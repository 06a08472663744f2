import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.support.print_house import ROOT, PrintHouse, Shop, order_body, wait_until


def _events(house: PrintHouse) -> list[tuple[str, str]]:
    text = (house.data / "orders.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    return [(row["event"], row["step"]) for row in rows]


WALK = [
    ("accepted", "accepted"),
    ("step", "downloading"),
    ("step", "downloaded"),
    ("step", "allocated"),
    ("step", "prepared"),
    ("step", "in_production"),
    ("step", "shipped"),
    ("step", "complete"),
]


@pytest.mark.parametrize("steps", [1, 3, 6])
def test_it_goes_on_where_it_was_killed(own_house: PrintHouse, shop: Shop, steps: int) -> None:
    body = order_body(shop, "killed")
    first = house_id = own_house.place(body)["order"]["id"]
    own_house.advance(house_id, steps)
    before = own_house.order(house_id)
    own_house.kill()
    own_house.start()
    assert own_house.order(house_id) == before
    again = own_house.place(body)
    assert (again["outcome"], again["order"]["id"]) == ("AlreadyExists", first)
    own_house.advance(house_id, 7 - steps)
    assert own_house.log()["accepted"] == {"killed": 1}
    assert [row for row in _events(own_house) if row[0] != "replayed"] == WALK


def test_a_lost_reply_then_a_kill_leaves_one_order(own_house: PrintHouse, shop: Shop) -> None:
    body = order_body(shop, "lost")
    own_house.faults(drop_reply_after_accept=1)
    with pytest.raises(requests.ConnectionError):
        own_house.place(body)
    own_house.kill()
    own_house.start()
    assert own_house.place(body)["outcome"] == "AlreadyExists"
    assert own_house.log()["accepted"] == {"lost": 1}


def test_callbacks_survive_a_kill(own_house: PrintHouse, shop: Shop) -> None:
    body = order_body(shop, "silent")
    body["callbackUrl"] = f"{shop.url}/callbacks"
    order_id = own_house.place(body)["order"]["id"]
    shop.refuse = 1
    own_house.advance(order_id)
    own_house.kill()
    own_house.start()
    own_house.advance(order_id)
    assert [row["subject"] for row in shop.received] == [order_id]


def test_the_text_journal_is_repaired(own_house: PrintHouse, shop: Shop) -> None:
    own_house.advance(own_house.place(order_body(shop, "torn"))["order"]["id"], 7)
    own_house.kill()
    text = own_house.data / "orders.jsonl"
    whole = text.read_bytes()
    for torn in (whole[:-20], b"", whole[:1], whole + b'{"seq": 9, "eve'):
        text.write_bytes(torn)
        own_house.start()
        own_house.kill()
        assert text.read_bytes() == whole
    text.unlink()
    own_house.start()
    assert text.read_bytes() == whole
    assert _events(own_house) == WALK


def test_the_journal_names_nobody(own_house: PrintHouse, shop: Shop) -> None:
    own_house.advance(own_house.place(order_body(shop, "quiet"))["order"]["id"], 7)
    text = (own_house.data / "orders.jsonl").read_text(encoding="utf-8")
    assert "quiet" in text
    assert "Sample" not in text
    assert "http" not in text


def test_two_cannot_share_a_folder(own_house: PrintHouse) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orders.fulfilment.sandbox", "--data", str(own_house.data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Another print house works in {own_house.data}.\n"


@pytest.mark.parametrize(
    "option",
    [
        ("--allow-origin", "https://example.com"),
        ("--allow-origin", "http://127.0.0.1:1/path"),
        ("--allow-origin", "file:///etc"),
        ("--pace", "-1"),
        ("--pace", "soon"),
    ],
)
def test_odd_options_stop_the_start(tmp_path: Path, option: tuple[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orders.fulfilment.sandbox", "--data", str(tmp_path), *option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert option[0] in done.stderr


def test_at_its_own_pace_it_ships_by_itself(tmp_path: Path, shop: Shop) -> None:
    house = PrintHouse(tmp_path / "house", shop.url, pace="0.05")
    body = order_body(shop, "alone")
    body["callbackUrl"] = f"{shop.url}/callbacks"
    order_id = house.place(body)["order"]["id"]
    wait_until(lambda: len(shop.received) == 3)
    assert house.order(order_id)["status"]["stage"] == "Complete"
    assert _events(house) == WALK
    assert house.stop() == 0
