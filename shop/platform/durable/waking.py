"""Wake-ups: messages that make a worker look at a job now instead of at the next sweep."""

import logging
import random
import time
from dataclasses import dataclass

from django.conf import settings

log = logging.getLogger(__name__)

# A broker that is down costs every message its connection time-out; after one we stop asking.
QUIET_SECONDS = 10.0


@dataclass(slots=True)
class _Broker:
    quiet_until: float = 0.0


broker = _Broker()


def wake(job_id: str, queue: str) -> None:
    """Send a wake-up; losing it is harmless.

    When the broker does not answer, one warning is written and none is sent for ten seconds.
    """
    from shop.platform.durable.tasks import run_job

    if settings.WAKEUP_LOSS and random.random() < settings.WAKEUP_LOSS:  # noqa: S311 - test fault
        return
    if time.monotonic() < broker.quiet_until:
        return
    try:
        run_job.apply_async((job_id,), queue=queue, retry=False)
    except Exception as error:  # noqa: BLE001 - any broker trouble: the sweep finds the row
        broker.quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("wake-up not sent", extra={"job": job_id, "error": type(error).__name__})
