"""Starting a payment: one open attempt, its key before the call, a new one after its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from figures.versions.states import ReviewState
from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.payments import start
from orders.payments.gateways.base import GatewayError
from orders.payments.models import AttemptState, PaymentAttempt
from orders.payments.services import PaymentRefused, refresh, start_payment
from shop.platform.durable.services import run_due
from tests.orders.factories import make_order, make_version
from tests.orders.payments.checks import kinds
from tests.support.peers import Peer, StripePeer, session_of

pytestmark = pytest.mark.django_db


def test_it_opens_a_page_for_the_frozen_order(peer: Peer) -> None:
    order = make_order(quantities=(1, 2))
    attempt = start_payment(order=order)
    assert attempt.state == AttemptState.OPEN
    assert attempt.gateway == peer.name
    assert attempt.idempotency_key == f"pay:{order.pk}:1"
    assert (attempt.amount, attempt.currency) == (3 * 1999 + 490, "EUR")
    assert attempt.session_id
    assert attempt.redirect_url.startswith("http")
    assert attempt.expires_at == order.reserved_until.replace(microsecond=0)
    assert kinds(order) == ["payment_started"]


def test_a_second_call_returns_the_open_attempt(peer: Peer) -> None:
    order = make_order()
    first = start_payment(order=order)
    assert start_payment(order=order) == first
    assert peer.sessions() == 1


@pytest.mark.parametrize(
    ("reserved", "shortest", "longest"),
    [
        (timedelta(minutes=2), timedelta(minutes=30), timedelta(minutes=31)),
        (timedelta(days=3), timedelta(hours=23), timedelta(hours=24)),
    ],
)
def test_the_page_lives_as_long_as_the_gateway_allows(
    reserved: timedelta, shortest: timedelta, longest: timedelta
) -> None:
    before = timezone.now()
    attempt = start_payment(order=make_order(reserved_until=before + reserved))
    assert shortest < attempt.expires_at - before <= longest + timedelta(seconds=1)


@pytest.mark.parametrize("state", [one for one in OrderState if one != OrderState.PLACED])
def test_only_a_placed_order_can_be_paid(peer: Peer, state: OrderState) -> None:
    order = make_order(state=state)
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "order_not_payable"
    assert not PaymentAttempt.objects.exists()
    assert peer.sessions() == 0


def test_not_after_the_reservation() -> None:
    order = make_order(reserved_until=timezone.now())
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "reservation_over"
    assert not PaymentAttempt.objects.exists()


def test_not_before_approval_nor_after_withdrawal() -> None:
    version = make_version(review_state=ReviewState.QUEUED)
    order = make_order(version=version)
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "not_approved"
    version.review_state = ReviewState.APPROVED
    version.frozen_at = timezone.now()
    version.save()
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "not_approved"
    version.frozen_at = None
    version.save()
    assert start_payment(order=order).state == AttemptState.OPEN


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://store.example/thanks", True),
        ("https://store.example/thanks?order=1", True),
        ("https://store.example/thanks/../other", False),
        ("https://store.example.evil.example/thanks", False),
        ("https://store.example@evil.example/thanks", False),
        ("http://store.example/thanks", False),
        ("//store.example/thanks", False),
        ("javascript:alert(1)", False),
    ],
)
def test_people_are_sent_back_to_the_storefront_only(url: str, allowed: bool) -> None:
    order = make_order()
    if allowed:
        assert start_payment(order=order, return_url=url).return_url == url
        return
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order, return_url=url)
    assert refused.value.code == "return_url_refused"
    assert not PaymentAttempt.objects.exists()


@pytest.mark.parametrize("choice", ["decline", "expire"])
def test_a_new_attempt_follows_a_definitive_end(peer: Peer, choice: str) -> None:
    order = make_order()
    first = start_payment(order=order)
    peer.act(session_of(first), choice, tell=False)
    refresh(attempt=first)
    second = start_payment(order=order)
    assert second.number == 2
    assert second.idempotency_key == f"pay:{order.pk}:2"
    assert peer.sessions() == 2


def test_an_overdue_page_is_asked_about_before_another_opens(peer: Peer) -> None:
    order = make_order()
    first = start_payment(order=order)
    PaymentAttempt.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    peer.act(session_of(first), "expire", tell=False)
    assert start_payment(order=order).number == 2
    first.refresh_from_db()
    assert first.state == AttemptState.EXPIRED


def test_money_on_its_way_keeps_a_second_page_shut(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    peer.act(session_of(attempt), "delay")
    run_due()
    again = start_payment(order=order)
    assert again == attempt
    assert again.state == AttemptState.PENDING
    assert peer.sessions() == 1


def test_killed_between_the_gateways_yes_and_our_commit(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_order()

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(start, "_keep", die)
        with pytest.raises(KeyboardInterrupt):
            start_payment(order=order)
    assert peer.sessions() == 1
    left = PaymentAttempt.objects.get()
    assert (left.state, left.session_id) == (AttemptState.CREATED, None)
    assert start_payment(order=order).pk == left.pk
    assert peer.sessions() == 1


def test_an_unreachable_gateway_leaves_the_attempt_to_be_tried_again(
    stripe_peer: StripePeer,
) -> None:
    order = make_order()
    stripe_peer.stub.fail_with = [503, 503, 503]
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "gateway_unavailable"
    attempt = PaymentAttempt.objects.get()
    assert attempt.state == AttemptState.CREATED
    assert start_payment(order=order).pk == attempt.pk
    keys = {seen.headers["idempotency-key"] for seen in stripe_peer.stub.seen}
    assert keys == {attempt.idempotency_key}


def test_a_lost_reply_does_not_open_a_second_page(stripe_peer: StripePeer) -> None:
    order = make_order()
    stripe_peer.stub.drop_replies = 3  # every try of the first call
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "gateway_unavailable"
    assert start_payment(order=order).state == AttemptState.OPEN
    assert stripe_peer.sessions() == 1


def test_a_refusal_for_good_ends_the_attempt(stripe_peer: StripePeer) -> None:
    order = make_order()
    stripe_peer.stub.fail_with = [400]
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    assert refused.value.code == "gateway_refused"
    assert PaymentAttempt.objects.get().state == AttemptState.FAILED
    assert kinds(order) == ["payment_started", "payment_failed"]
    assert start_payment(order=order).number == 2


def test_the_same_row_always_makes_the_same_request() -> None:
    order = make_order(quantities=(2, 1))
    attempt = start_payment(order=order)
    fresh = PaymentAttempt.objects.get(pk=attempt.pk)
    request = start.session_request(fresh)
    assert request == start.session_request(attempt)
    assert sum(line.unit_amount * line.quantity for line in request.lines) == order.total


def test_a_page_known_only_from_an_event_gets_its_address(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    url = attempt.redirect_url
    PaymentAttempt.objects.filter(pk=attempt.pk).update(redirect_url="")
    assert start_payment(order=order).redirect_url == url
    assert peer.sessions() == 1


def test_gateway_errors_carry_codes_only(stripe_peer: StripePeer) -> None:
    stripe_peer.stub.fail_with = [400]
    order = make_order()
    with pytest.raises(PaymentRefused) as refused:
        start_payment(order=order)
    cause = refused.value.__cause__
    assert isinstance(cause, GatewayError)
    assert order.email not in repr(cause)
    assert Order.objects.get().state == OrderState.PLACED
