"""How products, baskets, orders and payments look in the API."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from figures.api.representations import link
from figures.versions.models import FigureVersion
from orders.basket import selectors as baskets
from orders.basket.models import Basket, BasketLine
from orders.basket.proofs import softness
from orders.checkout import tax
from orders.checkout.models import Order, OrderLine
from orders.checkout.shipping import ShippingOption
from orders.payments.models import AttemptState, PaymentAttempt
from orders.printing.models import PrintFile
from orders.shelf.selectors import ShelfItem, pictures_ready
from shop.catalogue.models import Product, Variant
from shop.platform.api.caller import Caller
from shop.platform.api.etags import SignedUrl
from shop.platform.durable.models import Job, JobState
from shop.platform.money import Money


def products(variants: Iterable[Variant]) -> dict[str, Any]:
    """Show what is for sale, grouped by product."""
    shown: dict[str, dict[str, Any]] = {}
    for variant in variants:
        item = shown.setdefault(variant.product_id, _product(variant.product))
        item["variants"].append(
            {
                "sku": variant.sku,
                "label": variant.label,
                "width_mm": float(variant.width_mm),
                "height_mm": float(variant.height_mm),
                "price": variant.money.as_json(),
            }
        )
    return {"items": list(shown.values())}


def _product(product: Product) -> dict[str, Any]:
    return {
        "key": product.key,
        "kind": product.kind,
        "name": product.name,
        "description": product.description,
        "material": product.material,
        "variants": [],
    }


def mockups(version: FigureVersion, items: list[ShelfItem]) -> dict[str, Any]:
    """Show the shelf of a version."""
    made, total = pictures_ready(items)
    return {
        "version": version.pk,
        "made": made,
        "total": total,
        "items": [
            {
                "product": item.product.key,
                "name": item.product.name,
                "variants": [
                    {
                        "sku": entry.variant.sku,
                        "label": entry.variant.label,
                        "price": entry.variant.money.as_json(),
                        "picture": _shelf_link(entry.picture, version, entry.variant),
                        "alt": entry.alt,
                    }
                    for entry in item.variants
                ],
            }
            for item in items
        ],
    }


def _shelf_link(path: str, version: FigureVersion, variant: Variant) -> SignedUrl | None:
    if not path:
        return None
    return SignedUrl(f"{settings.SITE_URL}{path}", f"mockup:{version.digest}:{variant.sku}")


def basket(row: Basket, caller: Caller) -> dict[str, Any]:
    """Show a basket with its lines and what keeps it from being ordered."""
    lines = baskets.lines_of(row)
    problems = baskets.blockers(lines) if row.ordered_at is None else []
    return {
        "id": row.pk,
        "state": "open" if row.ordered_at is None else "ordered",
        "lines": [line(entry, caller) for entry in lines],
        "items_total": baskets.items_total(lines).as_json(),
        "blockers": [
            {"code": one.code, "message": one.message, "line": one.line_id or None}
            for one in problems
        ],
        "created_at": row.created_at,
    }


def line(row: BasketLine, caller: Caller) -> dict[str, Any]:
    """Show a basket's line."""
    return {
        "id": row.pk,
        "version": row.version_id,
        "sku": row.variant_id,
        "description": f"{row.variant.product.name}, {row.variant.label}",
        "quantity": row.quantity,
        "unit_price": row.variant.money.as_json(),
        "total": (row.variant.money * row.quantity).as_json(),
        "proof": proof(row, caller),
    }


def proof(row: BasketLine, caller: Caller) -> dict[str, Any]:
    """Show the proof of a line."""
    state, message = _proof_state(row)
    return {
        "state": state,
        "proof_sha256": row.proof_sha256 or None,
        "approved_at": row.approved_at if state == "approved" else None,
        "picture": link(row.proof, caller),
        "effective_dpi": row.proof_dpi,
        "message": message,
    }


def _proof_state(row: BasketLine) -> tuple[str, str]:
    if row.proof_sha256:
        return ("approved" if baskets.proof_is_approved(row) else "ready"), softness(row)
    job = Job.objects.filter(subject=row.pk, kind="orders.proof").order_by("-created_at").first()
    if job is None:
        return "none", ""
    if job.state == JobState.FAILED:
        return "failed", job.error_message
    return "making", ""


def order_summary(row: Order) -> dict[str, Any]:
    """Show an order in a list."""
    return {
        "number": row.number,
        "state": row.state,
        "total": row.total_money.as_json(),
        "placed_at": row.placed_at,
    }


def order(row: Order, caller: Caller) -> dict[str, Any]:
    """Show an order: what, where to, how much, what happened."""
    lines = row.lines.select_related("variant", "version", "print_file__blob")
    return {
        **order_summary(row),
        "hold_reason": row.hold_reason,
        "email": row.email,
        "address": {
            "recipient": row.recipient,
            "line1": row.line1,
            "line2": row.line2,
            "city": row.city,
            "region": row.region,
            "postcode": row.postcode,
            "country": row.country,
        },
        "lines": [_order_line(entry, row, caller) for entry in lines],
        "shipping": {
            "method": row.shipping_method,
            "cost": Money(row.shipping_total, row.currency).as_json(),
            "arrives_from": row.arrives_from,
            "arrives_until": row.arrives_until,
        },
        "items_total": Money(row.items_total, row.currency).as_json(),
        "tax": {
            **Money(row.tax_total, row.currency).as_json(),
            "rate": f"{row.tax_rate.normalize():f}",
            "table": row.tax_table,
        },
        "reserved_until": row.reserved_until,
        "paid_at": row.paid_at,
        "shipped_at": row.shipped_at,
        "timeline": [{"kind": event.kind, "at": event.at} for event in row.events.all()],
        "shipments": _shipments(row),
    }


def _order_line(row: OrderLine, of: Order, caller: Caller) -> dict[str, Any]:
    return {
        "id": row.pk,
        "position": row.position,
        "sku": row.variant_id,
        "description": row.description,
        "version": row.version_id,
        "quantity": row.quantity,
        "unit_price": Money(row.unit_price, of.currency).as_json(),
        "proof_sha256": row.proof_sha256,
        "print_file": _print_file(getattr(row, "print_file", None), caller),
    }


def _print_file(row: PrintFile | None, caller: Caller) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "md5": row.md5,
        "sha256": row.sha256,
        "pages": row.pages,
        "effective_dpi": round(row.effective_dpi, 1),
        "passed": row.passed,
        "checks": row.preflight,
        "made_at": row.made_at,
        "url": link(row.blob, caller) if row.passed else None,
    }


def _shipments(row: Order) -> list[dict[str, Any]]:
    provider_order = getattr(row, "provider_order", None)
    if provider_order is None:
        return []
    return [
        {
            "carrier": parcel.carrier,
            "service": parcel.service,
            "tracking_number": parcel.tracking_number,
            "tracking_url": parcel.tracking_url,
            "dispatched_at": parcel.dispatched_at,
        }
        for parcel in provider_order.shipments.order_by("pk")
    ]


def payment(row: PaymentAttempt, *, now: datetime | None = None) -> dict[str, Any]:
    """Show a try to pay; its page is named only while it can be used."""
    usable = (
        row.state == AttemptState.OPEN
        and bool(row.redirect_url)
        and row.expires_at > (now or timezone.now())
    )
    return {
        "payment": row.pk,
        "status": row.state,
        "flow": "redirect" if usable else "none",
        "redirect_url": row.redirect_url if usable else None,
        "amount": Money(row.amount, row.currency).as_json(),
        "failure_code": row.failure_code,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
    }


def shipping_options(country: str, options: Iterable[ShippingOption]) -> dict[str, Any]:
    """Show the ways to ship to a country, and the tax inside its prices."""
    return {
        "country": country,
        "tax_rate": f"{tax.rate_for(country, timezone.now().date()).normalize():f}",
        "items": [
            {
                "method": option.method,
                "label": option.label,
                "cost": option.cost.as_json(),
                "arrives_from": option.arrives_from,
                "arrives_until": option.arrives_until,
            }
            for option in options
        ],
    }
