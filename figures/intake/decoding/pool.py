"""Warm decoder processes of this process."""

import atexit
import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator

from figures.intake.decoding import wire
from figures.intake.refusals import Refusal
from figures.piped import ChildError, PipedProcess

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


class Child(PipedProcess):
    """One decoder process."""

    def __init__(self, *, memory_bytes: int) -> None:
        super().__init__(
            "figures.intake.decoding.child", str(memory_bytes), environment=ENVIRONMENT
        )
        self.photos = 0
        self.is_spent = False

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
            self.send(wire.pack(request), deadline)
            self.send(raw, deadline)
            size = int.from_bytes(self.receive(wire.HEAD_BYTES, deadline))
            if size > wire.MAX_HEADER:
                raise ChildError("reply out of step")
            reply: wire.Reply = json.loads(self.receive(size, deadline))
            body = self.receive(reply["length"], deadline)
        except (OSError, ValueError) as error:
            raise ChildError(type(error).__name__) from error
        # After running out of memory it may be in any state.
        out_of_memory = reply["refused"] == Refusal.UNREADABLE
        self.is_spent = out_of_memory or self.photos >= PHOTOS_PER_CHILD
        return reply, body


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
