"""Attempts without an end are found, and pages nobody should use are closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.checkout.states import OrderState
from orders.checkout.transitions import move
from orders.payments import start
from orders.payments.jobs import SWEEP_EVERY
from orders.payments.models import AttemptState, PaymentAttempt
from orders.payments.services import start_payment
from shop.platform.durable import registry
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.services import enqueue, run_due
from tests.orders.factories import make_order, withdraw_version
from tests.orders.payments.checks import books
from tests.orders.payments.stories import TOTAL, paid_attempt
from tests.support.peers import Peer, StripePeer, session_of

pytestmark = pytest.mark.django_db


def a_sweep(number: int = 1, *, age: timedelta = timedelta(minutes=2)) -> None:
    """Let a sweep pass over attempts that are `age` old."""
    PaymentAttempt.objects.update(created_at=timezone.now() - age)
    enqueue("payments.sweep", subject="payments.sweep", dedupe_key=f"payments.sweep:{number}")
    run_due()


def test_it_runs_by_itself() -> None:
    periodic = {item.name: item.every for item in registry.periodics()}
    assert periodic["payments.sweep"] == SWEEP_EVERY == timedelta(minutes=1)


def test_a_lost_event_is_made_good(peer: Peer) -> None:
    order = make_order()
    paid_attempt(peer, order)
    a_sweep(1)
    a_sweep(2)
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert books(order) == [("capture", TOTAL)]


def test_young_attempts_are_left_to_their_request(peer: Peer) -> None:
    order = make_order()
    paid_attempt(peer, order)
    a_sweep(age=timedelta(seconds=5))
    order.refresh_from_db()
    assert order.state == OrderState.PLACED


def test_an_abandoned_page_ends_when_its_time_is_over(peer: Peer) -> None:
    attempt = start_payment(order=make_order())
    peer.act(session_of(attempt), "expire", tell=False)
    a_sweep()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED
    assert attempt.ended_at is not None


def test_a_page_never_written_down_is_opened_with_the_same_key(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(start, "_keep", die)
        with pytest.raises(KeyboardInterrupt):
            start_payment(order=make_order())
    a_sweep()
    attempt = PaymentAttempt.objects.get()
    assert attempt.state == AttemptState.OPEN
    assert attempt.redirect_url
    assert peer.sessions() == 1


def test_a_page_never_written_down_ends_with_its_time(stripe_peer: StripePeer) -> None:
    attempt = start_payment(order=make_order())
    PaymentAttempt.objects.update(
        state=AttemptState.CREATED, session_id=None, expires_at=timezone.now()
    )
    a_sweep()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED


def test_one_dead_gateway_call_does_not_stop_the_sweep(stripe_peer: StripePeer) -> None:
    orders = [make_order(), make_order()]
    for order in orders:
        paid_attempt(stripe_peer, order)
    stripe_peer.stub.fail_with = [500, 500, 500]
    a_sweep(1)
    states = []
    for order in orders:
        order.refresh_from_db()
        states.append(order.state)
    assert sorted(states) == [OrderState.PAID, OrderState.PLACED]
    a_sweep(2)
    for order in orders:
        order.refresh_from_db()
        assert order.state == OrderState.PAID


@pytest.mark.parametrize("end", [OrderState.CANCELLED, OrderState.EXPIRED, OrderState.ON_HOLD])
def test_an_order_that_ends_closes_its_page(peer: Peer, end: OrderState) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    move(order=order, to=end)
    run_due()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED


def test_a_withdrawn_figure_closes_the_page(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    line = order.lines.get()
    assert line.version
    withdraw_version(line.version)
    run_due()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED


def test_a_page_that_cannot_be_closed_now_is_closed_later(stripe_peer: StripePeer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    move(order=order, to=OrderState.CANCELLED)
    stripe_peer.stub.fail_with = [500, 500, 500]
    run_due()
    assert Job.objects.get(kind="payments.close").state == JobState.QUEUED
    Job.objects.update(run_at=timezone.now())
    run_due()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED
