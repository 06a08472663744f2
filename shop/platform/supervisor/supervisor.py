"""Keeps several programs running until told to stop, and then ends them all."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from shop.platform.supervisor.child import Child
from shop.platform.supervisor.programs import Program

START_SECONDS = 90.0
# Together well under the ten seconds within which Ctrl-C must have ended everything.
STOP_SECONDS = 5.0
_RESTARTS = 5
_RESTART_WINDOW = 120.0
_FIRST_PAUSE = 0.2
_GLANCE = 0.1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


class ProgramFailed(Exception):
    """A program does not come up, or not for long; the message says which and where it says why."""

    def __init__(self, sentence: str, *, log: Path) -> None:
        super().__init__(f"{sentence} Look into {log}")
        self.log = log


class Interrupted(Exception):
    """Ctrl-C, SIGTERM or SIGHUP arrived."""


class Supervisor:
    """Starts programs, starts again what dies, and ends all of them when the block is left.

    Args:
        logs: folder for a log file per program; the last run's is kept as `NAME.log.1`.
        say: tells the person what happened.
        stop_seconds: how long a program may take to end before it is killed.

    Everything happens in the thread that made it (signals are handled in the main thread only, and
    the kernel ends children with the thread that started them).

    """

    def __init__(self, logs: Path, say: Say, *, stop_seconds: float = STOP_SECONDS) -> None:
        self._logs = logs
        self._say = say
        self._stop_seconds = stop_seconds
        self._children: dict[str, Child] = {}
        self._deaths: dict[str, list[float]] = {}
        self._stop = threading.Event()
        self._handlers: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Signals stay with us meanwhile: an impatient second Ctrl-C must not stop the clean-up.
        self.stop()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        # A flag only: an exception in the middle of a start would lose the child's process id.
        self._stop.set()

    def check(self) -> None:
        """Raise Interrupted if a signal has arrived."""
        if self._stop.is_set():
            raise Interrupted

    def start(self, programs: Sequence[Program], *, seconds: float = START_SECONDS) -> None:
        """Start the programs together and wait until each is ready.

        Raises:
            ProgramFailed: one ended, or was not ready in time.
            Interrupted: a signal arrived.

        """
        for program in programs:
            self.check()
            self._start_one(program)
        deadline = time.monotonic() + seconds
        for program in programs:
            self._await(program, deadline)

    def run(self, program: Program) -> int:
        """Run a program to its end while the others are watched; returns its exit status.

        Raises:
            ProgramFailed: another program died too often.
            Interrupted: a signal arrived.

        """
        child = self._start_one(program)
        while child.is_running():
            self._watch_once(but=program.name)
        del self._children[program.name]
        return child.reap()

    def watch(self) -> None:
        """Start again what dies, until a signal arrives.

        Raises:
            ProgramFailed: a program died too often.
            Interrupted: a signal arrived.

        """
        while True:
            self._watch_once()

    def stop(self) -> None:
        """End every program: asked first, killed after a while. Touches no other process."""
        children = list(self._children.values())
        for child in children:
            child.ask()
        deadline = time.monotonic() + self._stop_seconds
        while any(child.is_running() for child in children) and time.monotonic() < deadline:
            time.sleep(_GLANCE / 2)
        for child in children:
            child.reap()
        self._children.clear()

    def _start_one(self, program: Program) -> Child:
        log = self._logs / f"{program.name}.log"
        if program.name not in self._deaths and log.exists():
            log.replace(log.with_name(f"{log.name}.1"))
        self._deaths.setdefault(program.name, [])
        child = self._children[program.name] = Child(program, log)
        return child

    def _await(self, program: Program, deadline: float) -> None:
        log = self._logs / f"{program.name}.log"
        while not program.ready(log):
            child = self._children[program.name]
            if not child.is_running():
                status = child.reap()
                raise ProgramFailed(f"{program.name} ended with {_ended(status)}.", log=log)
            if time.monotonic() > deadline:
                raise ProgramFailed(f"{program.name} did not become ready in time.", log=log)
            if self._stop.wait(_GLANCE):
                raise Interrupted

    def _watch_once(self, *, but: str = "") -> None:
        if self._stop.wait(_GLANCE):
            raise Interrupted
        for name, child in list(self._children.items()):
            if name != but and not child.is_running():
                self._revive(child)

    def _revive(self, child: Child) -> None:
        program, status = child.program, child.reap()
        now = time.monotonic()
        deaths = self._deaths[program.name]
        deaths[:] = [at for at in deaths if now - at < _RESTART_WINDOW] + [now]
        if len(deaths) > _RESTARTS:
            raise ProgramFailed(f"{program.name} ended again and again.", log=child.log)
        self._say(
            f"{program.name} ended with {_ended(status)} and is started again"
            f" ({len(deaths)} of {_RESTARTS}). Its log: {child.log}"
        )
        if self._stop.wait(_FIRST_PAUSE * 2 ** (len(deaths) - 1)):
            raise Interrupted
        self._start_one(program)


def _ended(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    return f"signal {signal.Signals(-status).name}"
