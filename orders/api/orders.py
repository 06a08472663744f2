"""Orders: place one, follow it to the parcel, cancel it while it is not paid."""

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api import representations
from orders.api.serializers import OrderIn, OrderOut, OrderPageOut
from orders.basket.models import Basket
from orders.checkout.models import Order
from orders.checkout.services import Address, cancel_order, place_order
from orders.checkout.transitions import MoveRefused
from shop.platform.api.pages import page
from shop.platform.api.problems import FieldError, Problem
from shop.platform.api.schema import PAGING, problems
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner

SCOPES = {"GET": Scope.ORDERS_READ, "POST": Scope.ORDERS_WRITE}
_PLACING = (
    "basket_empty",
    "basket_changed",
    "mixed_currencies",
    "not_for_sale",
    "version_refused",
    "in_review",
    "proof_missing",
    "quote_unavailable",
)


class Orders(ApiView):
    """The customer's orders."""

    scopes = SCOPES

    @extend_schema(
        operation_id="listOrders",
        summary="List orders",
        parameters=PAGING,
        responses={200: OrderPageOut},
    )
    def get(self, request: Request) -> Response:
        """Answer the customer's orders, newest first."""
        rows = Order.objects.filter(owner=self.owner)
        return Response(page(request, rows, representations.order_summary, moment="placed_at"))

    @extend_schema(
        operation_id="placeOrder",
        summary="Place an order",
        request=OrderIn,
        responses={201: OrderOut},
        examples=[
            OpenApiExample(
                "To Berlin",
                request_only=True,
                value={
                    "basket": "bsk_0123456789abcdefghjk",
                    "email": "sample.person@mail.example",
                    "address": {
                        "recipient": "Sample Person",
                        "line1": "Sample Street 1",
                        "city": "Berlin",
                        "postcode": "10115",
                        "country": "DE",
                    },
                    "shipping_method": "standard",
                },
            )
        ],
        extensions=problems(*_PLACING),
    )
    def post(self, request: Request) -> Response:
        """Freeze the basket into an order that waits for payment; prices are ours.

        The same basket twice, also at the same time, gives the same one order.
        """
        body = OrderIn(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        order = place_order(
            owner=self.owner,
            basket=_basket(self.owner, wanted["basket"]),
            address=Address(**wanted["address"]),
            email=wanted["email"],
            method=wanted["shipping_method"],
        )
        return Response(representations.order(order, self.caller), status=201)


class OrderDetail(ApiView):
    """One order."""

    scopes = SCOPES
    single = True

    @extend_schema(operation_id="getOrder", summary="Follow an order", responses={200: OrderOut})
    def get(self, request: Request, number: str) -> Response:
        """Answer the timeline, the lines with their print files, and the parcels."""
        return Response(representations.order(own_order(self.owner, number), self.caller))


class OrderCancel(ApiView):
    """Cancelling."""

    scopes = SCOPES

    @extend_schema(
        operation_id="cancelOrder",
        summary="Cancel an order",
        request=None,
        responses={200: OrderOut},
        extensions=problems("order_not_cancellable"),
    )
    def post(self, request: Request, number: str) -> Response:
        """Cancel an order that is not paid."""
        order = own_order(self.owner, number)
        try:
            cancel_order(order=order)
        except MoveRefused:
            raise Problem("order_not_cancellable") from None
        order.refresh_from_db()
        return Response(representations.order(order, self.caller))


def own_order(owner: Owner, number: str) -> Order:
    """Return the owner's order; 404 for strangers."""
    try:
        return Order.objects.get(number=number, owner=owner)
    except Order.DoesNotExist:
        raise Http404 from None


def _basket(owner: Owner, basket_id: str) -> Basket:
    try:
        return Basket.objects.get(pk=basket_id, owner=owner)
    except Basket.DoesNotExist:
        raise Problem(
            "invalid", errors=[FieldError("basket", "not_found", "There is no such basket.")]
        ) from None
