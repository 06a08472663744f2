"""Quotes: cost of items and shipping per method, from the sample table."""

import hashlib
from typing import Any

from orders.fulfilment.sandbox.catalogue import MAIN_CURRENCY, Catalogue, Product, Tariff
from orders.fulfilment.sandbox.validation import method_of


def by_lab(skus: list[str], catalogue: Catalogue) -> dict[str, list[int]]:
    """Return the positions of the items that each lab makes: one parcel per lab."""
    parcels: dict[str, list[int]] = {}
    for position, sku in enumerate(skus):
        parcels.setdefault(_product(sku, catalogue).lab, []).append(position)
    return parcels


def parcel_cost(tariff: Tariff, copies: int) -> int:
    """Return the EUR cents for one parcel with so many pieces."""
    return tariff.first + tariff.further * (copies - 1)


def quotes(body: dict[str, Any], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return one quote per shipping method that serves the destination, or the one asked for."""
    tariffs = catalogue.shipping[body["destinationCountryCode"]]
    wanted = method_of(body.get("shippingMethod"))
    return [
        _quote(body, method, tariff, catalogue)
        for method, tariff in tariffs.items()
        if wanted in (None, method)
    ]


def _quote(
    body: dict[str, Any], method: str, tariff: Tariff, catalogue: Catalogue
) -> dict[str, Any]:
    currency = body.get("currencyCode") or MAIN_CURRENCY
    items = [_item(number, item, currency, catalogue) for number, item in enumerate(body["items"])]
    parcels = by_lab([item["sku"] for item in items], catalogue)
    shipments = [
        _shipment(catalogue, lab, [items[p] for p in positions], method, tariff, currency)
        for lab, positions in parcels.items()
    ]
    goods = sum(i["copies"] * _product(i["sku"], catalogue).unit_cost for i in items)
    carriage = sum(
        parcel_cost(tariff, sum(items[p]["copies"] for p in positions))
        for positions in parcels.values()
    )
    return {
        "shipmentMethod": method,
        "costSummary": {
            "items": catalogue.cost(goods, currency),
            "shipping": catalogue.cost(carriage, currency),
        },
        "shipments": shipments,
        "items": items,
        # Not in the published reference, which gives no dates at all: sample figures.
        "sandboxTransit": {
            "minBusinessDays": tariff.min_days,
            "maxBusinessDays": tariff.max_days,
        },
    }


def _item(number: int, item: dict[str, Any], currency: str, catalogue: Catalogue) -> dict[str, Any]:
    product = _product(item["sku"], catalogue)
    digest = hashlib.sha256(f"{number}:{product.sku}".encode()).hexdigest()[:32]
    return {
        "id": f"qit_{digest}",
        "sku": product.sku,
        "copies": item["copies"],
        "unitCost": catalogue.cost(product.unit_cost, currency),
        "attributes": item.get("attributes") or {},
        "assets": [{"printArea": asset["printArea"]} for asset in item["assets"]],
    }


def _shipment(
    catalogue: Catalogue,
    lab: str,
    items: list[dict[str, Any]],
    method: str,
    tariff: Tariff,
    currency: str,
) -> dict[str, Any]:
    maker = catalogue.labs[lab]
    cents = parcel_cost(tariff, sum(item["copies"] for item in items))
    return {
        "carrier": {"name": maker.carrier, "service": method},
        "fulfillmentLocation": {"countryCode": maker.country, "labCode": lab},
        "cost": catalogue.cost(cents, currency),
        "items": [item["id"] for item in items],
    }


def _product(sku: str, catalogue: Catalogue) -> Product:
    product = catalogue.product(sku)
    if product is None:
        raise LookupError(sku)
    return product
