"""Both gateways for every test that asks for a peer; generators with a stand-in behind them."""

from tests.support.openai_fixtures import hosted, images_api, recipients
from tests.support.peer_fixtures import peer, stripe_peer, stripe_server

__all__ = ["hosted", "images_api", "peer", "recipients", "stripe_peer", "stripe_server"]
