"""Which data of a person is kept where, for how long, and who may ask for it to stay.

Each floor registers its own data classes and holds, so that the ground floor ends data without
knowing what a figure or an order is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Sweep = Callable[[datetime], int]
Hold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class DataClass:
    """One kind of personal data.

    Attributes:
        key: `photo`, `figure`, `order_address`, ...
        title: words for the person concerned.
        basis: legal basis, as shown to them.
        trigger: from when the period counts, in words.
        period: how long it is kept after the trigger, unless the staff set another period.
        longest: the staff may not set more than this; None for no limit.
        columns: `app.Model.field` of every column and blob that holds it.
        sweep: ends everything whose trigger was at or before the given time; returns how many.
        scrub: its tables are rewritten after an erasure, so that no ended row stays in their
            files; for tables that are small or change little.

    """

    key: str
    title: str
    basis: str
    trigger: str
    period: timedelta
    columns: tuple[str, ...]
    longest: timedelta | None = None
    sweep: Sweep | None = None
    scrub: bool = False


@dataclass(slots=True)
class _Registered:
    classes: dict[str, DataClass] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)


_registered = _Registered()


def register(data_class: DataClass) -> None:
    """Declare a data class; the key is unique."""
    _registered.classes[data_class.key] = data_class


def register_hold(hold: Hold) -> None:
    """Ask `hold(subject)` before a subject is erased: a sentence keeps it, "" lets it go."""
    if hold not in _registered.holds:
        _registered.holds.append(hold)


def data_classes() -> list[DataClass]:
    """Return everything registered, by key."""
    return sorted(_registered.classes.values(), key=lambda item: item.key)


def reason_to_keep(subject: str) -> str:
    """Return the first hold on the subject as a sentence, or ""."""
    for hold in _registered.holds:
        reason = hold(subject)
        if reason:
            return reason
    return ""


def scrubbed_models() -> list[str]:
    """Return `app.Model` of every table that an erasure has to leave clean."""
    columns = {col for item in _registered.classes.values() if item.scrub for col in item.columns}
    return sorted({column.rpartition(".")[0] for column in columns})


def declared_columns() -> set[str]:
    """Return every `app.Model.field` that a data class names."""
    return {column for item in _registered.classes.values() for column in item.columns}
