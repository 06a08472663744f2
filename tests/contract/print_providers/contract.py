"""What every print provider must keep; a test class per provider inherits it.

Subclasses give the fixtures `provider`, `order_request` (a fresh order) and `clock` (moves the
provider's orders on).
"""

from dataclasses import replace
from typing import Protocol

import pytest

from orders.fulfilment.providers.base import (
    Method,
    OrderRequest,
    PrintProvider,
    ProviderError,
    QuoteItem,
    ShipmentStatus,
    Stage,
)
from orders.fulfilment.providers.progress import advance, merge_shipments


class Clock(Protocol):
    """Moves an order on at the provider."""

    def to_production(self, order_id: str) -> None:
        """Start to print it."""

    def to_shipped(self, order_id: str) -> None:
        """Send every parcel."""

    def callbacks(self) -> list[bytes]:
        """Return the bodies of the callbacks sent so far."""


class PrintProviderContract:
    def test_it_fits_the_protocol(self, provider: PrintProvider) -> None:
        assert provider.name
        assert provider.capabilities.idempotent_create is True

    def test_a_new_order_is_accepted(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        placed = provider.create_order(order_request)
        assert placed.replayed is False
        assert placed.order.reference == order_request.reference
        assert placed.order.stage is Stage.ACCEPTED
        assert [(item.sku, item.copies) for item in placed.order.items] == [
            (item.sku, item.copies) for item in order_request.items
        ]
        assert placed.order.shipments == ()
        assert placed.order.is_blocked is False
        assert provider.get_order(placed.order.id) == placed.order

    def test_a_replay_gives_the_first_order(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        first = provider.create_order(order_request)
        again = provider.create_order(order_request)
        assert again.replayed is True
        assert again.order == first.order

    def test_a_key_serves_one_order_only(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        first = provider.create_order(order_request)
        with pytest.raises(ProviderError) as caught:
            provider.create_order(replace(order_request, reference="another"))
        assert caught.value.permanent is True
        assert caught.value.order_id == first.order.id
        assert provider.find_by_reference("another") is None

    def test_it_is_found_by_our_reference(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        assert provider.find_by_reference(order_request.reference) is None
        placed = provider.create_order(order_request)
        assert provider.find_by_reference(order_request.reference) == placed.order

    def test_an_unknown_order_is_a_permanent_error(self, provider: PrintProvider) -> None:
        with pytest.raises(ProviderError) as caught:
            provider.get_order("ord_1")
        assert (caught.value.code, caught.value.permanent) == ("not_found", True)

    def test_an_unknown_product_is_a_permanent_error(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        (item,) = order_request.items
        wrong = replace(order_request, items=(replace(item, sku="NO-SUCH-SKU"),))
        with pytest.raises(ProviderError) as caught:
            provider.create_order(wrong)
        assert (caught.value.code, caught.value.permanent) == ("validation_failed", True)
        assert provider.find_by_reference(order_request.reference) is None

    def test_it_cancels_before_production(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        order_id = provider.create_order(order_request).order.id
        for _ in range(2):
            cancelled = provider.cancel_order(order_id)
            assert cancelled.done is True
            assert cancelled.order.stage is Stage.CANCELLED
        assert provider.get_order(order_id).stage is Stage.CANCELLED

    def test_it_does_not_cancel_in_production(
        self, provider: PrintProvider, order_request: OrderRequest, clock: Clock
    ) -> None:
        order_id = provider.create_order(order_request).order.id
        clock.to_production(order_id)
        refused = provider.cancel_order(order_id)
        assert refused.done is False
        assert refused.order.stage is Stage.IN_PRODUCTION

    def test_it_ships_with_tracking(
        self, provider: PrintProvider, order_request: OrderRequest, clock: Clock
    ) -> None:
        order_id = provider.create_order(order_request).order.id
        clock.to_shipped(order_id)
        order = provider.get_order(order_id)
        assert order.stage is Stage.SHIPPED
        (parcel,) = order.shipments
        assert parcel.status is ShipmentStatus.SHIPPED
        assert parcel.number
        assert parcel.carrier
        assert parcel.tracking_url.startswith("http")
        assert parcel.dispatched_at is not None
        assert parcel.item_ids == (order.items[0].id,)

    def test_callbacks_lead_to_the_order(
        self, provider: PrintProvider, order_request: OrderRequest, clock: Clock
    ) -> None:
        order_id = provider.create_order(order_request).order.id
        clock.to_shipped(order_id)
        events = [provider.parse_callback(body, {}) for body in clock.callbacks()]
        assert {event.order_id for event in events} == {order_id}
        assert len({event.id for event in events}) == len(events) > 0

    def test_any_order_of_news_ends_the_same(
        self, provider: PrintProvider, order_request: OrderRequest, clock: Clock
    ) -> None:
        early = provider.create_order(order_request).order
        clock.to_production(early.id)
        middle = provider.get_order(early.id)
        clock.to_shipped(early.id)
        late = provider.get_order(early.id)
        stage, shipments = early.stage, early.shipments
        for news in (late, middle, early, late):
            stage = advance(stage, news.stage)
            shipments = merge_shipments(shipments, news.shipments)
        assert (stage, shipments) == (Stage.SHIPPED, late.shipments)

    def test_it_quotes_every_method_cheapest_first(
        self, provider: PrintProvider, order_request: OrderRequest
    ) -> None:
        items = [QuoteItem(item.sku, item.copies) for item in order_request.items]
        quotes = provider.quote(country="DE", items=items, currency="EUR")
        assert [quote.method for quote in quotes] == list(Method)
        assert {quote.currency for quote in quotes} == {"EUR"}
        assert len({quote.items_cost for quote in quotes}) == 1
        costs = [quote.shipping_cost for quote in quotes]
        assert costs == sorted(costs)
        one = provider.quote(country="DE", items=items, currency="EUR", method=Method.EXPRESS)
        assert one == (quotes[2],)
