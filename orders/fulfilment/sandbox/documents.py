"""Builds the order document of the published API from a request."""

from typing import Any

from orders.fulfilment.sandbox.catalogue import MAIN_CURRENCY, Catalogue
from orders.fulfilment.sandbox.quotes import by_lab, parcel_cost
from orders.fulfilment.sandbox.validation import as_object, method_of
from orders.fulfilment.sandbox.wire import Json, now_text

DETAILS = (
    "downloadAssets",
    "printReadyAssetsPrepared",
    "allocateProductionLocation",
    "inProduction",
    "shipping",
)


def new_order(body: Json, number: int, catalogue: Catalogue) -> Json:
    """Return the document of a fresh order; ids of its parts derive from its number."""
    moment = now_text()
    recipient = body["recipient"]
    return {
        "id": f"ord_{number}",
        "created": moment,
        "lastUpdated": moment,
        "callbackUrl": body.get("callbackUrl"),
        "merchantReference": body.get("merchantReference"),
        "shippingMethod": method_of(body["shippingMethod"]),
        "idempotencyKey": body.get("idempotencyKey"),
        "status": {
            "stage": "InProgress",
            "issues": [],
            "details": dict.fromkeys(DETAILS, "NotStarted"),
        },
        "charges": [],
        "shipments": [],
        "recipient": {
            "name": recipient["name"],
            "email": recipient.get("email"),
            "phoneNumber": recipient.get("phoneNumber"),
            "address": {
                "line1": recipient["address"]["line1"],
                "line2": recipient["address"].get("line2"),
                "postalOrZipCode": recipient["address"]["postalOrZipCode"],
                "countryCode": recipient["address"]["countryCode"],
                "townOrCity": recipient["address"]["townOrCity"],
                "stateOrCounty": recipient["address"].get("stateOrCounty"),
            },
        },
        "items": [
            _item(item, f"{number}{position:02d}", catalogue)
            for position, item in enumerate(body["items"], 1)
        ],
        "packingSlip": None,
        "metadata": as_object(body.get("metadata")),
    }


def _item(item: Json, digits: str, catalogue: Catalogue) -> Json:
    product = catalogue.product(item["sku"])
    return {
        "id": f"ori_{digits}",
        "status": "NotYetDownloaded",
        "merchantReference": item.get("merchantReference"),
        "sku": product.sku if product else item["sku"],
        "copies": item["copies"],
        "sizing": item["sizing"],
        "attributes": as_object(item.get("attributes")),
        "assets": [
            {
                "id": f"ast_{digits}{position}",
                "printArea": asset["printArea"],
                "md5Hash": asset.get("md5Hash"),
                "url": asset["url"],
                "status": "InProgress",
            }
            for position, asset in enumerate(item["assets"], 1)
        ],
        "recipientCost": item.get("recipientCost"),
    }


def new_shipments(document: Json, catalogue: Catalogue) -> list[Json]:
    """Return one shipment per lab, not sent yet."""
    items = document["items"]
    digits = document["id"].removeprefix("ord_")
    parcels = by_lab([item["sku"] for item in items], catalogue)
    return [
        {
            "id": f"shp_{digits}{number}",
            "status": "Processing",
            "carrier": {
                "name": catalogue.labs[lab].carrier,
                "service": document["shippingMethod"],
            },
            "tracking": None,
            "dispatchDate": None,
            "items": [{"itemId": items[position]["id"]} for position in positions],
            "fulfillmentLocation": {
                "countryCode": catalogue.labs[lab].country,
                "labCode": lab,
            },
        }
        for number, (lab, positions) in enumerate(parcels.items(), 1)
    ]


def new_charges(document: Json, catalogue: Catalogue) -> list[Json]:
    """Return the charges for goods and for each parcel, in the house's main currency."""
    digits = document["id"].removeprefix("ord_")
    country = document["recipient"]["address"]["countryCode"]
    tariff = catalogue.shipping[country][document["shippingMethod"]]
    copies = {item["id"]: item["copies"] for item in document["items"]}
    goods = [
        (catalogue.products[item["sku"]].unit_cost * item["copies"], item["id"], None)
        for item in document["items"]
    ]
    carriage = [
        (parcel_cost(tariff, sum(copies[i["itemId"]] for i in parcel["items"])), None, parcel["id"])
        for parcel in document["shipments"]
    ]
    return [
        _charge("Item", f"{digits}1", goods, catalogue),
        _charge("Shipping", f"{digits}2", carriage, catalogue),
    ]


def _charge(kind: str, digits: str, rows: list[tuple[int, Any, Any]], catalogue: Catalogue) -> Json:
    return {
        "id": f"chg_{digits}",
        "chargeType": kind,
        "prodigiInvoiceNumber": None,
        "totalCost": catalogue.cost(sum(cents for cents, *_ in rows), MAIN_CURRENCY),
        "items": [
            {
                "id": f"chi_{digits}{number}",
                "shipmentId": shipment,
                "itemId": item,
                "cost": catalogue.cost(cents, MAIN_CURRENCY),
            }
            for number, (cents, item, shipment) in enumerate(rows, 1)
        ],
    }
