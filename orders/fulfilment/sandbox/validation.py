"""Checks of incoming requests, answered field by field as `{path: [{code, providedValue}]}`.

`Required`, `MustNotBeEmptyArray` and `SkuNotFound` are codes that the live API has been seen to
give; it publishes no list, so the others are named in the same manner.
"""

from collections.abc import Iterator
from typing import Any

from orders.fulfilment.sandbox.catalogue import Catalogue

METHODS = ("Budget", "Standard", "Express", "Overnight")
_SIZINGS = ("fillPrintArea", "fitPrintArea", "stretchToPrintArea")
_ADDRESS = ("line1", "postalOrZipCode", "countryCode", "townOrCity")


class Failures(dict[str, list[dict[str, Any]]]):
    """Failures by the path of the field."""

    def add(self, path: str, code: str, value: object = None) -> None:
        """Note one failure."""
        self.setdefault(path, []).append({"code": code, "providedValue": value})

    def require(self, holder: dict[str, Any], name: str, path: str) -> None:
        """Note a missing or blank text."""
        value = holder.get(name)
        if value is None:
            self.add(path, "Required")
        elif not isinstance(value, str) or not value.strip():
            self.add(path, "MustNotBeEmptyOrWhitespace", value)


def as_object(value: object) -> dict[str, Any]:
    """Return a JSON object, or an empty one where something else was sent."""
    return value if isinstance(value, dict) else {}


def method_of(value: object) -> str | None:
    """Return the shipping method in its published spelling."""
    text = value.lower() if isinstance(value, str) else ""
    return next((method for method in METHODS if method.lower() == text), None)


def check_order(body: dict[str, Any], catalogue: Catalogue) -> Failures:
    """Check a request to create an order."""
    found = Failures()
    method = method_of(body.get("shippingMethod"))
    if method is None:
        found.add("shippingMethod", "MustBeAValidShippingMethod", body.get("shippingMethod"))
    recipient = as_object(body.get("recipient"))
    found.require(recipient, "name", "recipient.name")
    address = as_object(recipient.get("address"))
    for name in _ADDRESS:
        found.require(address, name, f"recipient.address.{name}")
    country = "recipient.address.countryCode"
    if country not in found:
        _check_destination(found, country, address["countryCode"], method, catalogue)
    for path, item in _items(found, body):
        _check_item(found, path, item, catalogue)
        if item.get("sizing") not in _SIZINGS:
            found.add(f"{path}.sizing", "MustBeAValidSizing", item.get("sizing"))
        for number, asset in enumerate(_list(item, "assets")):
            found.require(as_object(asset), "url", f"{path}.assets[{number}].url")
    return found


def check_quote(body: dict[str, Any], catalogue: Catalogue) -> Failures:
    """Check a request for quotes; unlike an order it must not name a sizing."""
    found = Failures()
    wanted = body.get("shippingMethod")
    method = method_of(wanted)
    if wanted is not None and method is None:
        found.add("shippingMethod", "MustBeAValidShippingMethod", wanted)
    found.require(body, "destinationCountryCode", "destinationCountryCode")
    if "destinationCountryCode" not in found:
        country = body["destinationCountryCode"]
        _check_destination(found, "destinationCountryCode", country, method, catalogue)
    currency = body.get("currencyCode")
    if currency is not None and currency not in catalogue.currency_percent:
        found.add("currencyCode", "CurrencyNotSupported", currency)
    for path, item in _items(found, body):
        _check_item(found, path, item, catalogue)
        if "sizing" in item:
            found.add(f"{path}.sizing", "NotAllowed", item["sizing"])
    return found


def _check_destination(
    found: Failures, path: str, country: str, method: str | None, catalogue: Catalogue
) -> None:
    methods = catalogue.shipping.get(country)
    if methods is None:
        found.add(path, "DestinationNotSupported", country)
    elif method is not None and method not in methods:
        found.add("shippingMethod", "NotAvailableForDestination", method)


def _items(found: Failures, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    items = _list(body, "items")
    if not items:
        found.add("items", "MustNotBeEmptyArray", body.get("items"))
    for number, item in enumerate(items):
        yield f"items[{number}]", as_object(item)


def _check_item(found: Failures, path: str, item: dict[str, Any], catalogue: Catalogue) -> None:
    product = catalogue.product(item.get("sku"))
    if product is None:
        found.add(f"{path}.sku", "SkuNotFound", item.get("sku"))
    copies = item.get("copies")
    if type(copies) is not int or not 1 <= copies <= 1000:
        found.add(f"{path}.copies", "MustBeGreaterThanZero", copies)
    assets = _list(item, "assets")
    if [as_object(asset).get("printArea") for asset in assets] != ["default"]:
        found.add(f"{path}.assets", "RequiredAssetsMissing", len(assets))
    given = {key: str(value).lower() for key, value in as_object(item.get("attributes")).items()}
    for name, values in (product.attributes if product else {}).items():
        if given.get(name) not in values:
            found.add(f"{path}.attributes.{name}", "InvalidAttributeValue", given.get(name))


def _list(holder: dict[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
