"""The base of every view of the API."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.platform.api import etags, idempotent, limits
from shop.platform.api.authentication import CUSTOMER_HEADER
from shop.platform.api.caller import Caller, caller_of
from shop.platform.api.negotiation import JsonOnly
from shop.platform.api.permissions import ANY_SCOPE, HasScope
from shop.platform.idempotency.services import Turn
from shop.platform.owners.models import Owner

__all__ = ["ANY_SCOPE", "ApiView", "Nowhere", "PublicView"]


class ApiView(APIView):
    """Authenticates, limits, makes POSTs idempotent, gives single resources an ETag.

    Attributes:
        scopes: scope needed for each method; `ANY_SCOPE` for none.
        single: GET answers one resource, which is polled by its ETag.
        for_customer: False where no customer has to be named.

    """

    scopes: ClassVar[Mapping[str, str]] = {}
    single: ClassVar[bool] = False
    for_customer: ClassVar[bool] = True

    http_method_names = ["get", "head", "post", "patch", "delete"]
    permission_classes = [HasScope]
    content_negotiation_class = JsonOnly

    _turn: Turn | None = None
    _allowance: limits.Allowance | None = None

    @property
    def caller(self) -> Caller:
        """Who asks."""
        caller = caller_of(self.request)
        assert caller is not None  # noqa: S101 - the permission made sure
        return caller

    @property
    def owner(self) -> Owner:
        """Whose things this is about."""
        return self.caller.required_owner

    @property
    def turn(self) -> Turn:
        """The turn that this POST has under its Idempotency-Key."""
        assert self._turn is not None  # noqa: S101 - every POST has one
        return self._turn

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check everything that has nothing to do with the resource."""
        self._allowance = limits.count_address(request._request)
        super().initial(request, *args, **kwargs)
        caller = caller_of(request)
        if caller is None:
            return
        self._allowance = limits.count_caller(caller.limit_id)
        if self.for_customer:
            _ = caller.required_owner
        if request.method == "POST" and hasattr(self, "post"):
            self._turn = idempotent.begin(request, caller)

    def handle_exception(self, exc: Exception) -> Any:
        """Answer with the first answer again, or with a problem."""
        if isinstance(exc, idempotent.Replayed):
            return exc.response()
        if isinstance(exc, limits.LimitReached):
            self._allowance = exc.allowance
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the headers, answer 304, keep a POST's answer."""
        made: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        if self._allowance is not None:
            for name, value in self._allowance.headers().items():
                made[name] = value
        patch_vary_headers(made, ["Authorization", CUSTOMER_HEADER, "Cookie"])
        made.headers.setdefault("Cache-Control", "private, no-cache")
        if isinstance(made, Response):
            if self.single and request.method in {"GET", "HEAD"} and made.status_code == 200:
                return _with_etag(request, made)
            if self._turn is not None:
                idempotent.end(self._turn, made)
        return made


class PublicView(ApiView):
    """Open to everybody, still counted."""

    authentication_classes = []
    permission_classes = []


class Nowhere(PublicView):
    """Every address under the API that does not exist."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer 404, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise Http404


def _with_etag(request: Request, response: Response) -> HttpResponse:
    etag = etags.etag_of(response.data)
    response["ETag"] = etag
    if not etags.matches(request.headers.get("If-None-Match", ""), etag):
        return response
    same = HttpResponse(status=304)
    for name in ("ETag", "Cache-Control", "Vary", *limits.HEADERS):
        if name in response:
            same[name] = response[name]
    return same
