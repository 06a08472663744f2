"""Read what there is of an order's payments."""

from figures.versions.selectors import is_sellable
from orders.checkout.models import Order
from orders.payments.models import OPEN_STATES, PaymentAttempt


def lines_sellable(order: Order) -> bool:
    """Whether every line's version may be sold; an order without lines is not."""
    lines = list(order.lines.select_related("version__figure"))
    return bool(lines) and all(is_sellable(line.version) for line in lines)


def open_attempt(order: Order) -> PaymentAttempt | None:
    """Return the attempt that has not ended, if there is one."""
    return PaymentAttempt.objects.filter(order=order, state__in=OPEN_STATES).first()


def latest_attempt(order: Order) -> PaymentAttempt | None:
    """Return the newest attempt, ended or not."""
    return PaymentAttempt.objects.filter(order=order).order_by("-number").first()
