"""SIGKILL of all our processes where it hurts most; after the restart it is as if nothing had been.

Each test stops a process at a fault point (`shop.platform.faultpoints`), kills web, workers and
beat at once, starts them again and waits. The lease is cut from 20 to 4 seconds to be quick; with
the default a dead worker's job is free after 20 s at most and found by the sweep within another
10 s, so that half of the minute is left for the job. One test runs with the default.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from figures.generation.models import QuotaEntry, QuotaPeriod
from figures.intake.models import Photo
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from orders.checkout.models import Order
from orders.fulfilment.models import ProviderOrder
from orders.payments.gateways.test.models import TestGatewaySession
from orders.payments.models import AttemptState, LedgerEntry, PaymentAttempt
from orders.payments.services import start_payment
from orders.printing.models import PrintFile
from shop.platform.durable.models import Job, JobState
from shop.platform.inbox.models import InboundEvent
from tests.faults.conftest import Heals, Ships, World
from tests.faults.world import (
    approve,
    assert_done_once,
    assert_tidy,
    idle,
    is_shipped,
    mails_are_out,
    make_sticker_order,
    orders_in_journal,
    pay_in_process,
)
from tests.support.print_house import ROOT, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.both_databases]

HALF_A_MINUTE = timedelta(seconds=30)
PORTRAIT = ROOT / "tests" / "data" / "portraits" / "astronaut.jpg"


def test_upload_and_render(world: World, heals: Heals) -> None:
    stack, visitor = world.stack, world.visitor
    stack.start("web", fault="intake.stored")
    visitor.post_without_answer("/create/", photo=PORTRAIT, declaration="permission")
    stack.kill_at("intake.stored")
    photo = Photo.objects.get()
    assert photo.delete_after > timezone.now()
    assert_tidy()

    stack.start(fault="figures.rendered")
    assert visitor.get(f"/create/{photo.pk}/face/0.jpg").content.startswith(b"\xff\xd8\xff")
    asked = visitor.post(f"/create/{photo.pk}/", name="Sample Hero", pose="stand")
    assert asked.status_code == 302
    stack.kill_at("figures.rendered")
    assert Figure.objects.get().state == FigureState.MAKING
    assert not FigureVersion.objects.exists()

    stack.start(wait=False)
    heals(lambda: Figure.objects.get().state == FigureState.READY)
    version = FigureVersion.objects.get()
    assert QuotaPeriod.objects.get().used == 1
    assert QuotaEntry.objects.get().refunded_at is None
    wait_until(idle, seconds=180)
    assert_tidy()
    order = make_sticker_order(approve(version))
    pay_in_process(order)
    wait_until(lambda: is_shipped(order) and idle(), seconds=180)
    stack.kill()
    assert_done_once(order, world.house)


def test_gateway_before_our_commit(world: World, heals: Heals, ships: Ships, order: Order) -> None:
    stack, visitor = world.stack, world.visitor
    stack.start("web", fault="payments.session_made")
    visitor.post_without_answer(f"/orders/{order.number}/pay")
    stack.kill_at("payments.session_made")
    attempt = PaymentAttempt.objects.get()
    assert (attempt.state, attempt.session_id) == (AttemptState.CREATED, None)
    session = TestGatewaySession.objects.get()
    # As if the 30 seconds after which the gateway is asked again had passed.
    check = Job.objects.get(kind="payments.check")
    assert check.run_at - attempt.created_at <= HALF_A_MINUTE
    Job.objects.filter(pk=check.pk).update(run_at=timezone.now())

    stack.start(fault="payments.settling")
    heals(lambda: PaymentAttempt.objects.get().state == AttemptState.OPEN)
    assert PaymentAttempt.objects.get().session_id == session.pk
    paid = visitor.post(f"/test-pay/{session.pk}/", choice="pay")
    assert paid.headers["Location"].endswith(f"/payments/return/{attempt.pk}/")
    stack.kill_at("payments.settling")
    assert TestGatewaySession.objects.get().state == "paid"
    assert PaymentAttempt.objects.get().state == AttemptState.OPEN
    assert not LedgerEntry.objects.exists()

    stack.start(wait=False)
    ships(order)


def test_inbox(world: World, ships: Ships, order: Order) -> None:
    session = start_payment(order=order).session_id
    world.stack.start("web", fault="inbox.stored")
    world.visitor.post_without_answer(f"/test-pay/{session}/", choice="pay")
    world.stack.kill_at("inbox.stored")
    assert InboundEvent.objects.get().handled_at is None
    assert Job.objects.get(kind="inbox.testgateway").state == JobState.QUEUED

    world.stack.start(wait=False)
    ships(order)


def test_pdf(world: World, ships: Ships, order: Order) -> None:
    pay_in_process(order)
    world.stack.start("worker-default", "worker-render", fault="printing.assembled")
    wait_until(mails_are_out, seconds=180)
    world.stack.kill_at("printing.assembled")
    assert not PrintFile.objects.exists()
    assert Job.objects.get(kind="orders.print_file").state == JobState.RUNNING

    world.stack.start(wait=False)
    ships(order)


@pytest.mark.parametrize("house_too", [False, True], ids=["house_lives", "house_dies_too"])
def test_provider_before_our_commit(
    world: World, ships: Ships, order: Order, house_too: bool
) -> None:
    pay_in_process(order)
    if not house_too:  # The default lease: this one's time to heal is the honest one.
        del world.stack.environment["SHELFIE_JOB_LEASE"]
    workers = ("web", "worker-default", "worker-render")
    world.stack.start(*workers, fault="fulfilment.accepted")
    wait_until(mails_are_out, seconds=180)
    world.stack.kill_at("fulfilment.accepted")
    assert orders_in_journal(world.house) == [order.number]
    assert ProviderOrder.objects.get().external_id is None
    if house_too:
        world.house.kill()
        world.house.start()

    world.stack.start(wait=False)
    ships(order)
    assert orders_in_journal(world.house) == [order.number]
