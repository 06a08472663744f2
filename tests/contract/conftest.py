"""Both gateways for every test that asks for a peer."""

from tests.support.peer_fixtures import peer, stripe_peer, stripe_server

__all__ = ["peer", "stripe_peer", "stripe_server"]
