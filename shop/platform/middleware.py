"""Middleware: a request id on every answer and every log line."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shop.platform import ids, logs

_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the caller's `X-Request-Id` when it is well formed, else make one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        value = given if _GIVEN.fullmatch(given) else ids.new_id("req")
        # Django logs a refusal after the middleware has returned: the record brings the request.
        request.META[logs.META_KEY] = value
        token = logs.request_id.set(value)
        try:
            response = get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-Id"] = value
        return response

    return middleware
