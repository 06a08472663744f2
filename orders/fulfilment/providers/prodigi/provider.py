"""The Prodigi provider: places, follows and cancels orders, quotes, reads callbacks."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote as in_path

import requests

from orders.fulfilment.providers.base import (
    CallbackEvent,
    Cancellation,
    Capabilities,
    Method,
    OrderRequest,
    Placed,
    ProviderError,
    ProviderOrder,
    Quote,
    QuoteItem,
    ShippingAddress,
    Stage,
)
from orders.fulfilment.providers.prodigi import reading
from orders.fulfilment.providers.prodigi.client import Json, ProdigiClient, camel_keys, fold

_TYPE_PREFIX = "com.prodigi."
_MOST = 100
_ID = re.compile(r"[\w-]{1,64}")


class ProdigiProvider:
    """Implements `PrintProvider` for one Prodigi account.

    Args:
        session: for all calls; see `ProdigiClient`.
        base_url: such as `https://api.prodigi.com/v4.0`.
        api_key: of the account.
        transit_days: business days (least, most) per method, shown where a quote names none: the
            real API gives no dates, so the shop states its own.

    """

    name = "prodigi"
    capabilities = Capabilities(
        idempotent_create=True,
        cancel=True,
        quote=True,
        signed_callbacks=False,
        max_reference_length=None,
    )

    def __init__(
        self,
        *,
        session: requests.Session,
        base_url: str,
        api_key: str,
        transit_days: Mapping[Method, tuple[int, int]] | None = None,
    ) -> None:
        self._client = ProdigiClient(session=session, base_url=base_url, api_key=api_key)
        self._transit_days = dict(transit_days or {})

    def create_order(self, request: OrderRequest) -> Placed:
        """Place an order; the answer is checked against what was sent, line by line.

        Raises:
            ProviderError: with `order_id` set when an order exists but is not the one meant
                (`reference_mismatch`, `items_mismatch`): staff must look before anything ships.

        """
        answer = self._client.post(
            "/orders",
            expect=("Created", "CreatedWithIssues", "AlreadyExists", "OnHold"),
            body=_order_body(request),
        )
        order = reading.order(answer.get("order") or {})
        # A paused order is answered with its id and nothing more.
        if fold(answer["outcome"]) == "onhold":
            order = replace(order, reference=request.reference, stage=Stage.ON_HOLD)
        else:
            _check_same(request, order)
        return Placed(order=order, replayed=fold(answer["outcome"]) == "alreadyexists")

    def get_order(self, order_id: str) -> ProviderOrder:
        """Fetch an order by Prodigi's id, such as `ord_840796`."""
        answer = self._client.get(f"/orders/{in_path(order_id, safe='')}", expect=("Ok",))
        return reading.order(answer.get("order") or {})

    def find_by_reference(self, reference: str) -> ProviderOrder | None:
        """Fetch the order with our reference; a cancelled one only if there is no other.

        Raises:
            ProviderError: `ambiguous_reference` when several are under way.

        """
        answer = self._client.get(
            "/orders", expect=("Ok",), params={"merchantReferences": reference, "top": _MOST}
        )
        rows = answer.get("orders") or []
        # The filter is not relied on: an API that ignored it would hand out a stranger's order.
        orders = [order for order in map(reading.order, rows) if order.reference == reference]
        active = [order for order in orders if order.stage is not Stage.CANCELLED]
        if len(active) > 1:
            raise ProviderError(
                "ambiguous_reference",
                f"{len(active)} orders under way with one reference",
                permanent=True,
                order_id=active[-1].id,
            )
        return next(iter(active or orders), None)

    def cancel_order(self, order_id: str) -> Cancellation:
        """Cancel the order if it is not in production yet."""
        answer = self._client.post(
            f"/orders/{in_path(order_id, safe='')}/actions/cancel",
            expect=("Cancelled", "FailedToCancel", "ActionNotAvailable"),
        )
        document = answer.get("order")
        order = reading.order(document) if document else self.get_order(order_id)
        # `Cancelled` may mean some of the items only; the stage tells.
        return Cancellation(order=order, done=order.stage is Stage.CANCELLED)

    def quote(
        self,
        *,
        country: str,
        items: Sequence[QuoteItem],
        currency: str,
        method: Method | None = None,
    ) -> tuple[Quote, ...]:
        """Return a quote per method that serves the country, cheapest method first."""
        body = {
            "destinationCountryCode": country,
            "currencyCode": currency,
            "items": [
                {
                    "sku": item.sku,
                    "copies": item.copies,
                    "attributes": dict(item.attributes),
                    "assets": [{"printArea": area} for area in item.print_areas],
                }
                for item in items
            ],
        }
        if method:
            body["shippingMethod"] = _method(method)
        answer = self._client.post(
            "/quotes", expect=("Created", "CreatedWithIssues", "Ok"), body=body
        )
        known = {member.value for member in Method}
        rows = [
            row
            for row in answer.get("quotes") or []
            if fold(row.get("shipmentMethod") or row.get("shippingMethod")) in known
        ]
        quotes = [self._with_days(reading.quote(row)) for row in rows]
        if any(quote.currency != currency for quote in quotes):
            raise ProviderError("currency_mismatch", f"not in {currency}", permanent=True)
        order = list(Method)
        return tuple(sorted(quotes, key=lambda quote: order.index(quote.method)))

    def parse_callback(self, body: bytes, headers: Mapping[str, str]) -> CallbackEvent:
        """Read a CloudEvent. Prodigi signs nothing: the secret is in the path it was sent to.

        Raises:
            ProviderError: `bad_callback`, permanent.

        """
        try:
            event = camel_keys(json.loads(body))
            kind, _, value = str(event["type"]).partition("#")
            order = (event.get("data") or {}).get("order") or {}
            found = CallbackEvent(
                id=str(event["id"]),
                order_id=str(event.get("subject") or order.get("id") or ""),
                kind=kind.removeprefix(_TYPE_PREFIX),
                value=value,
                sent_at=reading.moment(event.get("time")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ProviderError(
                "bad_callback", f"no CloudEvent: {type(error).__name__}", permanent=True
            ) from error
        known = kind.startswith(_TYPE_PREFIX)
        if not known or not _ID.fullmatch(found.id) or not _ID.fullmatch(found.order_id):
            raise ProviderError("bad_callback", "not one of Prodigi's", permanent=True)
        return found

    def _with_days(self, quote: Quote) -> Quote:
        days = self._transit_days.get(quote.method)
        if quote.min_days is not None or days is None:
            return quote
        return replace(quote, min_days=days[0], max_days=days[1])


def _method(method: Method) -> str:
    return method.value.capitalize()


def _order_body(request: OrderRequest) -> Json:
    body: Json = {
        "merchantReference": request.reference,
        "shippingMethod": _method(request.method),
        # In the body: a header of that name is ignored.
        "idempotencyKey": request.idempotency_key,
        "recipient": _recipient(request.address),
        "items": [
            {
                "merchantReference": item.reference,
                "sku": item.sku,
                "copies": item.copies,
                "sizing": "fillPrintArea",
                "attributes": dict(item.attributes),
                "assets": [
                    {"printArea": asset.print_area, "url": asset.url, "md5Hash": asset.md5}
                    for asset in item.assets
                ],
            }
            for item in request.items
        ],
    }
    if request.callback_url:
        body["callbackUrl"] = request.callback_url
    return body


def _recipient(address: ShippingAddress) -> Json:
    return {
        "name": address.name,
        "email": address.email or None,
        "phoneNumber": address.phone or None,
        "address": {
            "line1": address.line1,
            "line2": address.line2 or None,
            "postalOrZipCode": address.postal_code,
            "countryCode": address.country,
            "townOrCity": address.city,
            "stateOrCounty": address.state or None,
        },
    }


def _check_same(request: OrderRequest, order: ProviderOrder) -> None:
    if order.reference != request.reference:
        raise ProviderError(
            "reference_mismatch",
            "the idempotency key belongs to another order",
            permanent=True,
            order_id=order.id,
        )
    sent = sorted((item.reference, item.sku.upper(), item.copies) for item in request.items)
    have = sorted((item.reference, item.sku.upper(), item.copies) for item in order.items)
    if sent != have:
        raise ProviderError(
            "items_mismatch",
            f"sent {len(sent)} lines, the provider has {len(have)} or others",
            permanent=True,
            order_id=order.id,
        )
