"""Status moves forward only: answers and callbacks arrive late, twice and in any order."""

from collections.abc import Iterable
from dataclasses import replace

from orders.fulfilment.providers.base import Shipment, ShipmentStatus, Stage

_STAGE_RANK = {
    Stage.ON_HOLD: 0,
    Stage.ACCEPTED: 1,
    Stage.IN_PRODUCTION: 2,
    Stage.PARTLY_SHIPPED: 3,
    Stage.SHIPPED: 4,
    Stage.CANCELLED: 4,
}
# A parcel on its way stays so, whatever is said of the order afterwards.
_SHIPMENT_RANK = {
    ShipmentStatus.PROCESSING: 0,
    ShipmentStatus.CANCELLED: 1,
    ShipmentStatus.SHIPPED: 2,
}


def advance(old: Stage, new: Stage) -> Stage:
    """Return the stage after hearing of `new`: never an earlier one; shipped and cancelled end."""
    return new if _STAGE_RANK[new] > _STAGE_RANK[old] else old


def merge_shipments(old: Iterable[Shipment], new: Iterable[Shipment]) -> tuple[Shipment, ...]:
    """Return the known parcels brought up to date by what was heard.

    A row is the same parcel when its tracking number is the same; before it has a number, when
    its id is. Rows and numbers are never erased: a parcel whose number changes becomes two rows.
    Fields that come empty leave what is known.
    """
    rows = list(old)
    for heard in new:
        place = _place(rows, heard)
        if place is None:
            rows.append(heard)
        else:
            rows[place] = _merge(rows[place], heard)
    return tuple(rows)


def _place(rows: list[Shipment], heard: Shipment) -> int | None:
    for place, row in enumerate(rows):
        if heard.number and row.number == heard.number:
            return place
    for place, row in enumerate(rows):
        if heard.id and row.id == heard.id and not (heard.number and row.number):
            return place
    return None


def _merge(row: Shipment, heard: Shipment) -> Shipment:
    forward = _SHIPMENT_RANK[heard.status] > _SHIPMENT_RANK[row.status]
    return replace(
        row,
        id=row.id or heard.id,
        status=heard.status if forward else row.status,
        number=row.number or heard.number,
        tracking_url=heard.tracking_url or row.tracking_url,
        carrier=heard.carrier or row.carrier,
        service=heard.service or row.service,
        dispatched_at=row.dispatched_at or heard.dispatched_at,
        item_ids=tuple(dict.fromkeys((*row.item_ids, *heard.item_ids))),
        country=heard.country or row.country,
    )
