"""Our processes as `make run` starts them, in one process group that can be killed at once."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from shop.platform import faultpoints
from shop.platform.demo.stack import Stack as Demo
from shop.platform.supervisor.child import end_with
from shop.platform.supervisor.programs import Program
from tests.support.print_house import ROOT, wait_until

EVERYTHING = ("web", "worker-default", "worker-render", "beat")
# Not a measure of speed: what has not come up by then never will.
_STARTED = 120.0


class Stack:
    """Web, both workers and beat; the print house is somebody else's and stays out of it.

    Args:
        var: the folder all of them share; also holds their logs.
        port: of the site.
        environment: what each process gets.

    """

    def __init__(self, var: Path, port: int, environment: Mapping[str, str]) -> None:
        demo = Demo(root=ROOT, var=var, port=port, print_house_port=0)
        self.site = demo.site
        self.var = var
        self.environment = dict(environment)
        self._programs = {program.name: program for program in demo.programs()}
        self._running: list[subprocess.Popen[bytes]] = []
        self.started_at = 0.0
        # Programs that had ended by themselves when the last kill came.
        self.died: list[str] = []

    def start(self, *names: str, fault: str = "", wait: bool = True, **variables: str) -> None:
        """Start the named programs (all by default), to stop at `fault`; wait until ready.

        A name may come twice. `variables` are added to the environment.
        """
        marker = self.var / faultpoints.MARKER
        marker.unlink(missing_ok=True)
        programs = [self._programs[name] for name in names or EVERYTHING]
        environment = {**self.environment, **variables, "SHELFIE_FAULT_POINT": fault}
        self.started_at = time.monotonic()
        for program in programs:
            self._start(program, environment)
        if wait:
            for program in programs:
                self._await(program)

    def _await(self, program: Program) -> None:
        log = self._log(program)
        wait_until(lambda: program.ready(log), seconds=_STARTED)

    def _start(self, program: Program, environment: dict[str, str]) -> None:
        log = self._log(program)
        log.parent.mkdir(exist_ok=True)
        log.unlink(missing_ok=True)
        with log.open("wb") as output:
            self._running.append(
                subprocess.Popen(
                    program.command,
                    cwd=ROOT,
                    env={**environment, **program.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    process_group=self._running[0].pid if self._running else 0,
                    preexec_fn=end_with(os.getpid()),
                )
            )

    def _log(self, program: Program) -> Path:
        return self.var / "log" / f"{program.name}.log"

    def kill_at(self, fault: str) -> None:
        """Wait until somebody stands at the fault point, then SIGKILL all of them at once."""
        marker = self.var / faultpoints.MARKER
        try:
            wait_until(marker.exists, seconds=_STARTED)
        except AssertionError as error:
            raise AssertionError(f"nobody came to {fault}:\n{self.said()[-4000:]}") from error
        wait_until(lambda: marker.read_text(encoding="utf-8") == fault)
        self.kill()

    def kill(self) -> None:
        """SIGKILL the process group: nothing is flushed, nothing is said."""
        self.died = [str(one.args) for one in self._running if one.poll() is not None]
        if self._running:
            os.killpg(self._running[0].pid, signal.SIGKILL)
        for process in self._running:
            process.wait()
        self._running.clear()

    def seconds(self) -> float:
        """Return how long ago the last start began."""
        return time.monotonic() - self.started_at

    def said(self) -> str:
        """Return the logs of the last start."""
        folder = self.var / "log"
        return "\n".join(path.read_text(errors="replace") for path in sorted(folder.iterdir()))
