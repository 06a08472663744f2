"""Which function does which kind of job, what runs again and again, who listens to what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shop.platform.durable.running import RunningJob

Handler = Callable[["RunningJob"], None]
FailureHandler = Callable[["RunningJob", str, str], None]
Listener = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of job is done."""

    name: str
    run: Handler
    queue: str
    max_attempts: int
    on_failure: FailureHandler | None


@dataclass(frozen=True, slots=True)
class Periodic:
    """A kind that is queued once per period."""

    name: str
    every: timedelta


_kinds: dict[str, Kind] = {}
_periodic: dict[str, Periodic] = {}
_listeners: dict[str, list[Listener]] = {}


def handler(
    name: str,
    *,
    queue: str = "default",
    max_attempts: int = 8,
    on_failure: FailureHandler | None = None,
) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of kind `name`.

    Args:
        name: kind, such as `figures.generate`.
        queue: `default` or `render` (one at a time per worker).
        max_attempts: after that many the job is failed for good.
        on_failure: called as `(job, code, message)` inside the transaction that fails it.

    """

    def register(function: Handler) -> Handler:
        _kinds[name] = Kind(name, function, queue, max_attempts, on_failure)
        return function

    return register


def kind(name: str) -> Kind:
    """Return the kind.

    Raises:
        UnknownKind: nobody registered it.

    """
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No handler for jobs of kind {name!r}.") from None


class UnknownKind(LookupError):
    """No function is registered for a kind of job."""


def failure_hook(name: str) -> FailureHandler | None:
    """Return what to call when a job of this kind fails for good, if anything."""
    return _kinds[name].on_failure if name in _kinds else None


def periodic(name: str, *, every: timedelta) -> None:
    """Queue kind `name` once in every period, however many schedulers run."""
    _periodic[name] = Periodic(name, every)


def periodics() -> list[Periodic]:
    """Return everything registered by `periodic`."""
    return list(_periodic.values())


def subscribe(event: str, listener: Listener) -> None:
    """Call `listener(**facts)` for each `publish(event, **facts)`, in the same transaction.

    Facts travel up and down the house this way: `figures` announces
    `figure_version.withdrawn`, `orders` listens.
    """
    listeners = _listeners.setdefault(event, [])
    if listener not in listeners:
        listeners.append(listener)


def publish(event: str, **facts: Any) -> None:
    """Tell every listener; what one raises rolls the caller's transaction back."""
    for listener in _listeners.get(event, []):
        listener(**facts)
