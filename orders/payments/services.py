"""What other parts may ask of payments; each use case lives in a module of its own."""

from orders.payments.errors import PaymentRefused, RefundRefused
from orders.payments.ledger import balance
from orders.payments.refunds import request_refund
from orders.payments.settle import refresh
from orders.payments.start import start_payment

__all__ = [
    "PaymentRefused",
    "RefundRefused",
    "balance",
    "refresh",
    "request_refund",
    "start_payment",
]
