"""Orders and sessions for tests of the Prodigi provider."""

from typing import Any

import requests

from orders.fulfilment.providers.base import (
    Asset,
    Method,
    OrderItem,
    OrderRequest,
    ProviderError,
    ShippingAddress,
)
from tests.support.print_house import Shop, make_pdf, md5

A4 = make_pdf(210, 297)
ADDRESS = ShippingAddress(
    name="Sample Person", line1="Sample Street 1", city="Berlin", postal_code="10115", country="DE"
)


class TimedSession(requests.Session):
    """A session with a time-out, as every session of the shop has one."""

    timeout = 10.0

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return super().send(request, **{**options, "timeout": self.timeout})


def print_request(shop: Shop, reference: str, sku: str = "GLOBAL-FAP-A4") -> OrderRequest:
    url = shop.offer(f"{reference}.pdf", A4)
    return OrderRequest(
        reference=reference,
        idempotency_key=f"print:{reference}",
        method=Method.STANDARD,
        address=ADDRESS,
        items=(
            OrderItem(
                reference="line-1",
                sku=sku,
                copies=2,
                assets=(Asset(print_area="default", url=url, md5=md5(A4)),),
            ),
        ),
        callback_url=f"{shop.url}/callbacks",
    )


def refusal(error: ProviderError) -> tuple[str, bool, str]:
    return error.code, error.permanent, error.message
