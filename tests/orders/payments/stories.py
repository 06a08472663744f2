"""Beginnings that several tests share."""

from orders.checkout.models import Order
from orders.payments.models import PaymentAttempt
from orders.payments.services import refresh, start_payment
from tests.orders.factories import make_order
from tests.support.peers import Peer, session_of

TOTAL = 2489  # what the default order of the factories comes to


def paid_order(peer: Peer) -> Order:
    """Return an order that was paid at the peer; its event is lost, the way back was taken."""
    order = make_order()
    refresh(attempt=paid_attempt(peer, order))
    order.refresh_from_db()
    return order


def paid_attempt(peer: Peer, order: Order) -> PaymentAttempt:
    """Return an attempt the person has paid and we have not heard of."""
    attempt = start_payment(order=order)
    peer.act(session_of(attempt), "pay", tell=False)
    return attempt
