"""Rows that tests of the top floor stand on: plain functions, sensible defaults, sample data."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState, ReviewState
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import OrderState
from shop.catalogue.models import Product, ProductKind, Variant
from shop.platform import ids
from shop.platform.durable import registry
from shop.platform.money import tax_included
from shop.platform.owners.models import Owner, Storefront

TAX_RATE = Decimal("0.19")
SHIPPING = 490


def make_storefront(**changes: Any) -> Storefront:
    """A storefront of somebody else, with one return address."""
    fields: dict[str, Any] = {
        "slug": ids.random_token(8),
        "name": "Sample store",
        "return_urls": ["https://store.example/thanks"],
    }
    return Storefront.objects.create(**(fields | changes))


def make_owner(*, storefront: Storefront | None = None, **changes: Any) -> Owner:
    """A storefront's customer."""
    fields: dict[str, Any] = {"external_id": ids.random_token(8)}
    return Owner.objects.create(storefront=storefront or make_storefront(), **(fields | changes))


def make_figure(*, owner: Owner | None = None, **changes: Any) -> Figure:
    """A finished figure without pictures."""
    fields: dict[str, Any] = {"state": FigureState.READY, "ready_at": timezone.now()}
    return Figure.objects.create(owner=owner or make_owner(), **(fields | changes))


def make_version(*, figure: Figure | None = None, **changes: Any) -> FigureVersion:
    """An approved version without pictures."""
    figure = figure or make_figure()
    fields: dict[str, Any] = {
        "number": figure.versions.count() + 1,
        "digest": ids.random_token(40),
        "box_name": "Sample Name",
        "review_state": ReviewState.APPROVED,
    }
    return FigureVersion.objects.create(figure=figure, **(fields | changes))


def withdraw_version(version: FigureVersion) -> None:
    """Take a version off sale and announce it."""
    with transaction.atomic():
        FigureVersion.objects.filter(pk=version.pk).update(frozen_at=timezone.now())
        registry.publish("figure_version.withdrawn", version_id=version.pk)


def make_variant(**changes: Any) -> Variant:
    """An A3 art print for 19.99 EUR."""
    product, _ = Product.objects.get_or_create(
        key="art-print",
        defaults={
            "kind": ProductKind.ART_PRINT,
            "name": "Art print",
            "description": "Sample product.",
        },
    )
    fields: dict[str, Any] = {
        "sku": f"print-{ids.random_token(6)}",
        "product": product,
        "label": "A3",
        "width_mm": Decimal(297),
        "height_mm": Decimal(420),
        "price": 1999,
        "currency": "EUR",
        "weight_g": 120,
        "provider_sku": "SAMPLE-A3",
    }
    return Variant.objects.create(**(fields | changes))


def make_order(
    *,
    owner: Owner | None = None,
    quantities: tuple[int, ...] = (1,),
    version: FigureVersion | None = None,
    **changes: Any,
) -> Order:
    """A placed order, one line per quantity at 19.99 EUR, reserved for an hour.

    The default comes to 24.89 EUR: one print and 4.90 shipping.
    """
    owner = owner or (version.figure.owner if version else make_owner())
    version = version or make_version(figure=make_figure(owner=owner))
    variant = make_variant()
    items = sum(quantity * variant.price for quantity in quantities)
    fields: dict[str, Any] = {
        "number": f"SF-{ids.random_token(8).upper()}",
        "state": OrderState.PLACED,
        "email": "sample.person@mail.example",
        "recipient": "Sample Person",
        "line1": "Sample Street 1",
        "city": "Berlin",
        "postcode": "10115",
        "country": "DE",
        "currency": "EUR",
        "items_total": items,
        "shipping_total": SHIPPING,
        "total": items + SHIPPING,
        "tax_total": tax_included(items + SHIPPING, TAX_RATE),
        "tax_rate": TAX_RATE,
        "tax_table": "sample",
        "shipping_method": "standard",
        "arrives_from": date(2026, 12, 1),
        "arrives_until": date(2026, 12, 5),
        "reserved_until": timezone.now() + timedelta(hours=1),
    }
    order = Order.objects.create(owner=owner, **(fields | changes))
    for position, quantity in enumerate(quantities, start=1):
        OrderLine.objects.create(
            order=order,
            position=position,
            variant=variant,
            version=version,
            description="Art print A3",
            quantity=quantity,
            unit_price=variant.price,
            proof_sha256="0" * 64,
        )
    return order
