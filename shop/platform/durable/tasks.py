"""The two Celery tasks there are: do one job, and sweep."""

import logging

from celery import shared_task

from shop.platform.durable import services

log = logging.getLogger(__name__)


@shared_task(name="shop.platform.durable.tasks.run_job")
def run_job(job_id: str) -> None:
    """Do one job, if it is due and free."""
    try:
        services.run(job_id)
    except Exception:
        # Celery would log the message of the exception; the lease ends and the sweep tries again.
        log.exception("job not run", extra={"job": job_id})


@shared_task(name="shop.platform.durable.tasks.sweep")
def sweep() -> None:
    """Wake what is due."""
    services.sweep()
