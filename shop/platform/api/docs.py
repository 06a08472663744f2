"""The schema and the page that explains it, written by the server: no script, no third party."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from shop.platform.api.problems import kinds
from shop.platform.api.views import PublicView
from shop.platform.apikeys.models import Scope


class SchemaView(PublicView):
    """The OpenAPI 3.1 document."""

    schema = None
    single = True

    def get(self, request: Request) -> Response:
        """Answer the schema; it is the same for everybody."""
        return Response(document(), headers={"Cache-Control": "public, max-age=300"})


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, built once a process."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(  # type: ignore[no-untyped-call]
        request=None, public=True
    )
    return schema


@cache_control(max_age=300)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the way from a photo to a tracked parcel, every operation and every problem."""
    context = {
        "base": f"{settings.SITE_URL}/api/v1",
        "groups": _groups(document()),
        "problems": kinds(),
        "scopes": Scope.choices,
        "limit": settings.API_LIMIT_PER_KEY,
    }
    return render(request, "api/docs.html", context)


def _groups(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            shown = {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "scope": operation.get("x-scope", ""),
                "answers": [status for status in operation["responses"] if status < "300"],
            }
            groups.setdefault(operation["tags"][0], []).append(shown)
    return list(groups.items())
