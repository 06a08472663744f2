"""Place an order at the print provider, follow it, and stop it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from figures.versions.selectors import is_sellable
from orders.checkout import transitions
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import MOVES, OrderState
from orders.fulfilment.models import PROVIDER_MOVES, ProviderOrder, ProviderState, Shipment
from orders.fulfilment.providers import base
from orders.fulfilment.providers.registry import get_provider
from shop.platform.durable import services as durable
from shop.platform.mail.services import queue_mail
from shop.vault import links

# The provider fetches within minutes; a reprint after a fault may come days later.
FILE_LINK_LIFE = timedelta(days=10)


class NotShippable(Exception):
    """A line's version is off sale, or a print file is missing."""


def queue_submission(*, order_id: str) -> None:
    """Queue the placing of the provider order; the listener of `order.print_files_ready`."""
    durable.enqueue(
        "fulfilment.submit", subject=order_id, dedupe_key=f"fulfilment.submit:{order_id}"
    )


def intend(*, order: Order) -> ProviderOrder:
    """Write the intent and its key before anything is sent; one row per order, for ever."""
    provider = order.lines.select_related("variant").first()
    name = provider.variant.provider if provider is not None else "prodigi"
    row, _ = ProviderOrder.objects.get_or_create(
        order=order,
        defaults={"provider": name, "idempotency_key": f"order:{order.pk}"},
    )
    return row


def request_of(row: ProviderOrder) -> base.OrderRequest:
    """Return the provider's request, built the same way in every retry.

    Raises:
        NotShippable: a version went off sale, or a file is missing.

    """
    order = row.order
    lines = order.lines.select_related("variant", "version__figure", "print_file__blob")
    return base.OrderRequest(
        reference=order.number,
        idempotency_key=row.idempotency_key,
        method=base.Method(order.shipping_method),
        address=base.ShippingAddress(
            name=order.recipient,
            line1=order.line1,
            line2=order.line2,
            city=order.city,
            postal_code=order.postcode,
            country=order.country,
            state=order.region,
            email=order.email,
        ),
        items=tuple(_item(line) for line in lines),
        callback_url=settings.SITE_URL
        + reverse("fulfilment:callback", args=[settings.PRODIGI_CALLBACK_TOKEN]),
    )


def _item(line: OrderLine) -> base.OrderItem:
    file = getattr(line, "print_file", None)
    if file is None or not file.passed or file.blob is None:
        raise NotShippable(f"Line {line.position} has no print file.")
    if not is_sellable(line.version):
        raise NotShippable(f"The figure of line {line.position} is off sale.")
    return base.OrderItem(
        reference=line.pk,
        sku=line.variant.provider_sku,
        copies=line.quantity,
        attributes=line.variant.provider_attributes,
        assets=(
            base.Asset(
                print_area="default",
                url=links.link(
                    file.blob, audience=links.PUBLIC, life=FILE_LINK_LIFE, absolute=True
                ),
                md5=file.md5,
            ),
        ),
    )


def apply(*, row: ProviderOrder, told: base.ProviderOrder) -> None:
    """Take over what the provider says: forward only, parcels merged, never erased.

    Called by the submission, by callbacks and by the poll alike.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=row.order_id)
        row = ProviderOrder.objects.select_for_update().get(pk=row.pk)
        _merge_shipments(row, told)
        _advance(row, told)
        _follow(order, row, told)


def _merge_shipments(row: ProviderOrder, told: base.ProviderOrder) -> None:
    for parcel in told.shipments:
        known: dict[str, Any] = {
            "carrier": parcel.carrier,
            "service": parcel.service,
            "tracking_number": parcel.number,
            "tracking_url": parcel.tracking_url,
            "dispatched_at": parcel.dispatched_at,
        }
        # What a later message leaves out stays as it was.
        given = {name: value for name, value in known.items() if value}
        Shipment.objects.update_or_create(provider_order=row, external_id=parcel.id, defaults=given)


def _advance(row: ProviderOrder, told: base.ProviderOrder) -> None:
    to = _STATES[told.stage]
    ProviderOrder.objects.filter(
        pk=row.pk, state__in=[state for state, after in PROVIDER_MOVES.items() if to in after]
    ).update(state=to)
    ProviderOrder.objects.filter(pk=row.pk, external_id=None).update(
        external_id=told.id, accepted_at=timezone.now()
    )
    ProviderOrder.objects.filter(pk=row.pk).update(
        stage_detail=dict(told.details),
        issues=[
            {"code": issue.code, "description": issue.description, "blocking": issue.blocking}
            for issue in told.issues
        ],
        checked_at=timezone.now(),
    )
    row.refresh_from_db()


_STATES = {
    base.Stage.ON_HOLD: ProviderState.ACCEPTED,
    base.Stage.ACCEPTED: ProviderState.ACCEPTED,
    base.Stage.IN_PRODUCTION: ProviderState.IN_PRODUCTION,
    base.Stage.PARTLY_SHIPPED: ProviderState.IN_PRODUCTION,
    base.Stage.SHIPPED: ProviderState.SHIPPED,
    base.Stage.CANCELLED: ProviderState.CANCELLED,
}


def _follow(order: Order, row: ProviderOrder, told: base.ProviderOrder) -> None:
    """Move our order along with the provider's; each move is refused where it leads backwards."""
    if row.state == ProviderState.CANCELLED and order.state != OrderState.CANCELLED:
        _hold(order, "provider_cancelled")
    elif row.state == ProviderState.SHIPPED:
        _ship(order, row)
    elif told.is_blocked:
        _hold(order, "provider_issue")
    elif order.state == OrderState.ON_HOLD and order.hold_reason == "provider_issue":
        transitions.move(order=order, to=OrderState.IN_PRODUCTION, changes={"hold_reason": ""})
    elif order.state == OrderState.PAID and row.state == ProviderState.IN_PRODUCTION:
        transitions.move(order=order, to=OrderState.IN_PRODUCTION)


def _hold(order: Order, reason: str) -> None:
    if order.state in {OrderState.PAID, OrderState.IN_PRODUCTION}:
        transitions.move(
            order=order, to=OrderState.ON_HOLD, changes={"hold_reason": reason}, reason=reason
        )


def _ship(order: Order, row: ProviderOrder) -> None:
    if order.state == OrderState.SHIPPED:
        return
    if OrderState.SHIPPED not in MOVES[OrderState(order.state)]:
        # Cancelled here, shipped there: a fact to keep, not an error to repeat in every poll.
        if not order.events.filter(kind="shipped_after_end").exists():
            transitions.record(order=order, kind="shipped_after_end")
        return
    parcels = list(row.shipments.all())
    transitions.move(
        order=order,
        to=OrderState.SHIPPED,
        changes={"shipped_at": timezone.now(), "hold_reason": ""},
        parcels=len(parcels),
    )
    queue_mail(
        kind="order_shipped",
        owner=order.owner,
        recipient=order.email,
        dedupe_key=f"order_shipped:{order.pk}",
        order=order,
        shipments=parcels,
        site_url=settings.SITE_URL,
    )


def refresh(*, row: ProviderOrder) -> None:
    """Fetch the order anew from the provider and take over what it says."""
    if row.external_id is not None:
        apply(row=row, told=get_provider(row.provider).get_order(row.external_id))


def stop_withdrawn(*, version_id: str) -> None:
    """Hold every paid order that shows a version taken off sale."""
    waiting = Order.objects.filter(
        lines__version_id=version_id, state__in=[OrderState.PAID, OrderState.IN_PRODUCTION]
    ).distinct()
    for order in waiting:
        _hold(order, "figure_withdrawn")
        durable.enqueue(
            "fulfilment.stop",
            subject=order.pk,
            dedupe_key=f"fulfilment.stop:{order.pk}:{version_id}",
        )


def stop(*, order: Order) -> bool:
    """Ask the provider to cancel; returns whether nothing will be printed.

    The provider may have accepted what we were killed before writing down: it is asked.
    """
    row = ProviderOrder.objects.filter(order=order).first()
    if row is None:
        return True
    provider = get_provider(row.provider)
    if row.external_id is None:
        placed = provider.find_by_reference(order.number)
        if placed is None:
            return True
        apply(row=row, told=placed)
        row.refresh_from_db()
    answer = provider.cancel_order(str(row.external_id))
    apply(row=row, told=answer.order)
    return answer.done
