"""Where this floor's resources are."""

from django.urls import path

from orders.api import baskets, me, orders, payments, shelf
from orders.api import refusals as _refusals  # noqa: F401 - makes its problems known

_LINE = "baskets/<slug:basket_id>/lines/<slug:line_id>"

urlpatterns = [
    path("products", shelf.Products.as_view(), name="api-products"),
    path("figures/<slug:figure_id>/mockups", shelf.Mockups.as_view(), name="api-mockups"),
    path("baskets", baskets.Baskets.as_view(), name="api-baskets"),
    path("baskets/<slug:basket_id>", baskets.BasketDetail.as_view(), name="api-basket"),
    path("baskets/<slug:basket_id>/lines", baskets.Lines.as_view(), name="api-lines"),
    path(
        "baskets/<slug:basket_id>/shipping-options",
        baskets.ShippingOptions.as_view(),
        name="api-shipping-options",
    ),
    path(_LINE, baskets.LineDetail.as_view(), name="api-line"),
    path(f"{_LINE}/proof", baskets.Proof.as_view(), name="api-proof"),
    path(f"{_LINE}/proof/approve", baskets.ProofApproval.as_view(), name="api-proof-approve"),
    path("orders", orders.Orders.as_view(), name="api-orders"),
    path("orders/<slug:number>", orders.OrderDetail.as_view(), name="api-order"),
    path("orders/<slug:number>/cancel", orders.OrderCancel.as_view(), name="api-order-cancel"),
    path("orders/<slug:number>/payments", payments.Payments.as_view(), name="api-payments"),
    path(
        "orders/<slug:number>/payments/<slug:payment_id>",
        payments.PaymentDetail.as_view(),
        name="api-payment",
    ),
    path("me", me.Me.as_view(), name="api-me"),
]
