"""Addresses of the print provider's callbacks."""

from django.urls import path

from orders.fulfilment import views

app_name = "fulfilment"
urlpatterns = [
    path("prodigi/<str:token>/", views.prodigi_callback, name="callback"),
]
