"""What every print provider offers, in words that belong to none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Method(StrEnum):
    """Shipping methods, cheapest first."""

    BUDGET = "budget"
    STANDARD = "standard"
    EXPRESS = "express"
    OVERNIGHT = "overnight"


class Stage(StrEnum):
    """Where a provider's order stands as a whole; see `progress.advance` for the order of them."""

    ON_HOLD = "on_hold"
    ACCEPTED = "accepted"
    IN_PRODUCTION = "in_production"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class ShipmentStatus(StrEnum):
    """Where one parcel stands."""

    PROCESSING = "processing"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class ProviderError(Exception):
    """A call to a provider did not do what was asked.

    Args:
        code: short and machine-readable: `unreachable`, `rate_limited`, `server_error`,
            `bad_answer`, `not_authenticated`, `not_found`, `validation_failed`, ...
        message: for staff and logs; holds no names, addresses, links or keys.
        permanent: trying the same call again will not help.
        retry_after: seconds to wait, where the provider named them.
        order_id: the provider's order, where one exists in spite of the error.

    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        permanent: bool,
        retry_after: int | None = None,
        order_id: str = "",
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.permanent = permanent
        self.retry_after = retry_after
        self.order_id = order_id


@dataclass(frozen=True)
class Capabilities:
    """What a provider can do; callers ask these and never the provider's name.

    idempotent_create: a create call with the same key gives the first order back.
    signed_callbacks: callbacks prove who sent them; if not they are hints and nothing more.
    max_reference_length: characters of our reference that it keeps; None where it names no limit.
    """

    idempotent_create: bool
    cancel: bool
    quote: bool
    signed_callbacks: bool
    max_reference_length: int | None


@dataclass(frozen=True, repr=False)
class ShippingAddress:
    """Who gets the parcel; `country` is ISO 3166-1 alpha-2. Its repr says nothing, for logs."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    state: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Asset:
    """A print file: where the provider fetches it, and its md5 as 32 hex digits."""

    print_area: str
    url: str = field(repr=False)
    md5: str


@dataclass(frozen=True)
class OrderItem:
    """One product to print; `reference` is ours and unique within the order."""

    reference: str
    sku: str
    copies: int
    assets: tuple[Asset, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderRequest:
    """An order to place.

    `idempotency_key` is kept with the intent before the call and is the same in every retry.
    """

    reference: str
    idempotency_key: str
    method: Method
    address: ShippingAddress
    items: tuple[OrderItem, ...]
    callback_url: str = field(default="", repr=False)


@dataclass(frozen=True)
class ProviderItem:
    """An item as the provider has it."""

    id: str
    reference: str
    sku: str
    copies: int


@dataclass(frozen=True)
class Issue:
    """Something the provider complains about; `blocking` when it will not go on by itself."""

    object_id: str
    code: str
    description: str
    blocking: bool


@dataclass(frozen=True)
class Charge:
    """What the provider charges, in minor units; negative is a refund."""

    id: str
    kind: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Shipment:
    """One parcel. `number` is the carrier's tracking number, empty until there is one."""

    id: str
    status: ShipmentStatus
    number: str = ""
    tracking_url: str = ""
    carrier: str = ""
    service: str = ""
    dispatched_at: datetime | None = None
    item_ids: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class ProviderOrder:
    """An order as the provider tells it; `details` holds the state of its single steps."""

    id: str
    reference: str
    stage: Stage
    details: Mapping[str, str] = field(default_factory=dict)
    items: tuple[ProviderItem, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    issues: tuple[Issue, ...] = ()
    charges: tuple[Charge, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Tell whether somebody has to act before the order goes on."""
        return any(issue.blocking for issue in self.issues)


@dataclass(frozen=True)
class Placed:
    """Answer to `create_order`; `replayed` when the provider had the order already."""

    order: ProviderOrder
    replayed: bool


@dataclass(frozen=True)
class Cancellation:
    """Answer to `cancel_order`; not `done` when it was too late."""

    order: ProviderOrder
    done: bool


@dataclass(frozen=True)
class QuoteItem:
    """A product to be quoted."""

    sku: str
    copies: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    print_areas: tuple[str, ...] = ("default",)


@dataclass(frozen=True)
class Quote:
    """Cost in minor units by one method; business days from dispatch, None where unknown."""

    method: Method
    items_cost: int
    shipping_cost: int
    currency: str
    min_days: int | None = None
    max_days: int | None = None
    parcels: int = 1


@dataclass(frozen=True)
class CallbackEvent:
    """A callback: a hint to fetch the order anew, never a fact about it.

    `kind` and `value` are the provider's words, such as `order.status.stage.changed` and
    `Complete`.
    """

    id: str
    order_id: str
    kind: str
    value: str
    sent_at: datetime | None


class PrintProvider(Protocol):
    """A company that prints and ships. Every method may raise `ProviderError`."""

    name: str
    capabilities: Capabilities

    def create_order(self, request: OrderRequest) -> Placed:
        """Place an order, or get back the one placed with the same idempotency key."""

    def get_order(self, order_id: str) -> ProviderOrder:
        """Fetch an order by the provider's id."""

    def find_by_reference(self, reference: str) -> ProviderOrder | None:
        """Fetch the order with our reference; look here before placing an order again."""

    def cancel_order(self, order_id: str) -> Cancellation:
        """Ask for the whole order to be cancelled; an order that is cancelled already is done."""

    def quote(
        self,
        *,
        country: str,
        items: Sequence[QuoteItem],
        currency: str,
        method: Method | None = None,
    ) -> tuple[Quote, ...]:
        """Return a quote per method that serves the country, cheapest method first."""

    def parse_callback(self, body: bytes, headers: Mapping[str, str]) -> CallbackEvent:
        """Read a callback; refuses one that is malformed or, where there are any, badly signed."""
