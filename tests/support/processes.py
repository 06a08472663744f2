"""Starting and stopping child processes without leaving any behind."""

import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

_GRACE_SECONDS = 15.0


class ServiceError(RuntimeError):
    """A server is not installed or did not start; the message says which and why."""


class Stopped(SystemExit):
    """SIGINT or SIGTERM arrived; exits with the shell's status for it."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def free_port() -> int:
    """Return a loopback TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def raise_on_signals() -> None:
    """Turn the first SIGINT or SIGTERM into `Stopped`, and ignore the ones after it.

    An impatient second Ctrl-C would otherwise interrupt the clean-up the first one began.
    """

    def first(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, first)


def spawn(
    command: Sequence[str], extra: Mapping[str, str | None], **options: Any
) -> subprocess.Popen[bytes]:
    """Start `command` with `extra` variables set, or taken away where the value is None."""
    merged = {**os.environ, **extra}
    environment = {name: value for name, value in merged.items() if value is not None}
    return subprocess.Popen(command, env=environment, **options)


def run(command: Sequence[str], extra: Mapping[str, str | None] | None = None) -> int:
    """Run `command` in the foreground and return its exit status.

    Args:
        command: program and arguments.
        extra: environment variables to set, or to take away where the value is None.

    Raises:
        Stopped: a signal arrived; the command has ended by then.
    """
    child = spawn(command, extra or {})
    try:
        status = child.wait()
    except Stopped as stopped:
        # The terminal has sent Ctrl-C to the child already; SIGTERM came to us alone.
        stop(child, ask=stopped.number == signal.SIGTERM)
        raise
    return status if status >= 0 else 128 - status


def stop(child: subprocess.Popen[bytes], *, ask: bool = True) -> None:
    """End `child`: SIGTERM (unless not `ask`), a time of grace, SIGTERM, then SIGKILL."""
    if ask:
        child.terminate()
    for last in (child.terminate, child.kill):
        try:
            child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            last()
    child.wait()
