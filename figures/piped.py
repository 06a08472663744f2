"""A warm child process that is talked to over its pipes.

A plain `subprocess` rather than `multiprocessing`: a Celery prefork worker is daemonic and may not
have multiprocessing children.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).parents[1]
# A frame is a 4-byte big-endian length, that many bytes of JSON, then a body as it is.
HEAD_BYTES = 4


class ChildError(Exception):
    """The process died or took too long; it has to be ended."""


class PipedProcess:
    """One process of ours that reads requests on stdin and replies on stdout.

    Args:
        module: run with `python -m`.
        arguments: of the module.
        environment: all that it gets.

    """

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=dict(environment),
            bufsize=0,
        )
        assert self._process.stdin is not None  # noqa: S101  # both are pipes, for mypy
        assert self._process.stdout is not None  # noqa: S101
        self._write_to = self._process.stdin.fileno()
        self._read_from = self._process.stdout.fileno()
        os.set_blocking(self._write_to, False)
        os.set_blocking(self._read_from, False)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the process still runs; an idle one may have ended meanwhile."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the process and wait for it."""
        self.let_go()
        self._process.kill()
        self._process.wait()

    def let_go(self) -> None:
        """Close our ends of the pipes without touching the process: in a fork it is not ours."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def send(self, data: bytes, deadline: float) -> None:
        """Write everything before `time.monotonic()` reaches the deadline.

        Raises:
            ChildError: too late, or nobody reads.

        """
        view = memoryview(data)
        while view:
            _wait_for(self._write_to, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._write_to, view) :]
            except OSError as error:
                raise ChildError(type(error).__name__) from error

    def receive(self, length: int, deadline: float) -> bytes:
        """Read exactly so many bytes before the deadline.

        Raises:
            ChildError: too late, or the process has closed its pipe.

        """
        data = bytearray(length)
        view = memoryview(data)
        while view:
            _wait_for(self._read_from, select.POLLIN, deadline)
            count = os.readv(self._read_from, [view])
            if count == 0:
                raise ChildError("closed its pipe")
            view = view[count:]
        return bytes(data)


def _wait_for(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise ChildError("took too long")


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """In the child: move the pipes away from 0 and 1, where a library may read or print."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return requests, replies
