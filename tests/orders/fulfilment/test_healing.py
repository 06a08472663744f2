"""Crashes and crossings between our rows and the print house's, healed by the jobs."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import move
from orders.fulfilment import jobs, services
from orders.fulfilment.models import ProviderOrder, ProviderState
from orders.fulfilment.providers.base import Stage
from orders.fulfilment.providers.prodigi import ProdigiProvider
from orders.fulfilment.providers.registry import get_provider
from orders.printing.models import PrintFile
from orders.printing.services import hold
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.running import RunningJob
from shop.platform.inbox.models import InboundEvent
from shop.platform.inbox.services import receive
from shop.vault import services as vault
from tests.orders.factories import make_order, make_variant, withdraw_version
from tests.support.print_house import PrintHouse, make_pdf, md5

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.fixture(autouse=True)
def _at_the_house(house: PrintHouse, settings: Settings) -> Iterator[None]:
    settings.PRODIGI_API_URL = house.url
    settings.WAKEUP_LOSS = 1.0
    get_provider.cache_clear()
    yield
    get_provider.cache_clear()


@pytest.fixture
def order() -> Order:
    """A paid A4 print whose file is made."""
    order = make_order(state=OrderState.PAID)
    line = order.lines.get()
    line.variant = make_variant(provider_sku="GLOBAL-FAP-A4")
    line.save()
    pdf = make_pdf(210, 297)
    assert line.version is not None
    blob = vault.put(
        subject=line.version.figure_id,
        data=pdf,
        data_class="print_file",
        name="a4.pdf",
        media_type="application/pdf",
    )
    PrintFile.objects.create(
        line=line, blob=blob, md5=md5(pdf), pages=1, effective_dpi=300, passed=True
    )
    services.queue_submission(order_id=order.pk)
    return order


def run(kind: str) -> JobState:
    """Run the one job of a kind; returns how it stands then."""
    job = Job.objects.get(kind=kind)
    durable.run(job.pk)
    job.refresh_from_db()
    return JobState(job.state)


def die_after(patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """Kill the process right after `owner.name` has returned."""
    original = getattr(owner, name)

    def wrapped(*arguments: Any, **options: Any) -> Any:
        original(*arguments, **options)
        raise Killed

    patch.setattr(owner, name, wrapped)


def die(*arguments: Any) -> None:
    """Stand in for what is not reached any more."""
    raise Killed


def run_and_die(kind: str) -> None:
    """Run the one job of a kind to its death, and let its lease end."""
    with pytest.raises(Killed):
        run(kind)
    Job.objects.filter(kind=kind).update(lease_until=timezone.now() - timedelta(seconds=1))


def at_the_house(house: PrintHouse, order: Order) -> str:
    """Return the stage of the order's one order at the house."""
    assert house.log()["accepted"][order.number] == 1
    params = f"?merchantReferences={order.number}"
    (document,) = house.call("GET", f"/v4.0/orders{params}").json()["orders"]
    stage: str = document["status"]["stage"]
    return stage


def test_killed_after_the_house_accepted(
    house: PrintHouse, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        die_after(patch, ProdigiProvider, "create_order")
        run_and_die("fulfilment.submit")
    assert run("fulfilment.submit") == JobState.DONE
    assert at_the_house(house, order) == "InProgress"
    assert ProviderOrder.objects.get().state == ProviderState.ACCEPTED


def test_shipped_before_we_knew_that_it_was_accepted(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = ProdigiProvider.find_by_reference

    def much_later(self: ProdigiProvider, reference: str) -> Any:
        told = find(self, reference)
        assert told is not None
        return dataclasses.replace(told, stage=Stage.SHIPPED)

    with monkeypatch.context() as patch:
        die_after(patch, ProdigiProvider, "create_order")
        run_and_die("fulfilment.submit")
    monkeypatch.setattr(ProdigiProvider, "find_by_reference", much_later)
    assert run("fulfilment.submit") == JobState.DONE
    assert ProviderOrder.objects.get().state == ProviderState.SHIPPED
    order.refresh_from_db()
    assert order.state == OrderState.SHIPPED


def test_withdrawn_before_we_knew_that_it_was_accepted(
    house: PrintHouse, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        die_after(patch, ProdigiProvider, "create_order")
        run_and_die("fulfilment.submit")
    version = order.lines.get().version
    assert version is not None
    withdraw_version(version)
    assert run("fulfilment.stop") == JobState.DONE
    assert at_the_house(house, order) == "Cancelled"
    assert ProviderOrder.objects.get().state == ProviderState.CANCELLED
    assert run("fulfilment.submit") == JobState.DONE
    assert at_the_house(house, order) == "Cancelled"


def test_stopped_too_early_is_stopped_again(
    house: PrintHouse, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = ProdigiProvider.create_order

    def withdrawn_on_the_way(self: ProdigiProvider, request: Any) -> Any:
        version = order.lines.get().version
        assert version is not None
        withdraw_version(version)
        assert run("fulfilment.stop") == JobState.DONE
        return create(self, request)

    monkeypatch.setattr(ProdigiProvider, "create_order", withdrawn_on_the_way)
    durable.run(Job.objects.get(kind="fulfilment.submit").pk)
    assert at_the_house(house, order) == "InProgress"
    durable.run_due()
    assert at_the_house(house, order) == "Cancelled"
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, "figure_withdrawn")


def test_an_issue_at_the_house_stops_nothing(house: PrintHouse, order: Order) -> None:
    assert run("fulfilment.submit") == JobState.DONE
    hold(order=order, reason="provider_issue")
    services.queue_submission(order_id=order.pk)
    durable.run_due()
    assert at_the_house(house, order) == "InProgress"
    assert not Job.objects.filter(kind="fulfilment.stop").exists()


def test_killed_while_a_callback_is_put_away(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    run("fulfilment.submit")
    external_id = ProviderOrder.objects.get().external_id
    body = json.dumps({"order_id": external_id}).encode()
    receive(source="prodigi", event_id="evt-1", kind="stage", body=body)
    with monkeypatch.context() as patch:
        patch.setattr(RunningJob, "finish", die)
        run_and_die("inbox.prodigi")
    assert run("inbox.prodigi") == JobState.DONE
    event = InboundEvent.objects.get()
    assert (event.note, bytes(event.body)) == ("refreshed", b"{}")


def test_shipped_after_it_was_cancelled_here_is_noted_once(house: PrintHouse, order: Order) -> None:
    run("fulfilment.submit")
    row = ProviderOrder.objects.get()
    move(order=order, to=OrderState.CANCELLED)
    assert row.external_id is not None
    told = get_provider("prodigi").get_order(row.external_id)
    shipped = dataclasses.replace(told, stage=Stage.SHIPPED)
    for _ in range(2):
        services.apply(row=row, told=shipped)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert order.events.filter(kind="shipped_after_end").count() == 1
    assert ProviderOrder.objects.get().state == ProviderState.SHIPPED


def test_one_the_house_does_not_answer_for_goes_to_the_end_of_the_line(
    house: PrintHouse, order: Order
) -> None:
    run("fulfilment.submit")
    before = ProviderOrder.objects.get()
    house.faults(status_500=10)
    durable.enqueue("fulfilment.poll", subject="poll", dedupe_key="poll")
    assert run("fulfilment.poll") == JobState.DONE
    after = ProviderOrder.objects.get()
    assert after.checked_at is not None
    assert before.checked_at is not None
    assert after.checked_at > before.checked_at


@pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.SHIPPED])
def test_giving_up_on_an_order_that_has_ended_ends_the_job(order: Order, state: OrderState) -> None:
    Order.objects.filter(pk=order.pk).update(state=state)
    Job.objects.update(attempts=12)
    assert run("fulfilment.submit") == JobState.FAILED
    order.refresh_from_db()
    assert order.state == state


def test_a_refused_order_is_submitted_again(house: PrintHouse, order: Order) -> None:
    PrintFile.objects.update(passed=False)
    assert run("fulfilment.submit") == JobState.FAILED
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, "fulfilment:not_shippable")
    PrintFile.objects.update(passed=True)
    move(order=order, to=OrderState.PAID, changes={"hold_reason": ""})
    jobs.submit_again(order=order)
    durable.run_due()
    assert at_the_house(house, order) == "InProgress"
    assert ProviderOrder.objects.get().state == ProviderState.ACCEPTED
