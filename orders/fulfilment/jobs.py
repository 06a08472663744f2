"""Jobs of fulfilment: submit, follow by callback and by polling, stop."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.fulfilment import services
from orders.fulfilment.models import ProviderOrder, ProviderState
from orders.fulfilment.providers.base import ProviderError
from orders.fulfilment.providers.registry import get_provider
from orders.printing.services import hold
from shop.platform import faultpoints, ids
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import PermanentFailure, RetryLater
from shop.platform.durable.running import RunningJob
from shop.platform.inbox.models import InboundEvent

_OPEN = (ProviderState.ACCEPTED, ProviderState.IN_PRODUCTION)


def _failed(job: RunningJob, code: str, message: str) -> None:
    """Hold the paid order: a person has to look."""
    ProviderOrder.objects.filter(order_id=job.subject, state=ProviderState.CREATED).update(
        state=ProviderState.FAILED
    )
    hold(order=Order.objects.get(pk=job.subject), reason=f"fulfilment:{code}"[:60])


@registry.handler("fulfilment.submit", max_attempts=12, on_failure=_failed)
def submit(job: RunningJob) -> None:
    """Place the provider order exactly once.

    The row and its key are committed first. A kill after the provider accepted is healed by
    looking the order up by our reference, and by the key, which the provider honours. An order
    that was held meanwhile is looked up and stopped, never placed.
    """
    order = Order.objects.select_related("owner").get(pk=job.subject)
    if order.state != OrderState.PAID:
        if ProviderOrder.objects.filter(order=order, external_id=None).exists():
            _stop_if_held(order)
        return
    row = services.intend(order=order)
    if row.external_id is not None:
        return
    provider = get_provider(row.provider)
    try:
        known = provider.find_by_reference(order.number) if job.attempts > 1 else None
        told = known or provider.create_order(services.request_of(row)).order
    except services.NotShippable as error:
        raise PermanentFailure("not_shippable", str(error)) from error
    except ProviderError as error:
        if error.permanent:
            raise PermanentFailure(error.code, error.message) from error
        raise
    faultpoints.reached("fulfilment.accepted")
    with job.transaction():
        order.refresh_from_db()
        _stop_if_held(order)
        services.apply(row=row, told=told)
        job.finish()


def _stop_if_held(order: Order) -> None:
    """Queue the stopping of what was placed, or may have been, while the order was being held."""
    if order.state in {OrderState.ON_HOLD, OrderState.CANCELLED}:
        durable.enqueue(
            "fulfilment.stop", subject=order.pk, dedupe_key=f"fulfilment.stop:{order.pk}:placed"
        )


@registry.handler("inbox.prodigi")
def callback(job: RunningJob) -> None:
    """Handle a callback: a hint to fetch the order anew, nothing more."""
    event = InboundEvent.objects.get(pk=int(job.subject))
    provider_order_id = json.loads(bytes(event.body))["order_id"]
    row = ProviderOrder.objects.filter(external_id=provider_order_id).first()
    if row is None:
        # It may have overtaken our own commit; an order that never comes is given up later.
        if timezone.now() - event.received_at < timedelta(hours=1):
            raise RetryLater(timedelta(seconds=5))
        _handled(job, event, "unknown order")
        return
    services.refresh(row=row)
    _handled(job, event, "refreshed")


def _handled(job: RunningJob, event: InboundEvent, note: str) -> None:
    # Together: a job killed in between would find an event without its order's id.
    with job.transaction():
        InboundEvent.objects.filter(pk=event.pk).update(
            handled_at=timezone.now(), note=note, body=b"{}"
        )
        job.finish()


@registry.handler("fulfilment.poll")
def poll(job: RunningJob) -> None:
    """Ask about every open provider order, in case a callback got lost."""
    due = ProviderOrder.objects.filter(state__in=_OPEN, external_id__isnull=False)
    for row in due.order_by("checked_at")[:100]:
        try:
            services.refresh(row=row)
        except ProviderError:
            # To the end of the line, so that others have their turn.
            ProviderOrder.objects.filter(pk=row.pk).update(checked_at=timezone.now())


@registry.handler("fulfilment.stop", max_attempts=10)
def stop(job: RunningJob) -> None:
    """Try to cancel at the provider what must not be shipped any more."""
    services.stop(order=Order.objects.get(pk=job.subject))


def submit_again(*, order: Order) -> None:
    """Queue the submission of a held order anew, after a person has looked."""
    with transaction.atomic():
        ProviderOrder.objects.filter(order=order, state=ProviderState.FAILED).update(
            state=ProviderState.CREATED
        )
        durable.enqueue(
            "fulfilment.submit",
            subject=order.pk,
            dedupe_key=f"fulfilment.submit:{order.pk}:{ids.random_token()}",
        )


registry.subscribe("order.print_files_ready", services.queue_submission)
registry.subscribe("figure_version.withdrawn", services.stop_withdrawn)
registry.periodic("fulfilment.poll", every=timedelta(minutes=1))
