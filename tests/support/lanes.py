"""Runs steps side by side, so many at a time, each with its output kept until it has ended."""

import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.processes import Stopped, spawn, stop

_LOOK_SECONDS = 0.1


class StepFailedError(Exception):
    """A step ended with another status than 0, which is the one argument."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command; `environment` is set for it, or taken away where the value is None."""

    title: str
    command: Sequence[str]
    environment: Mapping[str, str | None] = field(default_factory=dict)


def run_side_by_side(steps: Sequence[Step], folder: Path, *, lanes: int = 2) -> None:
    """Run the steps in this order, the next one as soon as one of the lanes is free.

    Args:
        steps: independent of each other.
        folder: takes their output while they run.
        lanes: how many run at a time.

    Raises:
        StepFailedError: one failed; the ones that ran beside it have been interrupted.
        Stopped: a signal arrived; all have ended by then.

    """
    waiting, running = deque(steps), list[_Running]()
    try:
        while waiting or running:
            while waiting and len(running) < lanes:
                output = folder / f"step-{len(steps) - len(waiting)}.out"
                running.append(_Running(waiting.popleft(), output))
            ended = [one for one in running if one.process.poll() is not None]
            for one in ended:
                running.remove(one)
                one.finish()
            if not ended:
                time.sleep(_LOOK_SECONDS)
    except Stopped as stopped:
        # The terminal has sent Ctrl-C to all of them already; SIGTERM came to us alone, and would
        # end pytest without tearing down what the test in the middle has started.
        _end(running, signal.SIGINT if stopped.number == signal.SIGTERM else None)
        raise
    except StepFailedError:
        # As Ctrl-C does: pytest tears down what the test in the middle has started.
        _end(running, signal.SIGINT)
        raise


class _Running:
    """A step that has been started, and where its output goes."""

    def __init__(self, step: Step, output: Path) -> None:
        self.step = step
        self.output = output
        self.began = time.monotonic()
        with output.open("wb") as handle:
            self.process = spawn(
                step.command, step.environment, stdout=handle, stderr=subprocess.STDOUT
            )
        print(f"=== {step.title}: started", flush=True)

    def finish(self) -> None:
        """Show what it said; raise StepFailedError where it failed."""
        status = self.process.wait()
        how = f"done in {time.monotonic() - self.began:.1f} s"
        if status:
            how = f"FAILED with status {status if status >= 0 else 128 - status}"
        self.show(how)
        if status:
            raise StepFailedError(status if status >= 0 else 128 - status)

    def show(self, how: str) -> None:
        """Print its output between two lines."""
        print(f"\n=== {self.step.title}", flush=True)
        print(self.output.read_text(encoding="utf-8", errors="replace"), end="")
        print(f"=== {self.step.title}: {how}\n", flush=True)


def _end(running: Sequence[_Running], number: signal.Signals | None) -> None:
    """Send each the signal, if any, wait for all, and show how far they came."""
    for one in running:
        if number is not None:
            one.process.send_signal(number)
    for one in running:
        stop(one.process, ask=False)
        one.show("interrupted")
