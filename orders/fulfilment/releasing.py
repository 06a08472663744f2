"""A held order let go on by a person of the staff, once what held it has been mended."""

from django.contrib.auth.models import User
from django.db import transaction

from figures.versions.selectors import is_sellable
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import OrderState
from orders.checkout.transitions import move
from orders.fulfilment import jobs
from orders.fulfilment.models import ProviderOrder, ProviderState
from orders.payments import ledger
from shop.platform import ids
from shop.platform.audit.services import record as audit
from shop.platform.durable import services as durable

# What the print house never accepted may be sent to it anew.
_NEVER_ACCEPTED = (ProviderState.CREATED, ProviderState.FAILED)


class ReleaseRefused(Exception):
    """The order cannot go on; the message says why and what to do instead."""


def release(*, order: Order, user: User) -> None:
    """Let a held order go on where it stopped: missing print files first, then the print house.

    Raises:
        ReleaseRefused: it is not held, not paid in full, shows a version that is off sale, or the
            print house has dealt with it already.

    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=order.pk)
        _check(order)
        reason = order.hold_reason
        move(order=order, to=OrderState.PAID, changes={"hold_reason": ""}, released=reason)
        audit(action="order.released", subject=order.pk, user=user, reason=reason)
        missing = OrderLine.objects.filter(order=order).exclude(print_file__passed=True)
        for line in missing:
            # The key of the first try belongs to the job that failed.
            durable.enqueue(
                "orders.print_file",
                subject=line.pk,
                dedupe_key=f"orders.print_file:{line.pk}:{ids.random_token()}",
            )
        if not missing:
            jobs.submit_again(order=order)


def _check(order: Order) -> None:
    if order.state != OrderState.ON_HOLD:
        raise ReleaseRefused("It is not on hold.")
    paid = ledger.balance(order)
    if paid != order.total_money:
        raise ReleaseRefused(f"{paid} of {order.total_money} is paid; refund it instead.")
    lines = order.lines.select_related("version__figure")
    if not all(is_sellable(line.version) for line in lines):
        raise ReleaseRefused("A figure in it is off sale; approve it again, or refund the order.")
    placed = ProviderOrder.objects.filter(order=order).exclude(state__in=_NEVER_ACCEPTED).first()
    if placed is not None:
        raise ReleaseRefused(
            f"The print house has it as {ProviderState(placed.state).label.lower()}; "
            "settle it there, or refund the order."
        )
