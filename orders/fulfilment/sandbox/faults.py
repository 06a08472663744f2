"""Faults that a test can switch on: `POST /_sandbox/faults`. They end with the process."""

import threading
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Switches:
    """Whole numbers count down, one per request that they spoil; the others stay on.

    drop_reply_after_accept: the order is accepted, the connection closes without an answer.
    status_500, status_429: the request is refused before anything is done.
    status_500_after_accept: the order is accepted, the answer is a 500.
    delay_seconds: every answer of the print API comes so much later.
    duplicate_callbacks: each callback is delivered so many times more.
    late_callbacks: callbacks are held back; switching it off delivers them, newest first.
    pascal_case: keys of answers and callbacks in PascalCase.
    camel_case_outcomes: outcomes as the reference's tables write them (`alreadyExists`).
    status_text_errors: errors in the envelope `statusText, statusCode, data`.
    failures_with_200: refused requests answer HTTP 200.
    """

    drop_reply_after_accept: int = 0
    status_500: int = 0
    status_500_after_accept: int = 0
    status_429: int = 0
    delay_seconds: float = 0.0
    duplicate_callbacks: int = 0
    late_callbacks: bool = False
    pascal_case: bool = False
    camel_case_outcomes: bool = False
    status_text_errors: bool = False
    failures_with_200: bool = False


class Faults:
    """The switches, shared by the request threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.on = Switches()

    def set(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Set the named switches and return all of them.

        Raises:
            ValueError: unknown name, or a value of another type.

        """
        with self._lock:
            changed = asdict(self.on)
            for name, value in wanted.items():
                if name not in changed:
                    raise ValueError(f"There is no fault called {name}.")
                kind = type(getattr(Switches(), name))
                if type(value) is not kind and not (kind is float and type(value) is int):
                    raise ValueError(f"{name} takes {kind.__name__}.")
                changed[name] = kind(value)
            self.on = Switches(**changed)
            return changed

    def take(self, name: str) -> bool:
        """Use up one of a counted fault; tell whether there was one."""
        with self._lock:
            left: int = getattr(self.on, name)
            if left > 0:
                setattr(self.on, name, left - 1)
            return left > 0
