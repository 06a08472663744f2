"""One child process: a session of its own, which ends with us and is ended as a whole."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from shop.platform.supervisor.programs import Program

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Child:
    """A program started once.

    It leads a process group of its own, so that the terminal's Ctrl-C reaches us alone and that
    everything it starts can be ended with it. The kernel ends it should we be killed.
    """

    def __init__(self, program: Program, log: Path) -> None:
        """Start it; what it says goes to the end of `log`, unless it has the foreground."""
        self.program = program
        self.log = log
        with contextlib.nullcontext() if program.in_foreground else log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the commands are our own
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **program.environment},
                start_new_session=True,
                preexec_fn=end_with(os.getpid()),
            )

    @property
    def pid(self) -> int:
        """Process id; also the id of its group."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """Exit status once it has been ended by `reap`; negative for a signal."""
        return self._process.returncode

    def is_running(self) -> bool:
        """Tell whether it runs. One that has ended keeps its id until `reap`."""
        if self._process.returncode is not None:
            return False
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.pid, look) is None

    def ask(self) -> None:
        """Ask it to end."""
        if self.is_running():
            self._process.terminate()

    def reap(self) -> int:
        """Kill what is left of it and of all it started; returns the exit status."""
        if self._process.returncode is None:
            # Before the wait: until then nobody else can have been given the group's id.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        return self._process.wait()


def end_with(parent: int) -> Callable[[], None]:
    """Return what a child calls before it becomes its program: the kernel ends it with `parent`."""
    # Loaded here: after the fork nothing may wait for a lock that a thread of ours holds.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def prepare() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
