"""Every model of this floor; each lives beside the code that moves it."""

from orders.basket.models import Basket, BasketLine
from orders.checkout.models import Order, OrderEvent, OrderLine
from orders.fulfilment.models import ProviderOrder, Shipment
from orders.payments.gateways.test.models import TestGatewayRefund, TestGatewaySession
from orders.payments.models import LedgerEntry, PaymentAttempt, Refund
from orders.printing.models import PrintFile

__all__ = [
    "Basket",
    "BasketLine",
    "LedgerEntry",
    "Order",
    "OrderEvent",
    "OrderLine",
    "PaymentAttempt",
    "PrintFile",
    "ProviderOrder",
    "Refund",
    "Shipment",
    "TestGatewayRefund",
    "TestGatewaySession",
]
