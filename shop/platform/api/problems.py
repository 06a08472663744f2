"""Errors as `application/problem+json` (RFC 9457), the same form for every one.

A problem's code decides its status and title; upper floors declare their own and say, through
`to_problem`, which of their exceptions becomes which.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from shop.platform import logs

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its code never changes, its words may."""

    code: str
    status: int
    title: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `field` is a path such as `address.city`."""

    field: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Return it as the API shows it."""
        return {"field": self.field, "code": self.code, "message": self.message}


_kinds: dict[str, Kind] = {}


def declare(code: str, status: int, title: str) -> None:
    """Make a kind of problem known; the docs page lists them all."""
    _kinds[code] = Kind(code, status, title)


def kinds() -> list[Kind]:
    """Return every declared kind, by status and code."""
    return sorted(_kinds.values(), key=lambda kind: (kind.status, kind.code))


class Problem(Exception):
    """An answer that tells what went wrong.

    Args:
        code: a declared kind; an unknown one is told as a conflict with the state of things.
        detail: a sentence about this very case.
        errors: what is wrong with which field.
        retry_after: seconds after which asking again makes sense.
        members: further members of the answer.

    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Iterable[FieldError] = (),
        retry_after: int | None = None,
        **members: Any,
    ) -> None:
        super().__init__(code)
        self.kind = _kinds.get(code) or Kind(code, 409, "Not possible as things stand.")
        self.detail = detail or self.kind.title
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.members = members

    def as_json(self) -> dict[str, Any]:
        """Return the body."""
        return {
            "type": f"{settings.SITE_URL}/api/v1/docs/#{self.kind.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "code": self.kind.code,
            "errors": [error.as_json() for error in self.errors],
            "request_id": logs.request_id.get(),
            **self.members,
        }


for _code, _status, _title in (
    ("malformed", 400, "The request cannot be read."),
    ("invalid_parameter", 400, "A parameter of the address is not possible."),
    ("customer_required", 400, "No customer is named."),
    ("customer_invalid", 400, "The customer's id is not possible."),
    ("idempotency_key_required", 400, "A POST needs an Idempotency-Key."),
    ("idempotency_key_invalid", 400, "The Idempotency-Key is not possible."),
    ("unauthenticated", 401, "No valid key."),
    ("forbidden", 403, "Not allowed."),
    ("scope_missing", 403, "The key lacks a scope."),
    ("not_found", 404, "There is nothing here."),
    ("method_not_allowed", 405, "This resource does not do that."),
    ("idempotency_in_progress", 409, "The same request is being done just now."),
    ("too_large", 413, "The request is too large."),
    ("unsupported_media_type", 415, "This kind of content is not taken here."),
    ("invalid", 422, "Some fields are not right."),
    ("idempotency_key_reused", 422, "This Idempotency-Key was used for another request."),
    ("rate_limited", 429, "Too many requests."),
    ("internal_error", 500, "Something went wrong on our side."),
):
    declare(_code, _status, _title)


@singledispatch
def to_problem(error: Exception) -> Problem | None:
    """Return what to tell about an exception; None for one that nobody expected.

    A floor adds its own with `@to_problem.register`.
    """
    return None


@to_problem.register
def _problem(error: Problem) -> Problem:
    return error


@to_problem.register
def _not_found(error: Http404) -> Problem:
    return Problem("not_found")


@to_problem.register
def _forbidden(error: PermissionDenied) -> Problem:
    return Problem("forbidden")


@to_problem.register
def _too_big(error: RequestDataTooBig) -> Problem:
    return Problem("too_large")


@to_problem.register
def _suspicious(error: SuspiciousOperation) -> Problem:
    return Problem("malformed")


_BY_STATUS = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
}


@to_problem.register
def _framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return Problem("invalid", errors=list(field_errors(error.detail)))
    # A failed authentication never says why.
    return Problem(_BY_STATUS.get(error.status_code, "internal_error"))


def field_errors(detail: Any, path: str = "") -> Iterable[FieldError]:
    """Flatten the framework's nested errors into one list with dotted paths."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            part = "" if name == "non_field_errors" else str(name)
            yield from field_errors(inner, ".".join(filter(None, (path, part))))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from field_errors(inner, f"{path}.{index}".lstrip(".") if nested else path)
    else:
        yield FieldError(path, getattr(detail, "code", "invalid"), str(detail))


def handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Answer an exception; one that nobody expected is logged and told without details."""
    problem = to_problem(error)
    if problem is None:
        log.error("request failed", exc_info=error)
        problem = Problem("internal_error", "Try again. If it stays so, tell us the request_id.")
    headers = {}
    if problem.kind.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="shelfie"'
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return Response(
        problem.as_json(), status=problem.kind.status, headers=headers, content_type=MEDIA_TYPE
    )
