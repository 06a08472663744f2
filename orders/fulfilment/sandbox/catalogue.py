"""What the sandbox prints and what it pretends that it costs; all numbers are sample data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

MAIN_CURRENCY = "EUR"


@dataclass(frozen=True)
class Product:
    """One SKU. Sizes are the trimmed sheet in mm, `unit_cost` is EUR cents.

    `fit` is "exact" (TrimBox as given, in either orientation) or "within" (no larger than that,
    for shapes that are cut to the artwork); `pages` is 2 for what is printed on both sides.
    """

    sku: str
    name: str
    width_mm: float
    height_mm: float
    lab: str
    unit_cost: int
    fit: str = "exact"
    pages: int = 1
    attributes: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Lab:
    """Where a product is made, and who carries the parcel from there."""

    code: str
    country: str
    carrier: str


@dataclass(frozen=True)
class Tariff:
    """Shipping by one method to one country: EUR cents and business days."""

    first: int
    further: int
    min_days: int
    max_days: int


@dataclass(frozen=True)
class Catalogue:
    """The whole table; `products` is keyed by the SKU in capitals."""

    tolerance_mm: float
    products: Mapping[str, Product]
    labs: Mapping[str, Lab]
    currency_percent: Mapping[str, int]
    shipping: Mapping[str, Mapping[str, Tariff]]

    def product(self, sku: object) -> Product | None:
        """Return the product; Prodigi's own examples differ in the case of one SKU."""
        return self.products.get(sku.upper()) if isinstance(sku, str) else None

    def cost(self, cents: int, currency: str) -> dict[str, str]:
        """Return a Prodigi Cost (`amount` as decimal text) of so many EUR cents."""
        converted = (cents * self.currency_percent[currency] + 50) // 100
        return {"amount": f"{converted // 100}.{converted % 100:02d}", "currency": currency}


@cache
def load() -> Catalogue:
    """Read `catalogue.json` once."""
    text = resources.files(__package__).joinpath("catalogue.json").read_text(encoding="utf-8")
    raw: dict[str, Any] = json.loads(text)
    return Catalogue(
        tolerance_mm=raw["tolerance_mm"],
        products={row["sku"]: Product(**row) for row in raw["products"]},
        labs={code: Lab(code=code, **row) for code, row in raw["labs"].items()},
        currency_percent=raw["currency_percent"],
        shipping={
            country: {method: Tariff(*row) for method, row in methods.items()}
            for country, methods in raw["shipping"].items()
        },
    )
