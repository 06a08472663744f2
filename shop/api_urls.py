"""The REST API's addresses; upper floors are named by string only."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from shop.platform.api import docs
from shop.platform.api.views import Nowhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.page, name="api-docs"),
    path("", include("figures.api.urls")),
    path("", include("orders.api.urls")),
    re_path("", Nowhere.as_view(schema=None), name="api-nowhere"),
]
