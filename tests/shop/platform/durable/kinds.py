"""Small kinds of jobs that tests run; imported by the worker process through `INSTALLED_KINDS`."""

from shop.platform.audit.services import record
from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob

NOTE = "tests.note"


@registry.handler(NOTE)
def note(job: RunningJob) -> None:
    """Leave one line per run."""
    with job.transaction():
        record(action=NOTE, subject=job.subject)
        job.finish()
