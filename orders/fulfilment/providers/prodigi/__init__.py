"""Prodigi Print API v4 (https://www.prodigi.com/print-api/docs/reference/)."""

from orders.fulfilment.providers.prodigi.provider import ProdigiProvider

__all__ = ["ProdigiProvider"]
