"""What this floor holds about a person, when it ends, and what keeps a figure from erasure."""

from datetime import datetime, timedelta

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from shop.retention.registry import DataClass, register, register_hold

_NEEDED = (OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.ON_HOLD)
_UNPAID = (OrderState.CANCELLED, OrderState.EXPIRED)
_ADDRESS = ("email", "recipient", "line1", "line2", "city", "region", "postcode")


def open_order_hold(subject: str) -> str:
    """Keep a figure while a paid order still has to be printed and shipped."""
    order = Order.objects.filter(lines__version__figure_id=subject, state__in=_NEEDED).first()
    if order is None:
        return ""
    return (
        f"Order {order.number} still has to be printed and shipped. "
        "Cancel it, or erase the figure after it has been shipped."
    )


def forget_unpaid(before: datetime) -> int:
    """Empty name and address of orders placed before that and never paid; returns how many.

    No money moved, so no book needs them. The country stays, for counting.
    """
    unpaid = Order.objects.filter(
        placed_at__lte=before, paid_at=None, state__in=_UNPAID, ledger=None
    )
    named = unpaid.exclude(email="", recipient="", line1="")
    return Order.objects.filter(pk__in=named.values("pk")).update(**dict.fromkeys(_ADDRESS, ""))


def register_all() -> None:
    """Declare every personal column of this floor."""
    register_hold(open_order_hold)
    register(_paid_orders())
    register(
        DataClass(
            key="unpaid_order",
            title="Name and address of orders that were never paid",
            basis="needed while you may still pay (GDPR art. 6(1)(b))",
            trigger="the day of the order",
            period=timedelta(days=30),
            longest=timedelta(days=90),
            columns=tuple(f"orders.Order.{name}" for name in _ADDRESS),
            sweep=forget_unpaid,
        )
    )
    register(
        DataClass(
            key="print_file",
            title="Pictures, proofs and print files of your orders",
            basis="needed to print and to replace what arrives damaged (GDPR art. 6(1)(b))",
            trigger="until you erase the figure",
            period=timedelta(days=3650),
            columns=("orders.BasketLine.proof", "orders.PrintFile.blob"),
        )
    )


def _paid_orders() -> DataClass:
    return DataClass(
        key="order",
        title="Your orders: address, email, what was ordered and paid",
        basis="contract and tax law (GDPR art. 6(1)(b) and (c); Germany: 8 years)",
        trigger="the end of the year of the order",
        period=timedelta(days=8 * 365 + 2),
        columns=(
            *(f"orders.Order.{name}" for name in (*_ADDRESS, "country")),
            # The pay page's address opens it, and its session knows the payer.
            "orders.PaymentAttempt.redirect_url",
            "orders.PaymentAttempt.return_url",
            # What the print house says in words may quote the address.
            "orders.ProviderOrder.stage_detail",
            "orders.ProviderOrder.issues",
            "orders.Shipment.tracking_number",
            "orders.Shipment.tracking_url",
        ),
    )
