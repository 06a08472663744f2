"""No test reaches beyond this machine: a connection elsewhere fails at once, and loudly."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


class OutsideConnectionError(RuntimeError):
    """A test tried to leave the machine. Not an OSError: nothing may take it for bad weather."""


def stays_here(address: object) -> bool:
    """Tell whether a socket address is loopback, a Unix socket, or nothing at all.

    Args:
        address: what `socket.connect` or the host part of `getaddrinfo` takes.
    """
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    # Unix sockets are addressed by path; an absent or empty host means this one.
    if not isinstance(address, tuple) and isinstance(host, str) and host.startswith(("/", "\0")):
        return True
    if host is None or host in {"", "localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def install(patch: pytest.MonkeyPatch) -> None:
    """Guard every way out that Python's `socket` offers, names to be resolved included."""
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), 1))
    patch.setattr(socket.socket, "sendto", _guarded(socket.socket.sendto, -1))
    patch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, 0))


def _guarded(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        address = arguments[position] if arguments else named.get("host")
        if not stays_here(address):
            raise OutsideConnectionError(f"A test tried to reach {address!r}.")
        return original(*arguments, **named)

    return call
