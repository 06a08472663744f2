"""Where the pages of this floor are."""

from django.urls import path

from orders.pages import basket, checkout, my_data, order, shelf

app_name = "orders"
urlpatterns = [
    path("figures/<str:figure_id>/shelf/", shelf.shelf, name="shelf"),
    path("figures/<str:figure_id>/shelf/status", shelf.status, name="shelf_status"),
    path("figures/<str:figure_id>/shelf/add", shelf.add, name="add"),
    path("basket/", basket.basket, name="basket"),
    path("basket/lines/<str:line_id>/", basket.update, name="line"),
    path("basket/lines/<str:line_id>/proof/", basket.proof, name="proof"),
    path("basket/lines/<str:line_id>/proof/status", basket.proof_status, name="proof_status"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("orders/<str:number>/", order.order, name="order"),
    path("orders/<str:number>/status", order.status, name="order_status"),
    path("orders/<str:number>/pay", order.pay, name="pay"),
    path("orders/<str:number>/cancel", order.cancel, name="cancel"),
    path(
        "orders/<str:number>/lines/<int:position>/printer-files",
        order.printer_files,
        name="printer_files",
    ),
    path("my-data/", my_data.my_data, name="my_data"),
]
