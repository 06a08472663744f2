from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.fulfilment.providers.base import Shipment, ShipmentStatus, Stage
from orders.fulfilment.providers.progress import advance, merge_shipments

PROCESSING, SHIPPED = ShipmentStatus.PROCESSING, ShipmentStatus.SHIPPED
WAITING = Shipment(id="shp_1", status=PROCESSING, carrier="Sample Post", item_ids=("ori_1",))
SENT = Shipment(
    id="shp_1",
    status=SHIPPED,
    number="SBX1",
    tracking_url="https://example.test/SBX1",
    carrier="Sample Post",
    dispatched_at=datetime(2030, 1, 2, tzinfo=UTC),
    item_ids=("ori_1",),
)


@pytest.mark.parametrize(
    ("old", "new", "now"),
    [
        (Stage.ON_HOLD, Stage.ACCEPTED, Stage.ACCEPTED),
        (Stage.ACCEPTED, Stage.SHIPPED, Stage.SHIPPED),
        (Stage.SHIPPED, Stage.IN_PRODUCTION, Stage.SHIPPED),
        (Stage.SHIPPED, Stage.CANCELLED, Stage.SHIPPED),
        (Stage.CANCELLED, Stage.SHIPPED, Stage.CANCELLED),
        (Stage.PARTLY_SHIPPED, Stage.CANCELLED, Stage.CANCELLED),
        (Stage.IN_PRODUCTION, Stage.ACCEPTED, Stage.IN_PRODUCTION),
    ],
)
def test_a_stage_never_goes_back(old: Stage, new: Stage, now: Stage) -> None:
    assert advance(old, new) is now


def test_the_ends_are_ends() -> None:
    for end, new in product((Stage.SHIPPED, Stage.CANCELLED), Stage):
        assert advance(end, new) is end


def test_a_parcel_gets_its_number() -> None:
    assert merge_shipments([WAITING], [SENT]) == (SENT,)


def test_late_news_erase_nothing() -> None:
    assert merge_shipments([SENT], [WAITING]) == (SENT,)
    assert merge_shipments([SENT], []) == (SENT,)
    cancelled = Shipment(id="shp_1", status=ShipmentStatus.CANCELLED)
    assert merge_shipments([SENT], [cancelled]) == (SENT,)


def test_a_second_parcel_keeps_the_first() -> None:
    second = Shipment(id="shp_2", status=SHIPPED, number="SBX2")
    assert merge_shipments([SENT], [second]) == (SENT, second)


def test_a_new_number_is_a_new_row() -> None:
    again = Shipment(id="shp_1", status=SHIPPED, number="SBX9")
    assert merge_shipments([SENT], [again]) == (SENT, again)


def test_without_ids_the_number_tells() -> None:
    bare = Shipment(id="", status=SHIPPED, number="SBX1")
    assert merge_shipments([SENT], [bare]) == (SENT,)
    assert merge_shipments([bare], [SENT]) == (SENT,)


def test_a_cancelled_parcel_may_turn_out_to_be_sent() -> None:
    cancelled = Shipment(id="shp_1", status=ShipmentStatus.CANCELLED)
    assert merge_shipments([cancelled], [SENT]) == (SENT,)


SHIPMENTS = st.lists(
    st.builds(
        Shipment,
        id=st.sampled_from(["", "shp_1", "shp_2"]),
        status=st.sampled_from(ShipmentStatus),
        number=st.sampled_from(["", "N1", "N2", "N3"]),
        tracking_url=st.sampled_from(["", "https://a.test", "https://b.test"]),
        item_ids=st.lists(st.sampled_from(["i1", "i2"]), unique=True).map(tuple),
    ).filter(lambda row: bool(row.id or row.number)),
    max_size=4,
)
RANK = {PROCESSING: 0, ShipmentStatus.CANCELLED: 1, SHIPPED: 2}


@given(SHIPMENTS, SHIPMENTS)
def test_merging_loses_nothing(first: list[Shipment], second: list[Shipment]) -> None:
    known = merge_shipments([], first)
    merged = merge_shipments(known, second)
    numbers = [row.number for row in merged if row.number]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {row.number for row in [*first, *second] if row.number}
    assert len(merged) >= len(known)
    for old, now in zip(known, merged, strict=False):
        assert RANK[now.status] >= RANK[old.status]
        assert now.number == old.number or not old.number
        assert set(now.item_ids) >= set(old.item_ids)
    assert merge_shipments(merged, second) == merged
