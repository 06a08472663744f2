"""Mails about money."""

from django.conf import settings

from orders.checkout.models import Order
from orders.payments.models import Refund
from shop.platform.mail.services import queue_mail
from shop.platform.money import Money


def order_url(order: Order) -> str:
    """Return the address of the order's page on our own site."""
    return f"{settings.SITE_URL}/orders/{order.number}/"


def queue_paid_mail(order: Order) -> None:
    """Say once that the order is paid."""
    queue_mail(
        kind="order_paid",
        owner=order.owner,
        recipient=order.email,
        dedupe_key=f"order_paid:{order.pk}",
        number=order.number,
        total=order.total_money,
        lines=[(line.quantity, line.description) for line in order.lines.all()],
        arrives_from=order.arrives_from,
        arrives_until=order.arrives_until,
        url=order_url(order),
    )


def queue_refunded_mail(refund: Refund) -> None:
    """Say once per refund that money is on its way back."""
    order = refund.order
    queue_mail(
        kind="order_refunded",
        owner=order.owner,
        recipient=order.email,
        dedupe_key=f"order_refunded:{refund.pk}",
        number=order.number,
        amount=Money(refund.amount, refund.currency),
        url=order_url(order),
    )
