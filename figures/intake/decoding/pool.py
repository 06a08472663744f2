"""Warm decoder processes of this process, and the talk over their pipes.

A plain `subprocess` rather than `multiprocessing`: a Celery prefork worker is daemonic and may not
have multiprocessing children.
"""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from figures.intake.decoding import wire
from figures.intake.refusals import Refusal

ROOT = Path(__file__).parents[3]
MEMORY_BYTES = 1280 * 1024 * 1024
# Decoders at work at the same time in one process; further photos wait.
MAX_CHILDREN = 2
# A decoder is replaced after so many photos, whatever its health.
PHOTOS_PER_CHILD = 200
# Libraries must not start thread pools or arenas that count against the memory limit.
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class ChildError(Exception):
    """The decoder died or took too long; it has been ended."""


class Child:
    """One decoder process."""

    def __init__(self, *, memory_bytes: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            [sys.executable, "-m", "figures.intake.decoding.child", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=ENVIRONMENT,
            bufsize=0,
        )
        assert self._process.stdin is not None  # noqa: S101  # both are pipes, for mypy
        assert self._process.stdout is not None  # noqa: S101
        self._write_to = self._process.stdin.fileno()
        self._read_from = self._process.stdout.fileno()
        os.set_blocking(self._write_to, False)
        os.set_blocking(self._read_from, False)
        self.photos = 0
        self.is_spent = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def ask(self, request: wire.Request, raw: bytes, *, timeout: float) -> tuple[wire.Reply, bytes]:
        """Have one photo decoded.

        Args:
            request: what to do; `request["length"]` is the length of `raw`.
            raw: the file.
            timeout: seconds for everything together.

        Returns:
            The reply and its pixels.

        Raises:
            ChildError: the process died or was ended after `timeout`.

        """
        self.photos += 1
        deadline = time.monotonic() + timeout
        try:
            self._send(wire.pack(request), deadline)
            self._send(raw, deadline)
            size = int.from_bytes(self._receive(wire.HEAD_BYTES, deadline))
            if size > wire.MAX_HEADER:
                raise ChildError("reply out of step")
            reply: wire.Reply = json.loads(self._receive(size, deadline))
            body = self._receive(reply["length"], deadline)
        except (OSError, ValueError) as error:
            raise ChildError(type(error).__name__) from error
        # After running out of memory it may be in any state.
        out_of_memory = reply["refused"] == Refusal.UNREADABLE
        self.is_spent = out_of_memory or self.photos >= PHOTOS_PER_CHILD
        return reply, body

    def is_alive(self) -> bool:
        """Whether the process still runs; an idle one may have been killed meanwhile."""
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

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _wait_for(self._write_to, select.POLLOUT, deadline)
            view = view[os.write(self._write_to, view) :]

    def _receive(self, length: int, deadline: float) -> bytes:
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


class Pool:
    """The decoders of this process; safe between threads, and a fork starts with none."""

    def __init__(self, *, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._start_over()
        os.register_at_fork(after_in_child=self._after_fork)
        atexit.register(self.close)

    def _start_over(self) -> None:
        self._slots = threading.BoundedSemaphore(MAX_CHILDREN)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()

    def _after_fork(self) -> None:
        # The parent's locks may be held and its decoders are not ours; our copies of their pipes
        # must go, or they would never see the parent leave.
        for child in [*self._idle, *self._busy]:
            child.let_go()
        self._start_over()

    @contextlib.contextmanager
    def child(self) -> Iterator[Child]:
        """Lend a warm decoder; it goes back unless the block raises `ChildError`."""
        with self._slots:
            child = self._take()
            try:
                yield child
            except BaseException:
                # Mid-conversation with an unknown rest in the pipe: it cannot be used again.
                self._drop(child)
                raise
            if child.is_spent:
                self._drop(child)
            else:
                self._give_back(child)

    def warm_up(self) -> None:
        """Start one decoder ahead of the first photo."""
        with self.child():
            pass

    def close(self) -> None:
        """End the idle decoders."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    break
                child.end()
            else:
                child = Child(memory_bytes=self._memory_bytes)
            self._busy.add(child)
        return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._busy.discard(child)
            self._idle.append(child)

    def _drop(self, child: Child) -> None:
        with self._lock:
            self._busy.discard(child)
        child.end()
