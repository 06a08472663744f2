"""Take a gateway's event in: verify, store, answer. Handling it is a job."""

from collections.abc import Mapping

from orders.payments.gateways.base import PaymentGateway
from shop.platform.inbox import services as inbox
from shop.platform.inbox.models import InboundEvent


def accept(*, gateway: PaymentGateway, raw: bytes, headers: Mapping[str, str]) -> InboundEvent:
    """Store a signed event and queue its handling; a replay returns the stored one.

    Raises:
        orders.payments.gateways.base.ForgedEvent: it is not from the gateway.
        orders.payments.gateways.base.EndpointOff: nothing from this gateway can be believed.

    """
    event = gateway.verify_event(raw, headers)
    return inbox.receive(source=gateway.name, event_id=event.id, kind=event.kind, body=raw)
