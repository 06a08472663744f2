"""Gateways by name; the configuration decides which one takes new payments."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orders.payments.gateways.base import PaymentGateway

TEST = "testgateway"
STRIPE = "stripe"


def get_gateway(name: str) -> PaymentGateway:
    """Return the gateway an attempt was made with.

    Raises:
        ImproperlyConfigured: unknown, without its key, or the test gateway in production.

    """
    if name == TEST:
        from orders.payments.gateways.test.gateway import TestGateway

        return TestGateway()
    if name == STRIPE:
        from orders.payments.gateways.stripe.gateway import StripeGateway

        return StripeGateway()
    raise ImproperlyConfigured(f"There is no payment gateway {name!r}.")


def default_name() -> str:
    """Return which gateway takes new payments: Stripe as soon as it has a key."""
    return STRIPE if settings.STRIPE_SECRET_KEY else TEST
