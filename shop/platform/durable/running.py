"""RunningJob: what a handler holds while it works."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from shop.platform.durable.errors import LeaseLost
from shop.platform.durable.models import Job, JobState

log = logging.getLogger(__name__)


class RunningJob:
    """A claimed job. Every write goes through its lease token."""

    def __init__(self, job: Job) -> None:
        self.id: str = job.pk
        self.kind = job.kind
        self.subject = job.subject
        self.payload: dict[str, Any] = job.payload
        self.attempts = job.attempts
        self.token = job.lease_token

    def _mine(self, **changes: Any) -> None:
        updated = Job.objects.filter(
            pk=self.id, state=JobState.RUNNING, lease_token=self.token
        ).update(updated_at=timezone.now(), **changes)
        if not updated:
            raise LeaseLost(self.id)

    def report(self, stage: str, progress: float) -> None:
        """Show how far the work is: `progress` 0..1. Also renews the lease.

        Raises:
            LeaseLost: the job is somebody else's now, or cancelled.

        """
        self._mine(stage=stage, progress=min(max(progress, 0.0), 1.0), lease_until=lease_end())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a transaction for results; it holds only while the lease does.

        The job's row is written first, so that a worker whose lease has passed on writes nothing.

        Raises:
            LeaseLost: as for `report`.

        """
        with transaction.atomic():
            self._mine(lease_until=lease_end())
            yield

    def finish(self) -> None:
        """Mark the job done; inside `transaction()` this commits with the results."""
        self._mine(
            state=JobState.DONE,
            progress=1.0,
            finished_at=timezone.now(),
            lease_token="",
            lease_until=None,
            error_code="",
            error_message="",
        )


def lease_end() -> datetime:
    """Return until when a lease taken or renewed now holds."""
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


@contextmanager
def heartbeat(job: RunningJob) -> Iterator[None]:
    """Renew the lease from a thread of its own while long work goes on.

    A renewal that the database refuses (busy, restarting) is tried again a quarter lease later.
    """
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE_SECONDS / 4):
                if not _renewed(job):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renewed(job: RunningJob) -> bool:
    """Renew the lease; False when it is no longer ours."""
    try:
        mine = Job.objects.filter(pk=job.id, state=JobState.RUNNING, lease_token=job.token)
        return bool(mine.update(lease_until=lease_end()))
    except DatabaseError as error:
        log.warning("lease not renewed", extra={"job": job.id, "error": type(error).__name__})
        connection.close()
        return True
