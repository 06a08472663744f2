"""Rate limits: fixed windows of a minute, per address before and per caller after the key check.

New visitors of our own site are counted by the day and by network, because somebody without a
cookie starts with a fresh allowance of figures. The network is kept as a keyed hash that changes
with the day: neither the address nor a return on another day can be read from it.
"""

import logging
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from shop.platform.api.problems import Problem

log = logging.getLogger(__name__)
WINDOW = 60
DAY = 24 * 3600
# What one IPv6 customer is given at least (RFC 6177).
_IPV6_PREFIX = 64
HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit in this window; `reset` in seconds."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the `RateLimit-*` headers."""
        values = (self.limit, self.remaining, self.reset)
        return {name: str(value) for name, value in zip(HEADERS, values, strict=True)}


def count_address(request: HttpRequest) -> Allowance:
    """Count a request of an address, whoever it says it is.

    Raises:
        Problem: `rate_limited`.

    """
    return count(f"ip:{address_of(request)}", settings.API_LIMIT_PER_ADDRESS)


def count_caller(caller_id: str) -> Allowance:
    """Count a request of a key, or of a visitor.

    Raises:
        Problem: `rate_limited`.

    """
    return count(f"caller:{caller_id}", settings.API_LIMIT_PER_KEY)


def address_of(request: HttpRequest) -> str:
    """Return the client's address: what the outermost of our own proxies saw."""
    hops = settings.PROXY_HOPS
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(forwarded) >= hops and forwarded[-hops]:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def count_newcomer(request: HttpRequest) -> None:
    """Count a visitor without a cookie who brings a first photo.

    Raises:
        TooManyNewcomers: no more from this network today.

    """
    now = int(time.time())
    day = now // DAY
    network = salted_hmac(f"newcomers of day {day}", network_of(request), algorithm="sha256")
    used = _increment(f"newcomer:{day}:{network.hexdigest()[:32]}", DAY)
    if used > settings.NEWCOMERS_PER_DAY:
        raise TooManyNewcomers(DAY - now % DAY)


def network_of(request: HttpRequest) -> str:
    """Return the client's IPv4 address, or the /64 of its IPv6 address."""
    told = address_of(request)
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> _IPV6_PREFIX << _IPV6_PREFIX))


def count(subject: str, limit: int) -> Allowance:
    """Count one request of anybody or anything.

    Args:
        subject: who and what, such as `preview:own_...`.
        limit: requests a minute.

    Raises:
        LimitReached: no more in this minute.

    """
    now = int(time.time())
    reset = WINDOW - now % WINDOW
    used = _increment(f"limit:{subject}:{now // WINDOW}", WINDOW)
    if used > limit:
        raise LimitReached(Allowance(limit, 0, reset))
    return Allowance(limit, limit - used, reset)


class TooManyNewcomers(Exception):
    """So many first visits from one network look like one person's.

    Attributes:
        retry_after: seconds until the count starts anew.

    """

    def __init__(self, retry_after: int) -> None:
        super().__init__("So many people came from your network today that no more can start here.")
        self.retry_after = retry_after


class LimitReached(Problem):
    """Told with the headers of the limit that was reached."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(
            "rate_limited",
            f"At most {allowance.limit} requests a minute. Wait {allowance.reset} seconds.",
            retry_after=allowance.reset,
        )
        self.allowance = allowance


def _increment(key: str, window: int) -> int:
    """Count one in this window of seconds; a counter that does not answer lets requests pass."""
    cache = caches["limits"]
    try:
        cache.add(key, 0, timeout=window + WINDOW)
        return int(cache.incr(key))
    except Exception:  # noqa: BLE001 - whatever is wrong with the counter, the shop stays open
        log.warning("rate limit not counted")
        return 0
