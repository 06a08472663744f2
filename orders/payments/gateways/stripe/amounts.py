"""Minor units as Stripe counts them, which is not always as ISO 4217 does.

Source: docs.stripe.com/currencies, sections on zero-decimal and three-decimal currencies and
special cases.
"""

from orders.payments.gateways.base import GatewayError
from shop.platform.money import Money

# ISO counts no decimals, Stripe counts two that must be 00.
_HUNDREDFOLD = frozenset({"ISK"})
# Stripe takes three decimals of which the last must be 0.
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Charged without decimals in one place and with two in the other: we sell in neither.
_REFUSED = frozenset({"UGX", "MGA"})


def to_stripe(money: Money) -> int:
    """Return the amount as a request states it.

    Raises:
        GatewayError: permanent; Stripe does not take this amount or currency.

    """
    if money.currency in _REFUSED:
        raise GatewayError("currency_refused", permanent=True)
    if money.currency in _THREE_DECIMALS and money.amount % 10:
        raise GatewayError("amount_refused", permanent=True)
    return money.amount * _factor(money.currency)


def from_stripe(amount: int, currency: str) -> Money:
    """Return what an answer states; `currency` in lower case as Stripe writes it.

    Raises:
        GatewayError: not permanent; the amount is not a whole number of our minor units.

    """
    code = currency.upper()
    whole, rest = divmod(amount, _factor(code))
    if rest:
        raise GatewayError("amount_not_whole", permanent=False)
    return Money(whole, code)


def _factor(currency: str) -> int:
    return 100 if currency in _HUNDREDFOLD else 1
