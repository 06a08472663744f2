"""Asks the previewer of this process for pictures.

Rendering stays out of the web process: its memory and its compiled code are in one child that is
started at the first preview and ends when it is idle. One picture at a time, so the kernels'
threads never meet; a page sends its next wish when the last one has been answered.
"""

import atexit
import json
import os
import threading
import time

from figures.generation.look import Look
from figures.piped import HEAD_BYTES, ChildError, PipedProcess

# A picture takes 0.1 to 0.5 s; the first of a new process, with its start, 2 s.
TIMEOUT = 30.0
# Longer than this nobody waits behind others.
QUEUE_SECONDS = 5.0
# Nothing else of our environment: no key, no database.
_PASSED_ON = ("PATH", "HOME", "LC_ALL", "TMPDIR", "NUMBA_CACHE_DIR", "NUMBA_CPU_NAME")
_MODULE = "figures.generation.previews.child"


class PreviewFailed(Exception):
    """No picture now; trying again may help."""


class Previewer:
    """The child process of this process; safe between threads, and a fork starts with none."""

    def __init__(self) -> None:
        self._start_over()
        os.register_at_fork(after_in_child=self._after_fork)
        atexit.register(self.close)

    def _start_over(self) -> None:
        self._lock = threading.Lock()
        self._child: PipedProcess | None = None

    def _after_fork(self) -> None:
        if self._child is not None:
            self._child.let_go()
        self._start_over()

    def picture(self, *, backend: str, recipe: bytes, look: Look, view: str, edition: str) -> bytes:
        """Return a WebP picture, 600 px high.

        Args:
            backend: whose recipe.
            recipe: with the look's choices in it.
            look: words and things, for the box.
            view: "figure" or "box" (720 px high).
            edition: line on the box.

        Raises:
            PreviewFailed: too many want one, or the child failed; it is started anew.

        """
        request = {
            "length": len(recipe),
            "backend": backend,
            "view": view,
            "look": look.as_json(),
            "edition": edition,
        }
        if not self._lock.acquire(timeout=QUEUE_SECONDS):
            raise PreviewFailed("busy")
        try:
            picture = self._ask(json.dumps(request).encode(), recipe)
        except ChildError as error:
            self._end()
            raise PreviewFailed(str(error)) from error
        except BaseException:
            # Mid-conversation with an unknown rest in the pipe: it cannot be used again.
            self._end()
            raise
        finally:
            self._lock.release()
        if not picture:
            raise PreviewFailed("not rendered")
        return picture

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ask(self, header: bytes, recipe: bytes) -> bytes:
        if self._child is None or not self._child.is_alive():
            self._end()
            # One thread: the other core is left to whoever renders for real.
            passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            self._child = PipedProcess(_MODULE, environment={**passed, "NUMBA_NUM_THREADS": "1"})
        deadline = time.monotonic() + TIMEOUT
        self._child.send(len(header).to_bytes(HEAD_BYTES) + header + recipe, deadline)
        size = int.from_bytes(self._child.receive(HEAD_BYTES, deadline))
        return self._child.receive(size, deadline)

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


previewer = Previewer()
