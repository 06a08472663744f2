"""Store an inbound event and queue its handling, in one transaction."""

from django.db import transaction

from shop.platform import faultpoints
from shop.platform.durable import services as durable
from shop.platform.inbox.models import InboundEvent


def receive(*, source: str, event_id: str, kind: str, body: bytes) -> InboundEvent:
    """Store the event once and queue the job `inbox.<source>` for it.

    A replay of a stored event returns the first row. Handling is the job's business; it marks
    the row with `handled_at`, so that a failed handling is tried again and never deduplicated.
    """
    with transaction.atomic():
        event, created = InboundEvent.objects.get_or_create(
            source=source, event_id=event_id, defaults={"kind": kind, "body": body}
        )
        if created:
            transaction.on_commit(lambda: faultpoints.reached("inbox.stored"))
            durable.enqueue(
                f"inbox.{source}", subject=str(event.pk), dedupe_key=f"inbox:{event.pk}"
            )
    return event
