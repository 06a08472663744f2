"""Prodigi's client against the sandbox process: proves the two agree with our reading of the
published reference, not that the live API does."""

import json
import uuid

import pytest
import requests

from orders.fulfilment.providers.base import (
    Asset,
    Method,
    OrderItem,
    OrderRequest,
    PrintProvider,
    ShippingAddress,
)
from orders.fulfilment.providers.prodigi import ProdigiProvider
from tests.contract.print_providers.contract import Clock, PrintProviderContract
from tests.support.print_house import KEY, PrintHouse, Shop, make_pdf, md5


class _SandboxClock:
    def __init__(self, house: PrintHouse, shop: Shop) -> None:
        self.house, self.shop = house, shop

    def to_production(self, order_id: str) -> None:
        self.house.advance(order_id, 5)

    def to_shipped(self, order_id: str) -> None:
        while self.house.advance(order_id):
            pass

    def callbacks(self) -> list[bytes]:
        return [json.dumps(event).encode() for event in self.shop.received]


class TestProdigi(PrintProviderContract):
    @pytest.fixture
    def provider(self, house: PrintHouse) -> PrintProvider:
        return ProdigiProvider(session=requests.Session(), base_url=house.url, api_key=KEY)

    @pytest.fixture
    def clock(self, house: PrintHouse, shop: Shop) -> Clock:
        return _SandboxClock(house, shop)

    @pytest.fixture
    def order_request(self, shop: Shop) -> OrderRequest:
        data = make_pdf(297, 420)
        reference = f"SF-{uuid.uuid4().hex[:12]}"
        url = shop.offer(f"{reference}.pdf", data)
        return OrderRequest(
            reference=reference,
            idempotency_key=f"print:{reference}",
            method=Method.BUDGET,
            address=ShippingAddress(
                name="Sample Person",
                line1="Sample Street 1",
                city="Berlin",
                postal_code="10115",
                country="DE",
            ),
            items=(OrderItem("line-1", "GLOBAL-FAP-A3", 2, (Asset("default", url, md5(data)),)),),
            callback_url=f"{shop.url}/callbacks",
        )
