"""What every payment gateway must do; Stripe's part runs against our stand-in of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from orders.payments.gateways import default_name, get_gateway
from orders.payments.gateways.base import (
    GatewayError,
    Line,
    RefundOutcome,
    RefundRequest,
    SessionRequest,
    SessionState,
)
from shop.platform.http import InsideTransaction
from shop.platform.money import Money
from tests.support.peers import Peer, StripePeer

pytestmark = pytest.mark.django_db

EXPIRES = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)


def a_request(key: str = "pay:ord_1:1", amount: int = 1999) -> SessionRequest:
    return SessionRequest(
        attempt_id="pay_1",
        order_id="ord_1",
        order_number="SF-SAMPLE01",
        idempotency_key=key,
        lines=(Line("Art print A3", amount, 2), Line("Shipping", 490, 1)),
        total=Money(2 * amount + 490, "EUR"),
        email="sample.person@mail.example",
        expires_at=EXPIRES,
        success_url="http://127.0.0.1:8000/payments/return/pay_1/",
        cancel_url="http://127.0.0.1:8000/payments/return/pay_1/",
    )


def a_refund(payment: str, amount: int, number: int = 1) -> RefundRequest:
    return RefundRequest(
        f"ref_{number}", "ord_1", payment, Money(amount, "EUR"), f"refund:{number}"
    )


class TestEveryGateway:
    def test_a_session_opens_once_per_key(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        first = gateway.create_session(a_request())
        assert gateway.create_session(a_request()) == first
        assert gateway.create_session(a_request("pay:ord_1:2")) != first
        assert peer.sessions() == 2
        assert first.url.startswith(("https://checkout.stripe.com/", "http://127.0.0.1"))

    def test_the_same_key_with_other_words_is_refused_for_good(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        gateway.create_session(a_request())
        with pytest.raises(GatewayError) as refused:
            gateway.create_session(a_request(amount=1))
        assert refused.value.permanent
        assert peer.sessions() == 1

    def test_an_open_session_says_what_was_asked(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        status = gateway.fetch_session(gateway.create_session(a_request()).id)
        assert status.state is SessionState.OPEN
        assert not status.paid
        assert status.amount == Money(4488, "EUR")
        assert (status.order_id, status.attempt_id) == ("ord_1", "pay_1")
        assert status.livemode is False

    @pytest.mark.parametrize(
        ("choices", "state", "paid"),
        [
            (["pay"], SessionState.COMPLETE, True),
            (["delay"], SessionState.COMPLETE, False),
            (["delay", "arrive"], SessionState.COMPLETE, True),
            (["delay", "bounce"], SessionState.FAILED, False),
            (["decline"], SessionState.FAILED, False),
            (["expire"], SessionState.EXPIRED, False),
        ],
    )
    def test_it_tells_what_a_session_came_to(
        self, peer: Peer, choices: list[str], state: SessionState, paid: bool
    ) -> None:
        gateway = get_gateway(peer.name)
        session = gateway.create_session(a_request())
        for choice in choices:
            peer.act(session.id, choice, tell=False)
        status = gateway.fetch_session(session.id)
        assert (status.state, status.paid) == (state, paid)
        assert bool(status.failure_code) == (state is SessionState.FAILED)
        if paid:
            assert status.payment_reference

    def test_only_an_open_session_can_be_expired(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        session = gateway.create_session(a_request())
        gateway.expire_session(session.id)
        assert gateway.fetch_session(session.id).state is SessionState.EXPIRED
        with pytest.raises(GatewayError) as refused:
            gateway.expire_session(session.id)
        assert refused.value.permanent

    def test_an_unknown_session_is_a_permanent_error(self, peer: Peer) -> None:
        with pytest.raises(GatewayError) as refused:
            get_gateway(peer.name).fetch_session("nothing")
        assert refused.value.permanent

    def test_a_refund_is_made_once_per_key_and_found_again(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        session = gateway.create_session(a_request())
        peer.act(session.id, "pay", tell=False)
        payment = gateway.fetch_session(session.id).payment_reference
        assert gateway.find_refund(a_refund(payment, 1000)) is None
        made = gateway.refund(a_refund(payment, 1000))
        assert made.outcome is RefundOutcome.DONE
        assert gateway.refund(a_refund(payment, 1000)) == made
        assert gateway.find_refund(a_refund(payment, 1000)) == made
        assert gateway.fetch_refund(made.reference) == made
        assert gateway.refund(a_refund(payment, 500, number=2)) != made
        assert peer.refunded() == [1000, 500]

    def test_a_refund_of_nothing_paid_is_a_permanent_error(self, peer: Peer) -> None:
        with pytest.raises(GatewayError) as refused:
            get_gateway(peer.name).refund(a_refund("nothing", 1))
        assert refused.value.permanent


@pytest.mark.django_db(transaction=True)
class TestInsideATransaction:
    def test_every_call_is_refused(self, peer: Peer) -> None:
        gateway = get_gateway(peer.name)
        calls: list[Callable[[], object]] = [
            lambda: gateway.create_session(a_request()),
            lambda: gateway.fetch_session("x"),
            lambda: gateway.expire_session("x"),
            lambda: gateway.refund(a_refund("x", 1)),
            lambda: gateway.find_refund(a_refund("x", 1)),
            lambda: gateway.fetch_refund("x"),
        ]
        for call in calls:
            with pytest.raises(InsideTransaction), transaction.atomic():
                call()
        assert peer.sessions() == 0


class TestStripeTrouble:
    def test_a_server_error_is_not_permanent(self, stripe_peer: StripePeer) -> None:
        stripe_peer.stub.fail_with = [500, 500, 500]
        with pytest.raises(GatewayError) as failed:
            get_gateway("stripe").fetch_session("cs_test_1")
        assert not failed.value.permanent
        assert len(stripe_peer.stub.seen) == 3  # the first and two more

    @pytest.mark.parametrize("status", [401, 403, 429])
    def test_a_wrong_key_or_too_many_requests_are_not_permanent(
        self, stripe_peer: StripePeer, status: int
    ) -> None:
        stripe_peer.stub.fail_with = [status]
        with pytest.raises(GatewayError) as failed:
            get_gateway("stripe").create_session(a_request())
        assert not failed.value.permanent

    def test_a_lost_reply_is_asked_for_again_with_the_same_key(
        self, stripe_peer: StripePeer
    ) -> None:
        stripe_peer.stub.drop_replies = 1
        session = get_gateway("stripe").create_session(a_request())
        keys = [seen.headers["idempotency-key"] for seen in stripe_peer.stub.seen]
        assert keys == ["pay:ord_1:1", "pay:ord_1:1"]
        assert list(stripe_peer.stub.sessions) == [session.id]

    def test_what_is_sent(self, stripe_peer: StripePeer) -> None:
        get_gateway("stripe").create_session(a_request())
        (seen,) = stripe_peer.stub.seen
        assert seen.headers["stripe-version"] == "2026-10-28.endive"
        assert seen.headers["authorization"] == "Bearer sk_test_sample"
        assert seen.parameters == {
            "mode": "payment",
            "ui_mode": "hosted_page",
            "client_reference_id": "ord_1",
            "metadata[order]": "ord_1",
            "metadata[attempt]": "pay_1",
            "payment_intent_data[metadata][order]": "ord_1",
            "payment_intent_data[metadata][attempt]": "pay_1",
            "payment_intent_data[description]": "Order SF-SAMPLE01",
            "line_items[0][quantity]": "2",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": "1999",
            "line_items[0][price_data][product_data][name]": "Art print A3",
            "line_items[1][quantity]": "1",
            "line_items[1][price_data][currency]": "eur",
            "line_items[1][price_data][unit_amount]": "490",
            "line_items[1][price_data][product_data][name]": "Shipping",
            "expires_at": str(int(EXPIRES.timestamp())),
            "success_url": "http://127.0.0.1:8000/payments/return/pay_1/",
            "cancel_url": "http://127.0.0.1:8000/payments/return/pay_1/",
            "customer_email": "sample.person@mail.example",
        }


class TestWhichGateway:
    def test_the_test_gateway_is_the_default(self) -> None:
        assert default_name() == "testgateway"

    def test_stripe_is_the_default_as_soon_as_it_has_a_key(self, settings: Settings) -> None:
        settings.STRIPE_SECRET_KEY = "sk_test_sample"
        assert default_name() == "stripe"
        assert get_gateway("stripe").livemode is False

    @pytest.mark.parametrize("key", ["sk_live_sample", "rk_live_sample"])
    def test_a_live_key_moves_real_money(self, settings: Settings, key: str) -> None:
        settings.STRIPE_SECRET_KEY = key
        assert get_gateway("stripe").livemode is True

    def test_the_test_gateway_is_refused_in_production(self, settings: Settings) -> None:
        settings.DEMO = False
        with pytest.raises(ImproperlyConfigured, match="refused in production"):
            get_gateway("testgateway")

    def test_stripe_is_refused_without_its_key(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="STRIPE_SECRET_KEY"):
            get_gateway("stripe")

    def test_an_unknown_gateway_is_refused(self) -> None:
        with pytest.raises(ImproperlyConfigured):
            get_gateway("barter")
