"""HTTP to Prodigi: one call, one answer with camelCase keys, or a `ProviderError`.

What the reference does not say but the live API does, and is held here: keys and outcomes come in
either case; HTTP 200 may carry a failure; errors come as `outcome` + `failures` or as `statusText`
+ `statusCode`. A failure's `providedValue` repeats names and addresses, so it is never passed on.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import requests

from orders.fulfilment.providers.base import ProviderError

Json = dict[str, Any]

_OPAQUE = frozenset({"metadata", "attributes"})
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FIELD = re.compile(r"[\w.\[\]]{0,80}")
_TRANSIENT_OUTCOMES = frozenset({"internalservererror", "timedout", "toomanyrequests"})
_CODES = {"entitynotfound": "not_found", "notfound": "not_found", "resourcenotfound": "not_found"}
_BY_STATUS = {401: "not_authenticated", 403: "not_authenticated", 404: "not_found"}
_LONGEST_WAIT = 3600


class ProdigiClient:
    """Calls one account.

    Args:
        session: time-outs and retries of safe methods are its business.
        base_url: with the version, such as `https://api.sandbox.prodigi.com/v4.0`.
        api_key: sent as X-API-Key, and to this base URL only.

    """

    def __init__(self, *, session: requests.Session, base_url: str, api_key: str) -> None:
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key

    def get(self, path: str, *, expect: Iterable[str], params: Json | None = None) -> Json:
        """GET `path`; `expect` names the outcomes that are a success."""
        return self._call("GET", path, expect, params=params, body=None)

    def post(self, path: str, *, expect: Iterable[str], body: Json | None = None) -> Json:
        """POST `body` as JSON; `expect` names the outcomes that are a success."""
        return self._call("POST", path, expect, params=None, body=body or {})

    def _call(
        self,
        method: str,
        path: str,
        expect: Iterable[str],
        *,
        params: Json | None,
        body: Json | None,
    ) -> Json:
        try:
            response = self._session.request(
                method,
                f"{self._base_url}{path}",
                headers={"X-API-Key": self._api_key, "Accept": "application/json"},
                allow_redirects=False,
                params=params,
                json=body,
            )
        except requests.RequestException as error:
            # Its text holds the URL, so only its class is told. Whether the order was accepted is
            # unknown: the caller tries again with the same key.
            wrong_url = isinstance(error, ValueError)
            raise ProviderError(
                "unreachable", f"{method}: {type(error).__name__}", permanent=wrong_url
            ) from error
        answer = _json(response)
        outcome = fold(answer.get("outcome"))
        if response.status_code == requests.codes.ok and outcome in {fold(o) for o in expect}:
            return answer
        raise _error(response, answer, outcome)


def fold(text: object) -> str:
    """Return the text in a form in which `alreadyExists` and `AlreadyExists` are one."""
    return text.casefold() if isinstance(text, str) else ""


def camel_keys(body: Json) -> Json:
    """Return the JSON with camelCase keys; contents of attributes and the like stay as they are."""
    camel = {key[:1].lower() + key[1:]: value for key, value in body.items()}
    return {key: value if key in _OPAQUE else _camel_value(value) for key, value in camel.items()}


def _camel_value(value: object) -> object:
    if isinstance(value, list):
        return [_camel_value(entry) for entry in value]
    return camel_keys(value) if isinstance(value, dict) else value


def _json(response: requests.Response) -> Json:
    try:
        body = response.json()
    except ValueError:
        return {}
    return camel_keys(body) if isinstance(body, dict) else {}


def _error(response: requests.Response, body: Json, outcome: str) -> ProviderError:
    told = body.get("statusCode")
    status = max(response.status_code, told if isinstance(told, int) else 0)
    text = str(body.get("outcome") or body.get("statusText") or "")
    message = _message(status, text, body.get("failures") or body.get("data"))
    if status == requests.codes.too_many_requests:
        wait = response.headers.get("Retry-After", "")
        seconds = min(int(wait), _LONGEST_WAIT) if wait.isdecimal() else None
        return ProviderError("rate_limited", message, permanent=False, retry_after=seconds)
    if status >= requests.codes.server_error or outcome in _TRANSIENT_OUTCOMES:
        return ProviderError("server_error", message, permanent=False)
    if not text and status not in _BY_STATUS:
        # A proxy's or a maintenance page: it tells nothing about the order.
        return ProviderError("bad_answer", message, permanent=False)
    return ProviderError(_code(status, body.get("outcome")), message, permanent=True)


def _code(status: int, outcome: object) -> str:
    if isinstance(outcome, str) and outcome:
        snake = _WORD.sub("_", outcome).lower()
        return _CODES.get(outcome.casefold(), snake)
    return _BY_STATUS.get(status, "validation_failed")


def _message(status: int, outcome: str, failures: object) -> str:
    """Say which fields were refused and why, without repeating what they held."""
    rows = failures if isinstance(failures, Mapping) else {}
    told = []
    for field, reasons in rows.items():
        codes = [
            str(reason.get("code"))
            for reason in (reasons if isinstance(reasons, list) else [])
            if isinstance(reason, dict)
        ]
        told.append(f"{_clean(field)}: {', '.join(_clean(code) for code in codes)}")
    return "; ".join([f"HTTP {status} {_clean(outcome)}".strip(), *told])


def _clean(text: object) -> str:
    found = _FIELD.match(str(text))
    return found.group() if found else ""
