"""Deletes files whose blobs have ended, and what crashes have left behind."""

from datetime import timedelta

from django.utils import timezone

from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob
from shop.vault import collecting

# A file without a row is no more than an upload cut short; its row would follow at once.
ORPHAN_AGE = timedelta(hours=1)
# A blob may wait for its row as long as a queued job does.
UNREFERENCED_AGE = timedelta(days=2)


@registry.handler("vault.collect")
def collect(job: RunningJob) -> None:
    """Delete the files of doomed blobs, whoever doomed them."""
    while collecting.collect_doomed():
        job.report("deleting files", 0.5)


@registry.handler("vault.sweep")
def sweep(job: RunningJob) -> None:
    """Do the same on a schedule: an interrupted job may have left files behind."""
    collect(job)


@registry.handler("vault.orphans")
def orphans(job: RunningJob) -> None:
    """Delete files without a row and blobs without anything that points to them."""
    now = timezone.now()
    collecting.collect_orphans(before=now - ORPHAN_AGE)
    job.report("listing rows", 0.5)
    collecting.collect_unreferenced(before=now - UNREFERENCED_AGE)
    collect(job)


registry.periodic("vault.sweep", every=timedelta(minutes=10))
registry.periodic("vault.orphans", every=timedelta(hours=1))
