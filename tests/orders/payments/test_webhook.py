"""Stripe's endpoint: verified on the raw body, stored, then answered."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from shop.platform.durable.models import Job
from shop.platform.inbox.models import InboundEvent
from tests.support.peers import StripePeer
from tests.support.stripe_stub import stale_signature

pytestmark = pytest.mark.django_db

URL = "/payments/stripe/webhook"
SESSION = {"id": "cs_test_1", "object": "checkout.session", "metadata": {"attempt": "pay_1"}}


def post(raw: bytes, signature: str | None) -> int:
    headers = {} if signature is None else {"Stripe-Signature": signature}
    client = Client(enforce_csrf_checks=True)
    return client.post(URL, raw, content_type="application/json", headers=headers).status_code


def test_a_signed_event_is_stored_and_queued_once(stripe_peer: StripePeer) -> None:
    raw, signature = stripe_peer.stub.event("checkout.session.completed", SESSION, "evt_1")
    assert [post(raw, signature) for _ in range(3)] == [200, 200, 200]
    stored = InboundEvent.objects.get()
    assert (stored.source, stored.event_id) == ("stripe", "evt_1")
    assert stored.kind == "checkout.session.completed"
    assert bytes(stored.body) == raw
    assert Job.objects.filter(kind="inbox.stripe").count() == 1


def test_a_forged_event_is_refused_and_leaves_nothing(stripe_peer: StripePeer) -> None:
    raw, signature = stripe_peer.stub.event("checkout.session.completed", SESSION)
    forged = stale_signature(raw, "whsec_another", age=0)
    tampered = raw.replace(b"pay_1", b"pay_2")
    assert post(raw, forged) == 400
    assert post(tampered, signature) == 400
    assert post(raw, None) == 400
    assert post(raw, "t=,v1=") == 400
    assert post(b"\xff" + raw, signature) == 400
    assert not InboundEvent.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(("age", "status"), [(200, 200), (301, 400)])
def test_a_stale_signature_is_refused(stripe_peer: StripePeer, age: int, status: int) -> None:
    raw, _ = stripe_peer.stub.event("checkout.session.completed", SESSION)
    assert post(raw, stale_signature(raw, stripe_peer.stub.secret, age=age)) == status


def test_both_secrets_count_while_one_is_rotated(
    stripe_peer: StripePeer, settings: Settings
) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ("whsec_new", stripe_peer.stub.secret)
    raw, old = stripe_peer.stub.event("checkout.session.completed", SESSION, "evt_1")
    assert post(raw, old) == 200
    assert post(raw, stale_signature(raw, "whsec_new", age=0)) == 200


@pytest.mark.parametrize("secrets", [(), ("",), ("  ",)])
def test_without_a_secret_there_is_no_endpoint(
    stripe_peer: StripePeer, settings: Settings, secrets: tuple[str, ...]
) -> None:
    raw, _ = stripe_peer.stub.event("checkout.session.completed", SESSION)
    settings.STRIPE_WEBHOOK_SECRETS = secrets
    assert post(raw, stale_signature(raw, "", age=0)) == 404
    assert not InboundEvent.objects.exists()


def test_without_a_key_there_is_no_endpoint() -> None:
    assert post(b"{}", "t=1,v1=0") == 404


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"id": "evt_1"}'])
def test_a_signed_body_that_is_no_event_is_refused(stripe_peer: StripePeer, raw: bytes) -> None:
    assert post(raw, stale_signature(raw, stripe_peer.stub.secret, age=0)) == 400
    assert not InboundEvent.objects.exists()


def test_a_huge_body_is_refused(stripe_peer: StripePeer) -> None:
    raw = json.dumps({"padding": "x" * 1_100_000}).encode()
    assert post(raw, stale_signature(raw, stripe_peer.stub.secret, age=0)) == 413


def test_only_post_is_answered() -> None:
    assert Client().get(URL).status_code == 405
