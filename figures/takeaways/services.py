"""Ask for a takeaway, take it back, end it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from figures.generation.backends import get_backend
from figures.generation.backends.base import sculpting
from figures.generation.studio.box import PALETTES
from figures.takeaways.kinds import OFFERS, Kind
from figures.takeaways.models import Takeaway
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState, ReviewState
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.vault import services as vault

JOB = "figures.takeaway"
# Kept with every version from the start.
STORED = frozenset({Kind.CUTOUT, Kind.BOX_FRONT})
ONLY_PICTURES = (
    "This figure was drawn by a service that gives pictures only: there is no solid to turn, to "
    "load or to print."
)
REFUSED = "Nothing is made of a look that was refused or taken off sale. Change the look first."
_SWEPT_AT_ONCE = 500


class NotOffered(Exception):
    """The takeaway cannot be had; the message says why."""


def reason_against(version: FigureVersion, kind: Kind) -> str:
    """Return why the kind is not to be had of this version, or "".

    Before approval it is: these are the person's own files, for them alone, and we publish none of
    them. What was refused or withdrawn is made into nothing new.
    """
    if version.review_state == ReviewState.REFUSED or version.frozen_at is not None:
        return REFUSED
    if OFFERS[kind].solid and sculpting(get_backend(version.figure.backend)) is None:
        return ONLY_PICTURES
    return ""


def request(*, version: FigureVersion, kind: Kind, ground: str = "") -> Takeaway | None:
    """Queue the making of a takeaway, unless it is there or on its way with the same ground.

    Returns:
        Its row; None for what is kept with every version anyway.

    Raises:
        NotOffered: the figure is not ready, the look was refused, or the backend cannot.
        ValueError: no such ground.

    """
    if ground and (ground not in PALETTES or not OFFERS[kind].ground):
        raise ValueError(f"ground must be one of {', '.join(PALETTES)}")
    if version.figure.state != FigureState.READY:
        raise NotOffered("The figure is not ready.")
    reason = reason_against(version, kind)
    if reason:
        raise NotOffered(reason)
    if kind in STORED:
        return None
    takeaway, _ = Takeaway.objects.select_related("file", "sprite").get_or_create(
        version=version, kind=kind, defaults={"ground": ground}
    )
    if takeaway.ground != ground or not (takeaway.file is not None or is_being_made(takeaway)):
        _begin_again(takeaway, ground)
    return takeaway


def _begin_again(takeaway: Takeaway, ground: str) -> None:
    """Start another try, unless somebody else has just done so."""
    with transaction.atomic():
        # The job first, as everywhere: it, too, writes its own row before the takeaway's.
        durable.cancel(subject=takeaway.pk)
        begun = Takeaway.objects.filter(pk=takeaway.pk, tries=takeaway.tries).update(
            ground=ground, file=None, sprite=None, facts={}, made_at=None, tries=F("tries") + 1
        )
        if begun:
            _delete_files(takeaway)
            takeaway.refresh_from_db()
            durable.enqueue(JOB, subject=takeaway.pk, dedupe_key=dedupe_key(takeaway))
        else:
            transaction.set_rollback(True)
    takeaway.refresh_from_db()


def dedupe_key(takeaway: Takeaway) -> str:
    """Return the key of its latest try's job."""
    return f"{JOB}:{takeaway.pk}:{takeaway.tries}"


def job_of(takeaway: Takeaway) -> Job | None:
    """Return the job of its latest try."""
    return Job.objects.filter(dedupe_key=dedupe_key(takeaway)).first()


def is_being_made(takeaway: Takeaway) -> bool:
    """Whether its job waits or runs."""
    job = job_of(takeaway)
    return job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}


def drop(takeaway: Takeaway) -> None:
    """Stop its making, or delete its file; it can be asked for again."""
    with transaction.atomic():
        durable.cancel(subject=takeaway.pk)
        _delete_files(takeaway)
        takeaway.delete()


def _delete_files(takeaway: Takeaway) -> None:
    for blob in (takeaway.file, takeaway.sprite):
        if blob is not None:
            vault.delete(blob)


def forget(*, figure: Figure) -> None:
    """Stop every making of an erased figure and forget what was made; its key ends the files."""
    for takeaway in Takeaway.objects.filter(version__figure=figure):
        durable.cancel(subject=takeaway.pk)
    Takeaway.objects.filter(version__figure=figure).delete()


def sweep(before: datetime) -> int:
    """End what was made at or before that time; returns how many."""
    due = Takeaway.objects.filter(made_at__lte=before).select_related("file", "sprite")
    ended = list(due[:_SWEPT_AT_ONCE])
    for takeaway in ended:
        drop(takeaway)
    return len(ended)
