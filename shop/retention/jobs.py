"""The retention sweep and the scrub after an erasure."""

from datetime import timedelta

from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import RetryLater
from shop.platform.durable.running import RunningJob
from shop.retention import scrubbing, services

_AGAIN = timedelta(seconds=2)


@registry.handler("retention.sweep")
def sweep(job: RunningJob) -> None:
    """End what is over its period."""
    services.sweep()


@registry.handler("retention.scrub")
def scrub(job: RunningJob) -> None:
    """Clean the database's own files; waits while a reader holds on to them.

    One scrub does for every erasure that was committed before it began: their jobs end with it.
    """
    waiting = durable.queued(kind=job.kind)
    try:
        scrubbing.scrub()
    except scrubbing.Busy:
        raise RetryLater(_AGAIN) from None
    with job.transaction():
        durable.done_with(job_ids=waiting)
        job.finish()


registry.periodic("retention.sweep", every=timedelta(minutes=5))
