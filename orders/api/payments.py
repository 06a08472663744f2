"""Payments of an order. An amount is never taken from the caller."""

import logging

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api import representations
from orders.api.orders import SCOPES, own_order
from orders.api.serializers import PaymentIn, PaymentOut, PaymentsOut
from orders.payments.gateways.base import GatewayError
from orders.payments.models import OPEN_STATES, PaymentAttempt
from orders.payments.services import refresh, start_payment
from shop.platform.api.schema import problems
from shop.platform.api.views import ApiView

log = logging.getLogger(__name__)
_SHOWN = 50
_OPEN = {
    "payment": "pay_0123456789abcdefghjk",
    "status": "open",
    "flow": "redirect",
    "redirect_url": "https://pay.example/session",
    "amount": {"amount": 2480, "currency": "EUR"},
    "failure_code": "",
    "expires_at": "2026-01-31T14:00:00Z",
    "created_at": "2026-01-31T12:00:00Z",
}


class Payments(ApiView):
    """Every try to pay an order."""

    scopes = SCOPES

    @extend_schema(
        operation_id="listPayments", summary="List payments", responses={200: PaymentsOut}
    )
    def get(self, request: Request, number: str) -> Response:
        """Answer every try to pay the order, newest first."""
        rows = own_order(self.owner, number).attempts.order_by("-number")[:_SHOWN]
        return Response({"items": [representations.payment(row) for row in rows]})

    @extend_schema(
        operation_id="startPayment",
        summary="Start a payment",
        request=PaymentIn,
        responses={201: PaymentOut},
        examples=[
            OpenApiExample(
                "An open pay page", response_only=True, status_codes=["201"], value=_OPEN
            )
        ],
        extensions=problems(
            "order_not_payable",
            "reservation_over",
            "not_approved",
            "gateway_refused",
            "gateway_unavailable",
        ),
    )
    def post(self, request: Request, number: str) -> Response:
        """Open a pay page, or answer the one that is open; send the customer there."""
        order = own_order(self.owner, number)
        body = PaymentIn(data=request.data)
        body.is_valid(raise_exception=True)
        attempt = start_payment(order=order, return_url=body.validated_data["return_url"])
        return Response(representations.payment(attempt), status=201)


class PaymentDetail(ApiView):
    """One try to pay."""

    scopes = SCOPES
    single = True

    @extend_schema(
        operation_id="getPayment", summary="Follow a payment", responses={200: PaymentOut}
    )
    def get(self, request: Request, number: str, payment_id: str) -> Response:
        """Answer where the payment stands, after asking the gateway while it is open."""
        try:
            attempt = own_order(self.owner, number).attempts.get(pk=payment_id)
        except PaymentAttempt.DoesNotExist:
            raise Http404 from None
        return Response(representations.payment(_up_to_date(attempt)))


def _up_to_date(attempt: PaymentAttempt) -> PaymentAttempt:
    if attempt.state not in OPEN_STATES:
        return attempt
    try:
        return refresh(attempt=attempt)
    except GatewayError as error:
        log.warning("not refreshed", extra={"attempt": attempt.pk, "code": error.code})
        return attempt
