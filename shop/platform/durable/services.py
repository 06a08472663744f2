"""Queue, claim, run and sweep jobs."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from shop.platform import ids
from shop.platform.durable import registry
from shop.platform.durable.errors import LeaseLost, PermanentFailure, RetryLater
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.running import RunningJob, heartbeat, lease_end
from shop.platform.durable.waking import wake

log = logging.getLogger(__name__)

_FIRST_RETRY = timedelta(seconds=2)
_LONGEST_RETRY = timedelta(minutes=30)
_SWEEP_BATCH = 200


def enqueue(
    kind: str,
    *,
    subject: str,
    dedupe_key: str,
    payload: dict[str, Any] | None = None,
    run_at: datetime | None = None,
) -> Job:
    """Write the intent to do `kind` on `subject`; a second call with the same key is a no-op.

    The wake-up leaves after the commit; should it be lost, the sweep finds the row.
    """
    definition = registry.kind(kind)
    with transaction.atomic():
        job, created = Job.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "kind": kind,
                "queue": definition.queue,
                "subject": subject,
                "payload": payload or {},
                "run_at": run_at or timezone.now(),
            },
        )
        if created and (run_at is None or run_at <= timezone.now()):
            transaction.on_commit(lambda: wake(job.pk, job.queue), robust=True)
    return job


def claim(job_id: str) -> RunningJob | None:
    """Take a due job; exactly one of any number of workers gets it."""
    now = timezone.now()
    token = ids.random_token()
    taken = (
        Job.objects.filter(pk=job_id)
        .filter(
            Q(state=JobState.QUEUED, run_at__lte=now)
            | Q(state=JobState.RUNNING, lease_until__lt=now)
        )
        .update(
            state=JobState.RUNNING,
            lease_token=token,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            updated_at=now,
        )
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    # Ours, whatever the row says by now: another worker's token must not be taken for our own.
    job.lease_token = token
    return RunningJob(job)


def run(job_id: str) -> bool:
    """Claim and do one job; returns whether it was ours to do."""
    running = claim(job_id)
    if running is None:
        return False
    try:
        definition = registry.kind(running.kind)
        if running.attempts > definition.max_attempts:
            raise PermanentFailure("gave_up", "The work was interrupted too often.")
        with heartbeat(running):
            definition.run(running)
        if Job.objects.filter(pk=job_id, lease_token=running.token).exists():
            running.finish()
    except LeaseLost:
        log.warning("lease lost", extra={"job": job_id, "kind": running.kind})
    except RetryLater as error:
        _queue_again(running, error.delay, stage=error.stage, counted=False)
    except PermanentFailure as error:
        _fail(running, error.code, error.message)
    except Exception as error:
        log.exception("job raised", extra={"job": job_id, "kind": running.kind})
        _after_error(running, error)
    return True


def _after_error(running: RunningJob, error: Exception) -> None:
    limit = (
        0 if isinstance(error, registry.UnknownKind) else registry.kind(running.kind).max_attempts
    )
    if running.attempts >= limit:
        _fail(running, "gave_up", f"{type(error).__name__} after {running.attempts} attempts.")
        return
    delay = min(_FIRST_RETRY * 2 ** (running.attempts - 1), _LONGEST_RETRY)
    _queue_again(running, delay, code=type(error).__name__)


def _queue_again(
    running: RunningJob, delay: timedelta, *, code: str = "", stage: str = "", counted: bool = True
) -> None:
    changes: dict[str, Any] = {"stage": stage} if stage else {}
    if not counted:
        changes["attempts"] = F("attempts") - 1
    Job.objects.filter(pk=running.id, lease_token=running.token).update(
        state=JobState.QUEUED,
        run_at=timezone.now() + delay,
        lease_token="",
        lease_until=None,
        error_code=code,
        **changes,
    )


def _fail(running: RunningJob, code: str, message: str) -> None:
    try:
        with running.transaction():
            hook = registry.failure_hook(running.kind)
            if hook is not None:
                hook(running, code, message)
            Job.objects.filter(pk=running.id, lease_token=running.token).update(
                state=JobState.FAILED,
                error_code=code[:60],
                error_message=message[:300],
                finished_at=timezone.now(),
                lease_token="",
                lease_until=None,
            )
    except LeaseLost:
        log.warning("lease lost", extra={"job": running.id, "kind": running.kind})


def cancel(*, subject: str, kind: str | None = None) -> int:
    """Stop the subject's jobs; a running one finds out at its next report. Returns how many."""
    jobs = Job.objects.filter(subject=subject, state__in=[JobState.QUEUED, JobState.RUNNING])
    if kind is not None:
        jobs = jobs.filter(kind=kind)
    return jobs.update(
        state=JobState.CANCELLED, lease_token="", lease_until=None, finished_at=timezone.now()
    )


def queued(*, kind: str) -> list[str]:
    """Return the ids of the kind's jobs that wait, for one that can do the work of all."""
    jobs = Job.objects.filter(kind=kind, state=JobState.QUEUED)
    return list(jobs.values_list("pk", flat=True)[:_SWEEP_BATCH])


def done_with(*, job_ids: list[str]) -> int:
    """Mark waiting jobs done, because another did their work; returns how many."""
    return Job.objects.filter(pk__in=job_ids, state=JobState.QUEUED).update(
        state=JobState.DONE, progress=1.0, finished_at=timezone.now()
    )


def retry(job: Job) -> None:
    """Queue a failed job anew, with fresh attempts (an act of the staff)."""
    with transaction.atomic():
        moved = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
            state=JobState.QUEUED,
            attempts=0,
            run_at=timezone.now(),
            error_code="",
            error_message="",
            finished_at=None,
        )
        if moved:
            transaction.on_commit(lambda: wake(job.pk, job.queue), robust=True)


def sweep() -> int:
    """Queue what is periodic, and wake every job that is due or whose worker died.

    Returns how many wake-ups went out. Run by Celery beat every 10 s; two at once are harmless.
    """
    now = timezone.now()
    _queue_periodic(now)
    due = Job.objects.filter(
        Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    ).order_by("run_at")[:_SWEEP_BATCH]
    woken = 0
    for job in due:
        wake(job.pk, job.queue)
        woken += 1
    return woken


def _queue_periodic(now: datetime) -> None:
    for item in registry.periodics():
        slot = int(now.timestamp() // item.every.total_seconds())
        enqueue(item.name, subject=item.name, dedupe_key=f"{item.name}:{slot}")


def forget_periodic(*, before: datetime) -> int:
    """Delete periodic jobs that ended before that time; returns how many.

    Nobody asks for them again: their slot is in the past. All others stay, because their dedupe
    keys say what has been done.
    """
    names = [item.name for item in registry.periodics()]
    old = Job.objects.filter(kind__in=names, finished_at__lte=before)
    return old.delete()[0]


def run_due(*, limit: int = 1000) -> int:
    """Run every due job in this process (tests and commands); returns how many ran."""
    ran = 0
    while ran < limit:
        now = timezone.now()
        due = Job.objects.filter(
            Q(state=JobState.QUEUED, run_at__lte=now)
            | Q(state=JobState.RUNNING, lease_until__lt=now)
        ).order_by("run_at", "created_at")
        job = due.first()
        if job is None:
            break
        ran += run(job.pk)
    return ran
