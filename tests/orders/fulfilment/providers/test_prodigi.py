from dataclasses import replace

import pytest

from orders.fulfilment.providers.base import (
    Asset,
    Issue,
    Method,
    OrderItem,
    OrderRequest,
    ProviderError,
    ShipmentStatus,
    Stage,
)
from orders.fulfilment.providers.prodigi import ProdigiProvider
from tests.support.print_house import KEY, PrintHouse, Shop, md5
from tests.support.prodigi import A4, ADDRESS, TimedSession, print_request, refusal


@pytest.fixture
def provider(house: PrintHouse) -> ProdigiProvider:
    return ProdigiProvider(session=TimedSession(), base_url=house.url, api_key=KEY)


def test_it_sends_what_the_reference_asks_for(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop
) -> None:
    request = print_request(shop, "sent")
    placed = provider.create_order(request)
    document = house.order(placed.order.id)
    assert document["idempotencyKey"] == "print:sent"
    assert document["callbackUrl"] == f"{shop.url}/callbacks"
    assert document["shippingMethod"] == "Standard"
    assert document["recipient"]["address"]["townOrCity"] == "Berlin"
    assert document["items"][0]["assets"][0]["md5Hash"] == md5(A4)


@pytest.mark.parametrize("pascal", [False, True])
@pytest.mark.parametrize("camel_outcomes", [False, True])
def test_it_reads_either_case(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop, pascal: bool, camel_outcomes: bool
) -> None:
    house.faults(pascal_case=pascal, camel_case_outcomes=camel_outcomes)
    request = print_request(shop, f"case-{pascal}-{camel_outcomes}")
    placed = provider.create_order(request)
    assert placed.replayed is False
    assert placed.order.stage is Stage.ACCEPTED
    house.advance(placed.order.id, 7)
    again = provider.create_order(request)
    assert again.replayed is True
    assert again.order == provider.get_order(placed.order.id)
    assert again.order.stage is Stage.SHIPPED
    assert again.order.details["shipping"] == "Complete"
    (parcel,) = again.order.shipments
    assert parcel.status is ShipmentStatus.SHIPPED
    assert parcel.number == "SBX" + placed.order.id.removeprefix("ord_") + "1"
    assert parcel.tracking_url == f"{house.root}/tracking/{parcel.number}"
    assert parcel.dispatched_at is not None
    assert [(c.kind, c.amount, c.currency) for c in again.order.charges] == [
        ("Item", 1200, "EUR"),
        ("Shipping", 680, "EUR"),
    ]
    assert provider.find_by_reference(request.reference) == again.order


@pytest.mark.parametrize("pascal", [False, True])
@pytest.mark.parametrize("status_text", [False, True])
@pytest.mark.parametrize("with_200", [False, True])
def test_both_error_envelopes_are_permanent_refusals(
    provider: ProdigiProvider,
    house: PrintHouse,
    shop: Shop,
    pascal: bool,
    status_text: bool,
    with_200: bool,
) -> None:
    house.faults(pascal_case=pascal, status_text_errors=status_text, failures_with_200=with_200)
    with pytest.raises(ProviderError) as caught:
        provider.create_order(print_request(shop, "envelope", sku="GLOBAL-SECRET"))
    status = 400 if status_text or not with_200 else 200
    assert refusal(caught.value) == (
        "validation_failed",
        True,
        f"HTTP {status} ValidationFailed; items[0].sku: SkuNotFound",
    )
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("status_text", [False, True])
def test_unknown_orders_and_wrong_keys(
    provider: ProdigiProvider, house: PrintHouse, status_text: bool
) -> None:
    house.faults(status_text_errors=status_text)
    with pytest.raises(ProviderError) as caught:
        provider.get_order("ord_1")
    assert refusal(caught.value) == ("not_found", True, "HTTP 404 EntityNotFound")
    stranger = ProdigiProvider(session=TimedSession(), base_url=house.url, api_key="wrong")
    with pytest.raises(ProviderError) as caught:
        stranger.get_order("ord_1")
    assert refusal(caught.value) == ("not_authenticated", True, "HTTP 401 NotAuthenticated")


def test_trouble_that_passes_is_not_permanent(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop
) -> None:
    request = print_request(shop, "trouble")
    house.faults(status_500=1, status_429=1)
    with pytest.raises(ProviderError) as caught:
        provider.create_order(request)
    assert refusal(caught.value) == ("server_error", False, "HTTP 500 InternalServerError")
    with pytest.raises(ProviderError) as caught:
        provider.create_order(request)
    assert refusal(caught.value) == ("rate_limited", False, "HTTP 429 TooManyRequests")
    assert caught.value.retry_after == 1
    assert "trouble" not in house.log()["accepted"]
    assert provider.create_order(request).replayed is False


@pytest.mark.parametrize("fault", ["drop_reply_after_accept", "status_500_after_accept"])
def test_a_lost_reply_makes_no_second_order(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop, fault: str
) -> None:
    request = print_request(shop, fault)
    house.faults(**{fault: 1})
    with pytest.raises(ProviderError) as caught:
        provider.create_order(request)
    assert caught.value.permanent is False
    found = provider.find_by_reference(fault)
    again = provider.create_order(request)
    assert again.replayed is True
    assert again.order == found
    assert house.log()["accepted"][fault] == 1


def test_a_time_out_after_accept_makes_no_second_order(house: PrintHouse, shop: Shop) -> None:
    session = TimedSession()
    provider = ProdigiProvider(session=session, base_url=house.url, api_key=KEY)
    request = print_request(shop, "slow")
    house.faults(delay_seconds=30)
    session.timeout = 0.3
    with pytest.raises(ProviderError) as caught:
        provider.create_order(request)
    assert refusal(caught.value) == ("unreachable", False, "POST: ReadTimeout")
    house.calm()
    session.timeout = 10
    assert provider.create_order(request).replayed is True
    assert house.log()["accepted"]["slow"] == 1


def test_nobody_there_is_not_permanent() -> None:
    provider = ProdigiProvider(session=TimedSession(), base_url="http://127.0.0.1:9", api_key=KEY)
    with pytest.raises(ProviderError) as caught:
        provider.get_order("ord_1")
    assert refusal(caught.value) == ("unreachable", False, "GET: ConnectionError")
    wrong = ProdigiProvider(session=TimedSession(), base_url="nowhere", api_key=KEY)
    with pytest.raises(ProviderError) as caught:
        wrong.get_order("ord_1")
    assert refusal(caught.value) == ("unreachable", True, "GET: MissingSchema")


def test_two_orders_under_way_with_one_reference_are_told(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop
) -> None:
    request = print_request(shop, "twice")
    first = provider.create_order(request).order
    second = provider.create_order(replace(request, idempotency_key="other")).order
    with pytest.raises(ProviderError) as caught:
        provider.find_by_reference("twice")
    assert (caught.value.code, caught.value.permanent) == ("ambiguous_reference", True)
    provider.cancel_order(second.id)
    assert provider.find_by_reference("twice") == first


def test_an_issue_tells_no_link(provider: ProdigiProvider, house: PrintHouse, shop: Shop) -> None:
    request = print_request(shop, "issue")
    del shop.files["/files/issue.pdf"]
    order = provider.create_order(request).order
    house.advance(order.id, 2)
    (warning,) = provider.get_order(order.id).issues
    assert warning == Issue(
        object_id=order.items[0].id,
        code="order.items.assets.NotDownloaded",
        description="Download attempt 1 of 3 failed for 'default' asset on item"
        f" '{order.items[0].id}' at location [link] HTTP 404",
        blocking=False,
    )
    house.advance(order.id, 2)
    blocked = provider.get_order(order.id)
    assert blocked.is_blocked is True
    assert blocked.stage is Stage.ACCEPTED


def test_stages_follow_the_details(
    provider: ProdigiProvider, house: PrintHouse, shop: Shop
) -> None:
    order_id = provider.create_order(print_request(shop, "stages")).order.id
    seen = [provider.get_order(order_id).stage]
    for _ in range(7):
        house.advance(order_id)
        seen.append(provider.get_order(order_id).stage)
    accepted, production = [Stage.ACCEPTED] * 5, [Stage.IN_PRODUCTION]
    assert seen == [*accepted, *production, Stage.PARTLY_SHIPPED, Stage.SHIPPED]


def test_a_repr_tells_nobody() -> None:
    request = OrderRequest(
        reference="r",
        idempotency_key="k",
        method=Method.BUDGET,
        address=ADDRESS,
        items=(OrderItem("line-1", "SKU", 1, (Asset("default", "https://signed.test", "0"),)),),
        callback_url="https://secret.test",
    )
    assert "Sample" not in repr(request)
    assert ".test" not in repr(request)
