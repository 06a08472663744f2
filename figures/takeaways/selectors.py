"""The takeaways of a version as the person sees them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from figures.takeaways import services
from figures.takeaways.kinds import OFFERS, Kind
from figures.takeaways.models import Takeaway
from figures.versions.models import FigureVersion
from shop.platform.durable.models import Job, JobState
from shop.retention.services import period_of
from shop.vault.models import Blob

DATA_CLASS = "takeaway"
_STAGES = {
    "painting": "Painting the face",
    "sculpting": "Sculpting the figure",
    "photographing": "Photographing it",
    "thickening": "Making every wall thick enough",
    "measuring": "Measuring it",
    "writing": "Writing the model",
    "labelling": "Labelling it",
    "keeping": "Locking it away",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One takeaway.

    Attributes:
        state: `none`, `making`, `ready`, `failed` or `unavailable`.
        message: why it failed or is not to be had.
        kept_until: when the file ends unless it is asked for anew; None for what stays.

    """

    kind: Kind
    state: str
    words: str
    ground: str = ""
    stage: str = ""
    progress: float = 0.0
    message: str = ""
    file: Blob | None = None
    sprite: Blob | None = None
    facts: dict[str, float] = field(default_factory=dict)
    made_at: datetime | None = None
    kept_until: datetime | None = None

    @property
    def may_choose_ground(self) -> bool:
        """Whether the colour behind it is the person's choice."""
        return OFFERS[self.kind].ground


def takeaways(version: FigureVersion) -> list[Shown]:
    """Return every kind with its state, in the order of the page."""
    rows = {row.kind: row for row in version.takeaways.select_related("file", "sprite", "version")}
    jobs = _jobs(list(rows.values()))
    kept = period_of(DATA_CLASS)
    return [_shown(version, kind, rows.get(kind), jobs, kept) for kind in OFFERS]


def being_made(shown: list[Shown]) -> list[Shown]:
    """Return those whose job waits or runs."""
    return [item for item in shown if item.state == "making"]


def _jobs(rows: list[Takeaway]) -> dict[str, Job]:
    keys = {services.dedupe_key(row): row.pk for row in rows}
    return {keys[job.dedupe_key]: job for job in Job.objects.filter(dedupe_key__in=keys)}


def _shown(
    version: FigureVersion,
    kind: Kind,
    row: Takeaway | None,
    jobs: dict[str, Job],
    kept: timedelta,
) -> Shown:
    words = OFFERS[kind].words
    reason = services.reason_against(version, kind)
    if reason:
        return Shown(kind, "unavailable", words, message=reason)
    if kind in services.STORED:
        blob = version.cutout if kind == Kind.CUTOUT else version.box
        return Shown(kind, "ready" if blob else "unavailable", words, file=blob)
    if row is None:
        return Shown(kind, "none", words)
    if row.file is not None and row.made_at is not None:
        return Shown(
            kind, "ready", words, ground=row.ground, progress=1.0, file=row.file,
            sprite=row.sprite, facts=row.facts, made_at=row.made_at, kept_until=row.made_at + kept,
        )  # fmt: skip
    return _under_way(kind, words, row, jobs.get(row.pk))


def _under_way(kind: Kind, words: str, row: Takeaway, job: Job | None) -> Shown:
    if job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}:
        stage = _STAGES.get(job.stage, "Waiting for its turn")
        return Shown(kind, "making", words, ground=row.ground, stage=stage, progress=job.progress)
    if job is not None and job.state == JobState.FAILED:
        said = job.error_message if job.error_code != "gave_up" else ""
        return Shown(
            kind, "failed", words, ground=row.ground, message=said or "It could not be made."
        )
    return Shown(kind, "none", words, ground=row.ground)
