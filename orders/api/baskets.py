"""Baskets, their lines and proofs."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from figures.versions.models import FigureVersion
from figures.versions.selectors import get_version
from orders.api import representations
from orders.api.serializers import (
    ApprovalIn,
    BasketOut,
    BasketPageOut,
    LineIn,
    LineOut,
    ProofOut,
    QuantityIn,
    ShippingOptionsOut,
)
from orders.basket import proofs, selectors, services
from orders.basket.models import Basket, BasketLine
from orders.checkout import shipping, tax
from shop.catalogue.models import Variant
from shop.platform.api.pages import page
from shop.platform.api.problems import FieldError, Problem
from shop.platform.api.schema import PAGING, problems
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner

_SCOPES = dict.fromkeys(("GET", "POST", "PATCH", "DELETE"), Scope.BASKETS_WRITE)
_LINE = ("basket_ordered", "basket_full", "not_for_sale", "version_refused")


class Baskets(ApiView):
    """The customer's baskets."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="listBaskets",
        summary="List baskets",
        parameters=PAGING,
        responses={200: BasketPageOut},
    )
    def get(self, request: Request) -> Response:
        """Answer the open basket, if there is one, and those that were ordered."""
        rows = Basket.objects.filter(owner=self.owner)
        caller = self.caller
        shown = page(
            request, rows, lambda row: representations.basket(row, caller), moment="created_at"
        )
        return Response(shown)

    @extend_schema(
        operation_id="openBasket",
        summary="Open a basket",
        request=None,
        responses={201: BasketOut},
    )
    def post(self, request: Request) -> Response:
        """Open a basket, or answer the one that is open: a customer has one at a time."""
        basket = services.open_basket(owner=self.owner)
        return Response(representations.basket(basket, self.caller), status=201)


class BasketDetail(ApiView):
    """One basket."""

    scopes = _SCOPES
    single = True

    @extend_schema(operation_id="getBasket", summary="Look at a basket", responses={200: BasketOut})
    def get(self, request: Request, basket_id: str) -> Response:
        """Answer lines, proofs, the sum, and what keeps the basket from being ordered."""
        return Response(representations.basket(own_basket(self.owner, basket_id), self.caller))


class Lines(ApiView):
    """Putting something into a basket."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="addLine",
        summary="Put something into the basket",
        request=LineIn,
        responses={201: LineOut},
        extensions=problems(*_LINE),
    )
    def post(self, request: Request, basket_id: str) -> Response:
        """Add a variant with a figure version on it, and start its proof.

        The same variant with the same version twice adds up in one line.
        """
        _open(own_basket(self.owner, basket_id))
        body = LineIn(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        line = services.add_line(
            owner=self.owner,
            version=_version(self.owner, wanted["version"]),
            variant=_variant(wanted["sku"]),
            quantity=wanted["quantity"],
        )
        proofs.request_proof(line=line)
        return Response(representations.line(line, self.caller), status=201)


class LineDetail(ApiView):
    """One line."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="changeLine",
        summary="Change how many",
        request=QuantityIn,
        responses={200: LineOut},
        extensions=problems("basket_ordered"),
    )
    def patch(self, request: Request, basket_id: str, line_id: str) -> Response:
        """Set the quantity; the proof stays approved."""
        line = own_line(self.owner, basket_id, line_id)
        body = QuantityIn(data=request.data)
        body.is_valid(raise_exception=True)
        services.set_quantity(line=line, quantity=body.validated_data["quantity"])
        line.refresh_from_db(fields=["quantity"])
        return Response(representations.line(line, self.caller))

    @extend_schema(
        operation_id="removeLine",
        summary="Take a line out",
        responses={204: None},
        extensions=problems("basket_ordered"),
    )
    def delete(self, request: Request, basket_id: str, line_id: str) -> Response:
        """Take the line out of the basket."""
        services.remove_line(line=own_line(self.owner, basket_id, line_id))
        return Response(status=204)


class Proof(ApiView):
    """The proof of a line."""

    scopes = _SCOPES
    single = True

    @extend_schema(operation_id="getProof", summary="Look at the proof", responses={200: ProofOut})
    def get(self, request: Request, basket_id: str, line_id: str) -> Response:
        """Answer the proof's picture and digest; poll while it is `making`."""
        line = own_line(self.owner, basket_id, line_id)
        return Response(representations.proof(line, self.caller))

    @extend_schema(
        operation_id="createProof",
        summary="Have the proof made",
        request=None,
        responses={202: ProofOut},
    )
    def post(self, request: Request, basket_id: str, line_id: str) -> Response:
        """Queue the proof; putting a line into the basket has done so already."""
        line = own_line(self.owner, basket_id, line_id)
        proofs.request_proof(line=line)
        return Response(representations.proof(line, self.caller), status=202)


class ProofApproval(ApiView):
    """The customer's approval."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="approveProof",
        summary="Approve the proof",
        request=ApprovalIn,
        responses={200: ProofOut},
        extensions=problems("proof_not_ready", "proof_changed"),
    )
    def post(self, request: Request, basket_id: str, line_id: str) -> Response:
        """Approve exactly the proof that the customer looked at, by its digest."""
        line = own_line(self.owner, basket_id, line_id)
        body = ApprovalIn(data=request.data)
        body.is_valid(raise_exception=True)
        proofs.approve_proof(line=line, sha256=body.validated_data["proof_sha256"])
        return Response(representations.proof(line, self.caller))


class ShippingOptions(ApiView):
    """The ways to ship a basket."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="listShippingOptions",
        summary="List shipping options",
        parameters=[
            OpenApiParameter("country", str, required=True, description=", ".join(tax.COUNTRIES))
        ],
        responses={200: ShippingOptionsOut},
        extensions=problems("basket_empty", "basket_ordered", "invalid", "quote_unavailable"),
    )
    def get(self, request: Request, basket_id: str) -> Response:
        """Answer methods, costs and arrival dates from the print house's quote."""
        basket = own_basket(self.owner, basket_id)
        _open(basket)
        if not basket.lines.exists():
            raise Problem("basket_empty")
        country = request.query_params.get("country", "").upper()
        if country not in tax.COUNTRIES:
            raise tax.NotSoldTo(country)
        return Response(
            representations.shipping_options(
                country, shipping.shipping_options(basket=basket, country=country)
            )
        )


def own_basket(owner: Owner, basket_id: str) -> Basket:
    """Return the owner's basket; 404 for strangers."""
    try:
        return Basket.objects.get(pk=basket_id, owner=owner)
    except Basket.DoesNotExist:
        raise Http404 from None


def own_line(owner: Owner, basket_id: str, line_id: str) -> BasketLine:
    """Return a line of the owner's open basket; 404 for strangers."""
    try:
        line = selectors.get_line(owner=owner, line_id=line_id)
    except BasketLine.DoesNotExist:
        raise Http404 from None
    if line.basket_id != basket_id:
        raise Http404
    return line


def _open(basket: Basket) -> None:
    if basket.ordered_at is not None:
        raise services.BasketRefused("basket_ordered", "This basket has been ordered.")


def _version(owner: Owner, version_id: str) -> FigureVersion:
    try:
        return get_version(owner=owner, version_id=version_id)
    except FigureVersion.DoesNotExist:
        raise _unknown("version", "There is no such figure version.") from None


def _variant(sku: str) -> Variant:
    try:
        return Variant.objects.select_related("product").get(pk=sku)
    except Variant.DoesNotExist:
        raise _unknown("sku", "There is no such variant.") from None


def _unknown(field: str, message: str) -> Problem:
    return Problem("invalid", errors=[FieldError(field, "not_found", message)])
