"""The test gateway's page and the way back, over HTTP and without JavaScript."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.payments.gateways.test.models import TestGatewaySession
from orders.payments.models import AttemptState, PaymentAttempt
from orders.payments.services import refresh, start_payment
from shop.platform.durable.services import run_due
from tests.orders.factories import make_order
from tests.orders.payments.stories import paid_attempt
from tests.support.peers import StripePeer, TestPagePeer, session_of

pytestmark = pytest.mark.django_db


def opened(**changes: str) -> tuple[Order, PaymentAttempt, str]:
    order = make_order()
    attempt = start_payment(order=order, **changes)
    return order, attempt, attempt.redirect_url.removeprefix("http://127.0.0.1:8000")


def test_the_page_says_that_it_is_a_test_and_what_it_costs(client: Client) -> None:
    order, _, path = opened()
    answer = client.get(path)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "No money moves here" in words
    assert order.number in words
    assert "24.89 EUR" in words
    assert "<script" not in words
    for choice in ("pay", "decline", "delay", "abandon"):
        assert f'value="{choice}"' in words


def test_paying_leads_back_to_the_order(client: Client) -> None:
    order, _, path = opened()
    away = client.post(path, {"choice": "pay"})
    assert away.status_code == 302
    back = client.get(away.headers["Location"])
    assert back.status_code == 302
    assert back.headers["Location"] == f"/orders/{order.number}/"
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_a_storefronts_customer_goes_back_to_the_storefront(client: Client) -> None:
    _, _, path = opened(return_url="https://store.example/thanks")
    away = client.post(path, {"choice": "decline"})
    back = client.get(away.headers["Location"])
    assert back.headers["Location"] == "https://store.example/thanks"


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("decline", AttemptState.FAILED),
        ("delay", AttemptState.PENDING),
        ("abandon", AttemptState.OPEN),
    ],
)
def test_each_choice(client: Client, choice: str, state: AttemptState) -> None:
    order, attempt, path = opened()
    client.get(client.post(path, {"choice": choice}).headers["Location"])
    run_due()
    attempt.refresh_from_db()
    order.refresh_from_db()
    assert (attempt.state, order.state) == (state, OrderState.PLACED)


def test_delayed_money_arrives_by_the_same_page(client: Client) -> None:
    order, _, path = opened()
    client.post(path, {"choice": "delay"})
    assert 'value="arrive"' in client.get(path).content.decode()
    client.post(path, {"choice": "arrive"})
    run_due()
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_delayed_money_arrives_by_itself(client: Client) -> None:
    order, attempt, path = opened()
    client.post(path, {"choice": "delay"})
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    TestGatewaySession.objects.update(arrives_at=timezone.now())
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_a_double_click_pays_once(client: Client) -> None:
    _, attempt, path = opened()
    client.post(path, {"choice": "pay"})
    again = client.post(path, {"choice": "pay"})
    assert again.status_code == 409
    assert "not possible any more" in again.content.decode()
    assert TestGatewaySession.objects.get(pk=session_of(attempt)).state == "paid"


@pytest.mark.parametrize("choice", ["", "steal", "arrive"])
def test_what_is_not_offered_does_nothing(client: Client, choice: str) -> None:
    _, attempt, path = opened()
    assert client.post(path, {"choice": choice}).status_code == 409
    assert TestGatewaySession.objects.get(pk=session_of(attempt)).state == "open"


def test_a_page_past_its_time_takes_nothing(client: Client) -> None:
    _, attempt, path = opened()
    TestGatewaySession.objects.update(expires_at=timezone.now())
    assert client.post(path, {"choice": "pay"}).status_code == 409
    assert TestGatewaySession.objects.get(pk=session_of(attempt)).state == "open"


def test_a_form_from_elsewhere_is_refused() -> None:
    _, attempt, path = opened()
    answer = Client(enforce_csrf_checks=True).post(path, {"choice": "pay"})
    assert answer.status_code == 403
    assert TestGatewaySession.objects.get(pk=session_of(attempt)).state == "open"


def test_there_is_no_such_page_in_production(client: Client, settings: Settings) -> None:
    _, _, path = opened()
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    assert client.get(path).status_code == 404


def test_unknown_pages_and_ways_back_are_not_found(client: Client) -> None:
    assert client.get("/test-pay/tcs_nothing/").status_code == 404
    assert client.get("/payments/return/pay_nothing/").status_code == 404


def test_the_way_back_works_while_the_gateway_does_not(
    client: Client, stripe_peer: StripePeer
) -> None:
    order = make_order()
    attempt = paid_attempt(stripe_peer, order)
    stripe_peer.stub.fail_with = [500, 500, 500]
    back = client.get(f"/payments/return/{attempt.pk}/")
    assert back.headers["Location"] == f"/orders/{order.number}/"
    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    client.get(f"/payments/return/{attempt.pk}/")
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_no_person_and_no_secret_is_logged(
    client: Client, stripe_peer: StripePeer, caplog: pytest.LogCaptureFixture
) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    stripe_peer.act(session_of(attempt), "pay")
    stripe_peer.stub.fail_with = [400]
    client.get(f"/payments/return/{attempt.pk}/")
    run_due()
    assert caplog.records
    told = "\n".join(str(vars(record)) for record in caplog.records)
    for secret in (order.email, order.recipient, "sk_test_sample", stripe_peer.stub.secret):
        assert secret not in told


def test_the_peer_of_the_other_tests_presses_the_same_buttons() -> None:
    order, attempt, _ = opened()
    TestPagePeer().act(session_of(attempt), "pay")
    run_due()
    order.refresh_from_db()
    assert order.state == OrderState.PAID
