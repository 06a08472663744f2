"""Do things at the same time, and make a race happen instead of hoping for it."""

import contextlib
import functools
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

_PATIENCE = 180.0


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run every call in a thread of its own, all starting at once.

    Returns:
        What each returned, or the exception it raised, in the order of the calls.

    """
    start = threading.Barrier(len(calls), timeout=_PATIENCE)
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "a call hangs"
    return results


def errors(results: Sequence[Any]) -> list[Exception]:
    """Return what was raised."""
    return [result for result in results if isinstance(result, Exception)]


def meet_after(patch: pytest.MonkeyPatch, module: Any, name: str, *, patience: float = 0.5) -> None:
    """Make two threads wait for each other right after `module.name` has returned in both.

    Where a lock lets only one in, that one goes on alone after `patience` seconds; where none
    does, both have read the same before either writes.
    """
    original = getattr(module, name)
    place = threading.Barrier(2)

    @functools.wraps(original)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        result = original(*arguments, **options)
        with contextlib.suppress(threading.BrokenBarrierError):
            place.wait(patience)
        return result

    patch.setattr(module, name, wrapped)
