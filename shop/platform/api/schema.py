"""OpenAPI: what every operation has in common is added here, so that no view has to say it."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from shop.platform.api.authentication import CUSTOMER_HEADER
from shop.platform.api.idempotent import HEADER as IDEMPOTENCY_HEADER
from shop.platform.api.problems import MEDIA_TYPE, Kind, kinds
from shop.platform.api.serializers import ProblemOut

# Kinds that any operation may answer, beside those of its own.
_COMMON = {"malformed", "unauthenticated", "scope_missing", "rate_limited", "internal_error"}
_POST = {
    "idempotency_key_required",
    "idempotency_key_invalid",
    "idempotency_in_progress",
    "idempotency_key_reused",
    "invalid",
    "too_large",
    "unsupported_media_type",
}

_SUFFIX = re.compile(r"(In|Out|Shape)(Request)?$")

PAGING = [
    OpenApiParameter("limit", int, description="1 to 100; 20 if not given."),
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
]


def problems(*codes: str) -> dict[str, Any]:
    """Return what `extend_schema(extensions=...)` needs to name an operation's own problems."""
    return {"x-problems": sorted(codes)}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer sk_...`."""

    target_class = "shop.platform.api.authentication.BearerAuthentication"
    name = "storefrontKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the key."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "sk_test_... or sk_live_...",
            "description": "A storefront server's secret key. Never put it into a browser.",
        }


class VisitorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Our own site's cookie."""

    target_class = "shop.platform.api.authentication.VisitorAuthentication"
    name = "visitorCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the cookie."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "shelfie_guest",
            "description": "Visitors of our own site; what changes something needs X-CSRFToken.",
        }


class ApiSchema(AutoSchema):
    """Adds headers, problems and 304 to every operation, as its view behaves."""

    view: Any

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> Any:
        """Return the operation with what all have in common."""
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation is not None and self.view.authentication_classes:
            operation["x-scope"] = self.view.scopes.get(method, "")
            self._add_headers(operation, method)
            self._add_problems(operation, path, method)
            if method == "GET" and self.view.single:
                _add_not_modified(operation)
        return operation

    def _get_serializer_name(
        self, serializer: Any, direction: str, bypass_extensions: bool = False
    ) -> str:
        """Name components after the thing, not after the class that describes it."""
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return _SUFFIX.sub(r"\2", name)

    def get_tags(self) -> list[str]:
        """Group operations by their resource."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def _add_headers(self, operation: dict[str, Any], method: str) -> None:
        parameters = operation.setdefault("parameters", [])
        if self.view.for_customer:
            parameters.append(_header(CUSTOMER_HEADER, "Your own id of the customer.", "cust-42"))
        if method == "POST":
            parameters.append(
                _header(
                    IDEMPOTENCY_HEADER,
                    "Random, fresh for each new POST, the same when it is repeated.",
                    "7f0c1e52-5a3e-4b0e-9d3c-0d9f6a1c2b77",
                )
            )

    def _add_problems(self, operation: dict[str, Any], path: str, method: str) -> None:
        codes = _COMMON | set(operation.pop("x-problems", ()))
        if self.view.for_customer:
            codes |= {"customer_required", "customer_invalid"}
        if "{" in path:
            codes.add("not_found")
        if method == "POST":
            codes |= _POST
        if method == "PATCH":
            codes |= {"invalid", "too_large", "unsupported_media_type"}
        if any(one["name"] in {"limit", "cursor"} for one in operation.get("parameters", ())):
            codes.add("invalid_parameter")
        reference = self.resolve_serializer(ProblemOut, "response").ref
        for status, group in _by_status(codes).items():
            operation["responses"][str(status)] = _response(group, reference)


def _by_status(codes: set[str]) -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = {}
    known = {kind.code: kind for kind in kinds()}
    for code in sorted(codes):
        found.setdefault(known[code].status, []).append(known[code])
    return dict(sorted(found.items()))


def _response(group: list[Kind], reference: dict[str, str]) -> dict[str, Any]:
    return {
        "description": " ".join(f"`{kind.code}`: {kind.title}" for kind in group),
        "content": {
            MEDIA_TYPE: {
                "schema": reference,
                "examples": {kind.code: {"value": _example(kind)} for kind in group},
            }
        },
    }


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": f"https://shop.example/api/v1/docs/#{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.title,
        "code": kind.code,
        "errors": [],
        "request_id": "req_0123456789abcdefghjk",
    }


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }


def _add_not_modified(operation: dict[str, Any]) -> None:
    operation["parameters"].append(
        {
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` of your last answer, to poll.",
            "schema": {"type": "string"},
        }
    )
    for status, response in operation["responses"].items():
        if status == "200":
            response["headers"] = {"ETag": {"schema": {"type": "string"}}}
    operation["responses"]["304"] = {"description": "Nothing has changed."}
