"""Minor units as Stripe counts them."""

import pytest

from orders.payments.gateways.base import GatewayError
from orders.payments.gateways.stripe.amounts import from_stripe, to_stripe
from shop.platform.money import Money


@pytest.mark.parametrize(
    ("money", "sent"),
    [
        (Money(1999, "EUR"), 1999),
        (Money(2000, "JPY"), 2000),
        (Money(2000, "HUF"), 2000),
        (Money(12340, "KWD"), 12340),
        (Money(2500, "ISK"), 250_000),
    ],
)
def test_there_and_back(money: Money, sent: int) -> None:
    assert to_stripe(money) == sent
    assert from_stripe(sent, money.currency.lower()) == money


@pytest.mark.parametrize(
    ("money", "code"),
    [
        (Money(100, "UGX"), "currency_refused"),
        (Money(100, "MGA"), "currency_refused"),
        (Money(12345, "KWD"), "amount_refused"),
    ],
)
def test_what_stripe_does_not_take(money: Money, code: str) -> None:
    with pytest.raises(GatewayError, match=code) as refused:
        to_stripe(money)
    assert refused.value.permanent


def test_a_fraction_of_our_minor_unit_is_refused() -> None:
    with pytest.raises(GatewayError, match="amount_not_whole"):
        from_stripe(250_050, "isk")
