"""What several capabilities of this floor need in their tests."""

from typing import Any

import pytest

from shop.platform.durable import registry

Published = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Published:
    """Return every event published during the test; listeners hear it all the same."""
    seen: Published = []
    publish = registry.publish

    def note(event: str, **facts: Any) -> None:
        seen.append((event, facts))
        publish(event, **facts)

    monkeypatch.setattr(registry, "publish", note)
    return seen
