"""Tells how far the walk is: one live line per stage on a terminal, plain lines elsewhere."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_BAR = 24
_REDRAW_SECONDS = 0.1


class StepFailed(Exception):
    """A step of the walk came to nothing; the message is a sentence."""


class Stage:
    """One step, as long as it lasts.

    Args:
        title: what is being done.
        log: name of the process whose log tells more.

    """

    def __init__(self, console: "Console", title: str, log: str) -> None:
        self.title = title
        self.log = log
        self.result = ""
        self._console = console
        self._began = time.monotonic()
        self._drawn = 0.0
        self._words = ""

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return time.monotonic() - self._began

    def show(self, fraction: float | None = None, words: str = "") -> None:
        """Show how far it is: `fraction` 0..1 if that is known, and a few words."""
        if self._console.live:
            now = time.monotonic()
            if now - self._drawn > _REDRAW_SECONDS:
                self._drawn = now
                self._console.draw(self._line(fraction, words))
        elif words and words != self._words:
            self._console.line(f"{self.title}: {words}")
        self._words = words

    def _line(self, fraction: float | None, words: str) -> str:
        if fraction is None:
            bar = ""
        else:
            full = round(min(max(fraction, 0.0), 1.0) * _BAR)
            bar = f"[{'#' * full}{'.' * (_BAR - full)}] {fraction * 100:3.0f} %  "
        return f"{self.title}  {bar}{words}  {self.seconds:.0f} s"


class Console:
    """Writes the lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.live = stream.isatty()

    def line(self, words: str = "") -> None:
        """Write a line that stays."""
        self._stream.write(("\r\033[K" if self.live else "") + words + "\n")
        self._stream.flush()

    def draw(self, words: str) -> None:
        """Write over the live line."""
        room = shutil.get_terminal_size().columns - 1
        self._stream.write("\r\033[K" + words[:room])
        self._stream.flush()

    @contextmanager
    def stage(self, title: str, *, log: str) -> Iterator[Stage]:
        """Show a stage until its block ends; the failure of one names it and its log.

        Raises:
            StepFailed: whatever went wrong in the block.

        """
        stage = Stage(self, title, log)
        stage.show()
        try:
            yield stage
        except Exception as error:
            self.line(f"{title}: FAILED after {stage.seconds:.1f} s")
            words = str(error) or type(error).__name__
            raise StepFailed(f'"{title}" failed: {words}\nLook into {log}') from error
        self.line(f"{title}: {stage.result or 'done'} ({stage.seconds:.1f} s)")
