"""Shipping options from the print provider's quote."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone

from orders.basket.models import Basket
from orders.basket.selectors import lines_of
from orders.checkout import tax
from orders.fulfilment.providers.base import ProviderError, QuoteItem
from orders.fulfilment.providers.registry import get_provider
from shop.platform.money import Money

PROVIDER = "prodigi"
# Business days between payment and dispatch: moderation is done by then, printing is not.
PRODUCTION_DAYS = (2, 4)
# Where a provider names no transit days, this is said instead, and it is wide on purpose.
UNKNOWN_TRANSIT_DAYS = (3, 15)
_KEPT_SECONDS = 600


class QuoteUnavailable(Exception):
    """The print house does not answer; try again in a minute."""


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """One way to ship: method key, label, cost with tax, and when it arrives."""

    method: str
    label: str
    cost: Money
    arrives_from: date
    arrives_until: date


def shipping_options(*, basket: Basket, country: str) -> list[ShippingOption]:
    """Return the options for this basket, cheapest first. Calls the provider: no transaction.

    Raises:
        orders.checkout.tax.NotSoldTo: we do not ship to the country.
        QuoteUnavailable: the provider does not answer.

    """
    today = timezone.now().date()
    tax.rate_for(country, today)
    lines = lines_of(basket)
    currency = lines[0].variant.currency
    key = f"quote:{basket.pk}:{basket.revision}:{country}:{today}"
    options: list[ShippingOption] | None = cache.get(key)
    if options is None:
        items = [
            QuoteItem(
                sku=line.variant.provider_sku,
                copies=line.quantity,
                attributes=line.variant.provider_attributes,
            )
            for line in lines
        ]
        try:
            quotes = get_provider(PROVIDER).quote(country=country, items=items, currency=currency)
        except ProviderError as error:
            raise QuoteUnavailable(
                "The print house does not answer just now. Please try again in a minute."
            ) from error
        options = [
            ShippingOption(
                method=quote.method,
                label=quote.method.capitalize(),
                cost=Money(quote.shipping_cost, quote.currency),
                arrives_from=_after(
                    today, PRODUCTION_DAYS[0] + (quote.min_days or UNKNOWN_TRANSIT_DAYS[0])
                ),
                arrives_until=_after(
                    today, PRODUCTION_DAYS[1] + (quote.max_days or UNKNOWN_TRANSIT_DAYS[1])
                ),
            )
            for quote in quotes
        ]
        cache.set(key, options, _KEPT_SECONDS)
    return options


def _after(start: date, business_days: int) -> date:
    day = start
    while business_days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            business_days -= 1
    return day
