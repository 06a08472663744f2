"""What is sent to Stripe; pure, so that every parameter is checked against the SDK's types."""

from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams
from stripe.params.checkout._session_create_params import SessionCreateParamsLineItem

from orders.payments.gateways.base import Line, RefundRequest, SessionRequest
from orders.payments.gateways.stripe.amounts import to_stripe
from shop.platform.money import Money


def session(request: SessionRequest) -> SessionCreateParams:
    """Return the body of POST /v1/checkout/sessions.

    Raises:
        GatewayError: an amount or currency that Stripe does not take.

    """
    # Stripe does not copy a session's metadata to its payment, so both carry it.
    metadata = {"order": request.order_id, "attempt": request.attempt_id}
    params: SessionCreateParams = {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "client_reference_id": request.order_id,
        "metadata": metadata,
        "payment_intent_data": {
            "metadata": metadata,
            "description": f"Order {request.order_number}",
        },
        "line_items": [_line(line, request.total.currency) for line in request.lines],
        "expires_at": int(request.expires_at.timestamp()),
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
    }
    if request.email:
        params["customer_email"] = request.email
    return params


def _line(line: Line, currency: str) -> SessionCreateParamsLineItem:
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": to_stripe(Money(line.unit_amount, currency)),
            "product_data": {"name": line.description},
        },
    }


def refund(request: RefundRequest) -> RefundCreateParams:
    """Return the body of POST /v1/refunds.

    Raises:
        GatewayError: an amount or currency that Stripe does not take.

    """
    return {
        "payment_intent": request.payment_reference,
        "amount": to_stripe(request.amount),
        "metadata": {"order": request.order_id, "refund": request.refund_id},
    }
