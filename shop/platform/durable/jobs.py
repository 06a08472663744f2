"""Keeps the job table from growing for ever."""

from datetime import timedelta

from django.utils import timezone

from shop.platform.durable import registry, services
from shop.platform.durable.running import RunningJob

_KEPT = timedelta(days=1)


@registry.handler("durable.forget_periodic")
def forget_periodic(job: RunningJob) -> None:
    """Delete periodic jobs that ended more than a day ago."""
    services.forget_periodic(before=timezone.now() - _KEPT)


registry.periodic("durable.forget_periodic", every=timedelta(hours=1))
