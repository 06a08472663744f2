"""Which print provider there is, set up from the settings."""

from functools import cache

from django.conf import settings

from orders.fulfilment.providers.base import Method, PrintProvider
from orders.fulfilment.providers.prodigi import ProdigiProvider
from shop.platform.http import session

# Business days in transit that we state ourselves where a quote names none.
_TRANSIT_DAYS = {
    Method.BUDGET: (4, 12),
    Method.STANDARD: (3, 8),
    Method.EXPRESS: (1, 4),
    Method.OVERNIGHT: (1, 2),
}


@cache
def get_provider(name: str) -> PrintProvider:
    """Return the provider.

    Raises:
        LookupError: there is none of that name.

    """
    if name != "prodigi":
        raise LookupError(name)
    return ProdigiProvider(
        session=session(),
        base_url=settings.PRODIGI_API_URL,
        api_key=settings.PRODIGI_API_KEY,
        transit_days=_TRANSIT_DAYS,
    )
