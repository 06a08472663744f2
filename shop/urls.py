"""Every address. Upper floors are named by string only."""

from django.contrib import admin
from django.urls import include, path

from shop.platform import health

admin.site.site_header = "Shelfie"
admin.site.site_title = "Shelfie"
admin.site.index_title = "Staff"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("files/", include("shop.vault.urls")),
    path("api/v1/", include("shop.api_urls")),
    path("", include("figures.pages.urls")),
    path("", include("orders.pages.urls")),
    path("", include("orders.payments.urls")),
    path("fulfilment/", include("orders.fulfilment.urls")),
]
