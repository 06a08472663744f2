"""Every parameter we send exists, nested ones too, in the API version that is pinned."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe
from pydantic import TypeAdapter, ValidationError
from stripe.params import RefundCreateParams, RefundListParams
from stripe.params.checkout import SessionCreateParams, SessionRetrieveParams

from orders.payments.gateways.base import Line, RefundRequest, SessionRequest
from orders.payments.gateways.stripe import parameters
from orders.payments.gateways.stripe.gateway import API_VERSION
from shop.platform.money import Money
from tests.support.stripe_types import adapter

SESSION = parameters.session(
    SessionRequest(
        attempt_id="pay_1",
        order_id="ord_1",
        order_number="SF-SAMPLE01",
        idempotency_key="pay:ord_1:1",
        lines=(Line("Art print A3", 1999, 1), Line("Shipping", 490, 1)),
        total=Money(2489, "EUR"),
        email="sample.person@mail.example",
        expires_at=datetime(2026, 12, 1, 12, 0, tzinfo=UTC),
        success_url="https://shop.example/payments/return/pay_1/",
        cancel_url="https://shop.example/payments/return/pay_1/",
    )
)
REFUND = parameters.refund(
    RefundRequest("ref_1", "ord_1", "pi_1", Money(2489, "EUR"), "refund:ref_1")
)


@pytest.fixture(scope="module")
def session_type() -> TypeAdapter[Any]:
    return adapter(SessionCreateParams)


def test_the_pinned_version_is_the_one_the_sdk_is_made_for() -> None:
    assert stripe.api_version == API_VERSION


def test_a_session_is_made_of_known_parameters(session_type: TypeAdapter[Any]) -> None:
    assert session_type.validate_python(SESSION) == SESSION


def test_a_refund_is_made_of_known_parameters() -> None:
    assert adapter(RefundCreateParams).validate_python(REFUND) == REFUND


def test_reading_uses_known_parameters() -> None:
    adapter(SessionRetrieveParams).validate_python({"expand": ["payment_intent"]})
    adapter(RefundListParams).validate_python({"payment_intent": "pi_1", "limit": 100})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ui_mode",), "hosted"),  # the name before 2026-03-25
        (("line_items", 0, "price_data", "unit_amnt"), 1),
        (("line_items", 0, "price_data", "unit_amount"), 19.99),
        (("payment_intent_data", "metdata"), {}),
        (("expires_at",), "tomorrow"),
        (("reference",), "ord_1"),
    ],
)
def test_a_wrong_parameter_is_noticed(
    session_type: TypeAdapter[Any], path: tuple[str | int, ...], value: object
) -> None:
    wrong: Any = copy.deepcopy(dict(SESSION))
    inner = wrong
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValidationError):
        session_type.validate_python(wrong)
