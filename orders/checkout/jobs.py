"""Jobs and listeners of checkout."""

from datetime import timedelta

from figures.erasure import EraseHeld
from orders.checkout import services, transitions
from orders.checkout.models import Order
from orders.checkout.states import OrderState
from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob


@registry.handler("orders.expire")
def expire(job: RunningJob) -> None:
    """Let unpaid orders expire when their reservation is over."""
    services.expire_orders()


def cancel_unpaid(*, figure_id: str) -> None:
    """Cancel orders that wait for payment when their figure is erased."""
    for order in Order.objects.filter(
        lines__version__figure_id=figure_id, state=OrderState.PLACED
    ).distinct():
        try:
            transitions.move(order=order, to=OrderState.CANCELLED, reason="figure_erased")
        except transitions.MoveRefused as error:  # Paid in this very moment.
            raise EraseHeld(f"Order {order.number} has just been paid.") from error


registry.periodic("orders.expire", every=timedelta(minutes=5))
registry.subscribe("figure.erased", cancel_unpaid)
