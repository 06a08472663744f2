"""Races for money, on PostgreSQL. Each lock has a control: without it the same race goes wrong."""

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import MoveRefused, move
from orders.payments import ledger, locking, settle, start, webhooks
from orders.payments.errors import RefundRefused
from orders.payments.gateways import get_gateway
from orders.payments.models import AttemptState, PaymentAttempt, Refund
from orders.payments.services import refresh, request_refund, start_payment
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job
from shop.platform.durable.services import run_due
from shop.platform.http import InsideTransaction
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from tests.orders.factories import make_order
from tests.orders.payments.checks import assert_books, books, kinds
from tests.orders.payments.stories import TOTAL, paid_attempt, paid_order
from tests.support.peers import Peer, StripePeer, TestPagePeer, session_of
from tests.support.together import errors, meet_after, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _no_wake_ups(settings: Settings) -> None:
    settings.WAKEUP_LOSS = 1.0


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "for_update", lambda rows: rows)


def assert_paid_once(order: Order) -> None:
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert books(order) == [("capture", TOTAL)]
    assert kinds(order).count("paid") == 1
    assert OutgoingMail.objects.filter(kind="order_paid").count() == 1


class TestStart:
    def test_twenty_at_once_open_one_page(self, peer: Peer) -> None:
        order = make_order()
        results = together(*[lambda: start_payment(order=order)] * 20)
        assert errors(results) == []
        attempt = PaymentAttempt.objects.get()
        assert {(one.pk, one.redirect_url) for one in results} == {
            (attempt.pk, attempt.redirect_url)
        }
        assert peer.sessions() == 1
        assert kinds(order) == ["payment_started"]

    def test_two_who_look_before_either_writes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.look_together(monkeypatch)

    @pytest.mark.usefixtures("without_locks")
    def test_control(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(AssertionError, match="IntegrityError"):
            self.look_together(monkeypatch)

    @staticmethod
    def look_together(patch: pytest.MonkeyPatch) -> None:
        order = make_order()
        meet_after(patch, start, "_check_payable")
        results = together(*[lambda: start_payment(order=order)] * 2)
        assert errors(results) == []
        assert PaymentAttempt.objects.count() == 1

    def test_it_refuses_to_run_inside_a_transaction(self, peer: Peer) -> None:
        order = make_order()
        with pytest.raises(InsideTransaction), transaction.atomic():
            start_payment(order=order)
        assert peer.sessions() == 0
        assert not PaymentAttempt.objects.exists()


class TestSettle:
    def test_the_same_event_fifty_times_at_once(self, stripe_peer: StripePeer) -> None:
        order = make_order()
        attempt = paid_attempt(stripe_peer, order)
        session = stripe_peer.stub.sessions[session_of(attempt)]
        raw, signature = stripe_peer.stub.event("checkout.session.completed", session, "evt_1")

        def deliver() -> bool:
            webhooks.accept(
                gateway=get_gateway("stripe"), raw=raw, headers={"Stripe-Signature": signature}
            )
            return durable.run(Job.objects.get(kind="inbox.stripe").pk)

        results = together(*[deliver] * 50)
        assert errors(results) == []
        assert results.count(True) == 1
        assert InboundEvent.objects.get().note == "captured"
        assert_paid_once(order)

    def test_events_the_way_back_and_two_sweeps_at_once(self, peer: Peer) -> None:
        order = make_order()
        attempt = start_payment(order=order)
        peer.act(session_of(attempt), "delay")
        peer.act(session_of(attempt), "arrive")
        jobs = [
            *Job.objects.filter(kind__startswith="inbox.").values_list("pk", flat=True),
        ]
        assert len(jobs) == 2
        results = together(
            *[lambda pk=pk: durable.run(pk) for pk in jobs],
            *[lambda: refresh(attempt=attempt)] * 6,
        )
        assert errors(results) == []
        assert_paid_once(order)

    def test_one_payment_told_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        order = make_order()
        attempt = paid_attempt(TestPagePeer(), order)
        meet_after(monkeypatch, settle, "_target")
        results = together(*[lambda: refresh(attempt=attempt)] * 2)
        assert errors(results) == []
        assert_paid_once(order)

    def test_two_payments_of_one_order_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pay_twice(monkeypatch)

    @pytest.mark.usefixtures("without_locks")
    def test_control_two_payments(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(AssertionError):
            self.pay_twice(monkeypatch)

    @staticmethod
    def pay_twice(patch: pytest.MonkeyPatch) -> None:
        order = make_order()
        peer = TestPagePeer()
        first = paid_attempt(peer, order)
        PaymentAttempt.objects.update(state=AttemptState.EXPIRED)
        second = paid_attempt(peer, order)
        meet_after(patch, ledger, "has_capture")
        together(lambda: refresh(attempt=first), lambda: refresh(attempt=second))
        run_due()
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        assert books(order) == [("capture", TOTAL), ("capture", TOTAL), ("refund", -TOTAL)]
        assert Refund.objects.get().reason == "paid_twice"
        assert_books(order, at_gateway=peer.refunded())

    def test_payment_and_expiry_at_once(self, peer: Peer) -> None:
        order = make_order()
        attempt = paid_attempt(peer, order)
        results = together(
            lambda: refresh(attempt=attempt),
            lambda: move(order=Order.objects.get(pk=order.pk), to=OrderState.EXPIRED),
        )
        assert all(isinstance(error, MoveRefused) for error in errors(results))
        assert_paid_once(order)

    def test_payment_and_cancellation_at_once(self, peer: Peer) -> None:
        order = make_order()
        attempt = paid_attempt(peer, order)
        results = together(
            lambda: refresh(attempt=attempt),
            lambda: move(order=Order.objects.get(pk=order.pk), to=OrderState.CANCELLED),
        )
        assert errors(results) == []
        run_due()
        order.refresh_from_db()
        assert order.state == OrderState.CANCELLED
        assert peer.refunded() == [TOTAL]
        assert_books(order, at_gateway=peer.refunded())


class TestRefunds:
    def test_ten_at_once_never_send_back_too_much(self, peer: Peer) -> None:
        order = paid_order(peer)
        results = together(*[lambda: request_refund(order=order, amount=1000, reason="part")] * 10)
        assert len([one for one in results if isinstance(one, Refund)]) == 2
        assert all(isinstance(error, RefundRefused) for error in errors(results))
        jobs = list(Job.objects.filter(kind="payments.refund").values_list("pk", flat=True))
        ran = together(*[lambda pk=pk: durable.run(pk) for pk in jobs * 3])
        assert errors(ran) == []
        assert peer.refunded() == [1000, 1000]
        assert_books(order, at_gateway=peer.refunded())

    def test_two_who_look_before_either_writes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.look_together(monkeypatch)

    @pytest.mark.usefixtures("without_locks")
    def test_control(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(AssertionError):
            self.look_together(monkeypatch)

    @staticmethod
    def look_together(patch: pytest.MonkeyPatch) -> None:
        order = paid_order(TestPagePeer())
        meet_after(patch, ledger, "refundable")
        together(*[lambda: request_refund(order=order, amount=TOTAL, reason="all")] * 2)
        assert Refund.objects.count() == 1
