"""Fixtures: the test gateway and a Stripe stand-in, each as the configured gateway."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.support.peers import Peer, StripePeer, TestPagePeer
from tests.support.stripe_stub import StripeStub, stripe_stub


@pytest.fixture
def stripe_server() -> Iterator[StripeStub]:
    """Serve a stand-in of Stripe; see its module for what it proves and what not."""
    with stripe_stub() as stub:
        yield stub


@pytest.fixture
def stripe_peer(stripe_server: StripeStub, settings: Settings) -> StripePeer:
    """Make the stand-in the configured gateway."""
    settings.STRIPE_SECRET_KEY = "sk_test_sample"
    settings.STRIPE_API_BASE = stripe_server.url
    settings.STRIPE_WEBHOOK_SECRETS = (stripe_server.secret,)
    return StripePeer(stripe_server)


@pytest.fixture(params=["testgateway", "stripe"])
def peer(request: pytest.FixtureRequest) -> Peer:
    """Run the test once with each gateway."""
    if request.param == "stripe":
        made: Peer = request.getfixturevalue("stripe_peer")
        return made
    return TestPagePeer()
