"""The one way out: `requests` sessions with time-outs, retries and an address check."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import connection
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class AddressRefused(requests.RequestException):
    """The host is private, loopback or unknown, and not allowed by OUTGOING_PRIVATE_HOSTS."""


class InsideTransaction(RuntimeError):
    """A network call was about to hold a database lock for its whole length."""


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, *, timeout: float, **options: Any) -> None:
        self._timeout = timeout
        super().__init__(**options)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        if connection.in_atomic_block and not settings.TESTING_IN_TRANSACTION:
            raise InsideTransaction(f"{request.method} inside a transaction")
        _check_address(request.url or "")
        if options.get("timeout") is None:
            options["timeout"] = self._timeout
        return super().send(request, *args, **options)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in settings.OUTGOING_PRIVATE_HOSTS:
        return
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme)
    except OSError as error:
        raise AddressRefused(f"{host} has no address") from error
    for *_rest, address in found:
        if not ipaddress.ip_address(address[0]).is_global:
            raise AddressRefused(f"{host} leads to a private address")


def session(*, timeout: float = 20.0, retries: int = 2) -> requests.Session:
    """Return a session for one provider.

    Safe methods are tried again (with growing, jittered gaps) on connection trouble, 429 and 5xx;
    others never are, because only the caller knows the idempotency key. Redirects are not
    followed: an API that redirects is not the one that was meant.

    Args:
        timeout: seconds for connecting and for each read.
        retries: how often a safe method is tried again.

    """
    retry = Retry(
        total=retries,
        allowed_methods=_SAFE,
        status_forcelist=(429, 500, 502, 503, 504),
        backoff_factor=0.3,
        backoff_jitter=0.3,
        raise_on_status=False,
        redirect=False,
    )
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    for scheme in ("http://", "https://"):
        made.mount(scheme, _GuardedAdapter(timeout=timeout, max_retries=retry))
    return made
