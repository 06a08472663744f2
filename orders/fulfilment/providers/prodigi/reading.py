"""Reads Prodigi's documents (with camelCase keys) into the provider-neutral types."""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from orders.fulfilment.providers.base import (
    Charge,
    Issue,
    Method,
    ProviderError,
    ProviderItem,
    ProviderOrder,
    Quote,
    Shipment,
    ShipmentStatus,
    Stage,
)
from orders.fulfilment.providers.prodigi.client import Json, fold

_ZERO_DECIMAL = frozenset({"JPY", "KRW", "CLP", "VND", "ISK"})
_LINK = re.compile(r"\S+://\S+")
_DONE = ("complete", "completed")
# An asset is tried ten times before Prodigi gives up; until then there is nothing to do.
_WARNINGS = frozenset(
    {
        "order.items.assets.notdownloaded",
        "items.assets.notdownloaded",
        "destinationcountrycode.ussalestaxwarning",
    }
)


def order(document: Json) -> ProviderOrder:
    """Read an order.

    Raises:
        ProviderError: `bad_answer` when it has no id or makes no sense.

    """
    try:
        return _order(document)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ProviderError(
            "bad_answer", f"unreadable order: {type(error).__name__}", permanent=False
        ) from error


def _order(document: Json) -> ProviderOrder:
    status = document.get("status") or {}
    details = {str(key).strip(): str(value) for key, value in _map(status, "details").items()}
    shipments = tuple(_shipment(row) for row in _rows(document, "shipments"))
    return ProviderOrder(
        id=_id(document),
        reference=document.get("merchantReference") or "",
        stage=_stage(fold(status.get("stage")), details, shipments),
        details=details,
        items=tuple(_item(row) for row in _rows(document, "items")),
        shipments=shipments,
        issues=tuple(_issue(row) for row in _rows(status, "issues")),
        charges=tuple(_charge(row) for row in _rows(document, "charges")),
    )


def _stage(stage: str, details: dict[str, str], shipments: tuple[Shipment, ...]) -> Stage:
    if stage == "cancelled":
        return Stage.CANCELLED
    if stage in _DONE:
        return Stage.SHIPPED
    if stage != "inprogress":
        # `OnHold`, `Draft`, `AwaitingPayment`, or nothing yet: it is there and does not move.
        return Stage.ON_HOLD
    if any(row.status is ShipmentStatus.SHIPPED for row in shipments):
        return Stage.PARTLY_SHIPPED
    started = fold(details.get("inProduction")) in ("inprogress", *_DONE)
    return Stage.IN_PRODUCTION if started else Stage.ACCEPTED


def _item(row: Json) -> ProviderItem:
    return ProviderItem(
        id=str(row.get("id") or ""),
        reference=row.get("merchantReference") or "",
        sku=str(row["sku"]),
        copies=int(row["copies"]),
    )


def _shipment(row: Json) -> Shipment:
    carrier, tracking = _map(row, "carrier"), _map(row, "tracking")
    return Shipment(
        id=str(row.get("id") or ""),
        status=_shipment_status(fold(row.get("status"))),
        number=str(tracking.get("number") or ""),
        tracking_url=_web_link(tracking.get("url")),
        carrier=str(carrier.get("name") or ""),
        service=str(carrier.get("service") or ""),
        dispatched_at=moment(row.get("dispatchDate")),
        item_ids=tuple(str(i.get("itemId") or i.get("id")) for i in _rows(row, "items")),
        country=str(_map(row, "fulfillmentLocation").get("countryCode") or ""),
    )


def _shipment_status(status: str) -> ShipmentStatus:
    if status in ("shipped", *_DONE):
        return ShipmentStatus.SHIPPED
    return ShipmentStatus.CANCELLED if status == "cancelled" else ShipmentStatus.PROCESSING


def _web_link(url: object) -> str:
    # It is shown to the customer as a link.
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""


def _issue(row: Json) -> Issue:
    code = str(row.get("errorCode") or "")
    return Issue(
        object_id=str(row.get("objectId") or ""),
        code=code,
        # Prodigi repeats the signed link of the print file here.
        description=_LINK.sub("[link]", str(row.get("description") or "")),
        blocking=fold(code) not in _WARNINGS,
    )


def _charge(row: Json) -> Charge:
    amount, currency = cost(row["totalCost"])
    return Charge(
        id=str(row.get("id") or ""),
        kind=str(row.get("chargeType") or "Other"),
        amount=amount,
        currency=currency,
    )


def quote(row: Json) -> Quote:
    """Read a quote.

    Raises:
        ProviderError: `bad_answer` when it makes no sense.

    """
    try:
        items, currency = cost(row["costSummary"]["items"])
        shipping, other = cost(row["costSummary"]["shipping"])
        method = Method(fold(row.get("shipmentMethod") or row.get("shippingMethod")))
        if currency != other:
            raise ValueError(other)
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderError(
            "bad_answer", f"unreadable quote: {type(error).__name__}", permanent=False
        ) from error
    transit = _map(row, "sandboxTransit")
    return Quote(
        method=method,
        items_cost=items,
        shipping_cost=shipping,
        currency=currency,
        min_days=transit.get("minBusinessDays"),
        max_days=transit.get("maxBusinessDays"),
        parcels=len(_rows(row, "shipments")),
    )


def cost(row: Json) -> tuple[int, str]:
    """Read a Cost such as `{"amount": "10.74", "currency": "GBP"}` as (1074, "GBP").

    Raises:
        ValueError: not a decimal, or finer than the currency's minor unit.

    """
    currency = str(row["currency"]).upper()
    try:
        minor = Decimal(str(row["amount"])) * (1 if currency in _ZERO_DECIMAL else 100)
    except InvalidOperation as error:
        raise ValueError("amount is no number") from error
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise ValueError("amount is not in whole minor units")
    return int(minor), currency


def moment(text: object) -> datetime | None:
    """Read a time such as `2021-03-11T14:31:23.4931606Z`; one without a zone is UTC."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _id(document: Json) -> str:
    found = document["id"]
    if not isinstance(found, str) or not re.fullmatch(r"[\w-]{1,64}", found):
        raise ValueError("id")
    return found


def _rows(holder: Json, name: str) -> list[Json]:
    rows = holder.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _map(holder: Json, name: str) -> dict[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}
