import json

import pytest

from orders.fulfilment.providers.base import (
    ProviderError,
)
from orders.fulfilment.providers.prodigi import ProdigiProvider
from tests.support.print_house import KEY
from tests.support.prodigi import TimedSession


def test_a_published_callback_is_read() -> None:
    provider = ProdigiProvider(session=TimedSession(), base_url="http://127.0.0.1:9", api_key=KEY)
    event = {
        "specversion": "1.0",
        "type": "com.prodigi.order.status.stage.changed#InProgress",
        "source": "http://api.prodigi.com/v4.0/Orders/",
        "id": "evt_305174",
        "time": "2020-08-14T11:51:01.55Z",
        "datacontenttype": "application/json",
        "data": {"order": {"id": "ord_1469466"}},
        "subject": "ord_1469466",
    }
    found = provider.parse_callback(json.dumps(event).encode(), {})
    assert (found.id, found.order_id) == ("evt_305174", "ord_1469466")
    assert (found.kind, found.value) == ("order.status.stage.changed", "InProgress")
    assert str(found.sent_at) == "2020-08-14 11:51:01.550000+00:00"
    del event["subject"]
    assert provider.parse_callback(json.dumps(event).encode(), {}).order_id == "ord_1469466"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"type": "com.prodigi.order#x", "id": "evt_1"}',
        b'{"type": "com.other.order#x", "id": "evt_1", "subject": "ord_1"}',
        b'{"type": "com.prodigi.order#x", "id": "evt_1", "subject": "../../admin"}',
        b'{"type": "com.prodigi.order#x", "id": "", "subject": "ord_1"}',
        b'{"type": "com.prodigi.order#x", "id": "evt_1", "data": "text"}',
    ],
)
def test_other_callbacks_are_refused(body: bytes) -> None:
    provider = ProdigiProvider(session=TimedSession(), base_url="http://127.0.0.1:9", api_key=KEY)
    with pytest.raises(ProviderError) as caught:
        provider.parse_callback(body, {})
    assert (caught.value.code, caught.value.permanent) == ("bad_callback", True)
