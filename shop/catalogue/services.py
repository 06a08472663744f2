"""Load a catalogue from its JSON form."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from shop.catalogue.models import Product, ProductKind, Variant

SAMPLE = Path(__file__).parent / "sample.json"


def load(path: Path = SAMPLE) -> int:
    """Create or update the products and variants of a catalogue file; returns how many variants.

    What the file does not name is left as it is.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    loaded = 0
    with transaction.atomic():
        for position, item in enumerate(data["products"]):
            loaded += _load_product(item, position)
    return loaded


def _load_product(item: dict[str, Any], position: int) -> int:
    product, _ = Product.objects.update_or_create(
        key=item["key"],
        defaults={
            "kind": ProductKind(item["kind"]),
            "name": item["name"],
            "description": item["description"],
            "material": item.get("material", ""),
            "position": position,
        },
    )
    for place, variant in enumerate(item["variants"]):
        width, height = variant["size"]
        Variant.objects.update_or_create(
            sku=variant["sku"],
            defaults={
                "product": product,
                "label": variant["label"],
                "print_spec": variant["print_spec"],
                "width_mm": width,
                "height_mm": height,
                "price": variant["price"],
                "currency": "EUR",
                "weight_g": variant["weight_g"],
                "provider_sku": variant["provider_sku"],
                "provider_attributes": variant.get("attributes", {}),
                "position": place,
            },
        )
    return len(item["variants"])
