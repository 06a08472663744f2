"""Where payments are reported and people come back to."""

from django.urls import path

from orders.payments import views
from orders.payments.gateways.test import views as test_views

app_name = "payments"
urlpatterns = [
    path("payments/stripe/webhook", views.stripe_webhook, name="stripe-webhook"),
    path("payments/return/<str:attempt_id>/", views.come_back, name="return"),
    path("test-pay/<str:session_id>/", test_views.pay_page, name="test-pay"),
]
