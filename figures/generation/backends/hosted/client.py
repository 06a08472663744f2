"""One call of an images API in OpenAI's form: a photo and a prompt in, a picture out.

The form of request, answer and errors is that of `POST /images/edits`
(https://developers.openai.com/api/reference/resources/images, and
https://developers.openai.com/api/docs/guides/error-codes, both read 2026-11-24). Azure serves the
same form under a deployment's address, with errors of its own
(https://learn.microsoft.com/azure/ai-foundry/openai/how-to/dall-e, read 2026-11-24).

Neither takes an idempotency key, so a call is never repeated here: whoever counts the money
decides. Nothing of request or answer but codes and numbers goes into errors and logs.
"""

import base64
import binascii
import json
import re
import time
from dataclasses import dataclass
from typing import Any

import requests
import urllib3

from figures.generation.backends.hosted import errors
from figures.generation.backends.hosted.imagemodels import Usage
from shop.platform.http import AddressRefused, session

_CONNECT_SECONDS = 10.0
_LARGEST_ANSWER = 48 * 1024 * 1024
_CHUNK = 256 * 1024
_LONGEST_WAIT = 3600.0
_REFUSALS = frozenset(
    {
        "moderation_blocked",
        "content_policy_violation",
        # Azure's.
        "contentFilter",
        "content_filter",
        "ResponsibleAIPolicyViolation",
    }
)
_DURATION = re.compile(
    r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?"
)
# 429 for want of money: waiting does not help.
_NO_MONEY = frozenset(
    {
        "insufficient_quota",
        "billing_hard_limit_reached",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    }
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to call, and how to say who is calling.

    Attributes:
        headers: hold the key; never shown.

    """

    url: str
    headers: dict[str, str]
    params: dict[str, str]

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"


@dataclass(frozen=True, slots=True)
class Answer:
    """The picture as a file, and the tokens it took, if the answer counts them."""

    picture: bytes
    usage: Usage | None


def edit(
    endpoint: Endpoint, *, form: dict[str, str], photo: bytes, company: str, timeout: float
) -> Answer:
    """Send the photo and wait for the picture, `timeout` seconds at most.

    Args:
        form: every field but the photo.
        photo: a JPEG.
        company: for the words of errors.

    Raises:
        errors.HostedError: there is no picture.
        shop.platform.http.InsideTransaction: a transaction is open.

    """
    deadline = time.monotonic() + timeout
    try:
        with (
            session(timeout=timeout, retries=0) as way_out,
            way_out.post(
                endpoint.url,
                headers=endpoint.headers,
                params=endpoint.params,
                data=form,
                files=[("image[]", ("photo.jpg", photo, "image/jpeg"))],
                timeout=(min(_CONNECT_SECONDS, timeout), timeout),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            body = _json(_read(response, deadline))
    except requests.RequestException as error:
        raise errors.out_of_reach(
            _trouble(error), company, may_be_charged=not _never_arrived(error)
        ) from error
    if response.status_code != requests.codes.ok:
        raise _error(response, body, company)
    return _answer(body, company)


class _TooSlow(requests.RequestException):
    """The answer trickles in."""


class _TooMuch(requests.RequestException):
    """The answer is larger than any picture."""


def _read(response: requests.Response, deadline: float) -> bytes:
    parts, size = [], 0
    for part in response.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > _LARGEST_ANSWER:
            raise _TooMuch
        if time.monotonic() > deadline:
            raise _TooSlow
    return b"".join(parts)


def _trouble(error: requests.RequestException) -> str:
    slow = isinstance(error, requests.Timeout | _TooSlow)
    return "provider_timeout" if slow else "provider_unreachable"


def _never_arrived(error: requests.RequestException) -> bool:
    """Whether it is certain that the photo was not received."""
    if isinstance(
        error, requests.ConnectTimeout | AddressRefused | requests.exceptions.SSLError | ValueError
    ):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _json(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _answer(body: dict[str, Any], company: str) -> Answer:
    usage = _usage(body.get("usage"))
    try:
        encoded = body["data"][0]["b64_json"]
        picture = base64.b64decode(encoded, validate=True)
    except (KeyError, IndexError, TypeError, binascii.Error, ValueError) as error:
        raise errors.unclear_answer(company, usage) from error
    return Answer(picture, usage)


def _usage(told: object) -> Usage | None:
    """Read the token counts; None where they are missing or make no sense."""
    if not isinstance(told, dict):
        return None
    details = told.get("input_tokens_details")
    details = details if isinstance(details, dict) else {}
    whole, image, output = (
        told.get("input_tokens"),
        # Without the details all of the input counts as picture, which costs more than text.
        details.get("image_tokens", told.get("input_tokens")),
        told.get("output_tokens"),
    )
    for count in (whole, image, output):
        if type(count) is not int or count < 0:
            return None
    assert isinstance(whole, int)  # noqa: S101 - narrows the types
    assert isinstance(image, int)  # noqa: S101
    assert isinstance(output, int)  # noqa: S101
    return Usage(text_input=max(whole - image, 0), image_input=image, output=output)


def _error(response: requests.Response, body: dict[str, Any], company: str) -> errors.HostedError:
    told = body.get("error")
    told = told if isinstance(told, dict) else {}
    status, codes = response.status_code, _codes(told)
    if codes & _REFUSALS:
        return _refusal(told, company)
    if status == requests.codes.too_many_requests:
        if codes & _NO_MONEY:
            return errors.unavailable("provider_account", company)
        return errors.out_of_reach(
            "provider_busy", company, may_be_charged=False, retry_after=_wait(response)
        )
    if status == requests.codes.service_unavailable:
        return errors.out_of_reach(
            "provider_busy", company, may_be_charged=False, retry_after=_wait(response)
        )
    if status >= requests.codes.server_error or status == requests.codes.request_timeout:
        return errors.out_of_reach("provider_error", company, may_be_charged=True)
    if status in {requests.codes.unauthorized, requests.codes.forbidden}:
        return errors.unavailable("provider_key", company)
    if status < requests.codes.bad_request:
        # A redirect, or success without a picture.
        return errors.unclear_answer(company)
    return errors.unavailable("provider_request", company)


def _codes(told: dict[str, Any]) -> set[str]:
    inner = told.get("innererror") or told.get("inner_error")
    inner_code = inner.get("code") if isinstance(inner, dict) else None
    return {str(code) for code in (told.get("code"), told.get("type"), inner_code) if code}


def _refusal(told: dict[str, Any], company: str) -> errors.HostedError:
    details = told.get("moderation_details")
    details = details if isinstance(details, dict) else {}
    named = details.get("categories")
    categories = [str(name) for name in named] if isinstance(named, list) else []
    return errors.refused(company, categories, drawn=details.get("moderation_stage") != "input")


def _wait(response: requests.Response) -> float | None:
    """Read `Retry-After` (seconds), or when the used-up limit is free again."""
    headers = response.headers
    told = headers.get("Retry-After", "")
    if told.replace(".", "", 1).isdecimal():
        return min(float(told), _LONGEST_WAIT)
    resets = [
        _seconds(headers.get(f"x-ratelimit-reset-{kind}", ""))
        for kind in ("requests", "tokens", "images")
        if headers.get(f"x-ratelimit-remaining-{kind}", "") == "0"
    ]
    known = [seconds for seconds in resets if seconds is not None]
    return min(max(known), _LONGEST_WAIT) if known else None


def _seconds(text: str) -> float | None:
    """Read a duration such as `1m30.5s`, `6ms` or `2h`."""
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    units = zip(found.groups(), (3600.0, 60.0, 1.0, 0.001), strict=True)
    return sum(float(number) * unit for number, unit in units if number)
