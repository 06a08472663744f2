"""Closes calls that nobody came back to."""

from datetime import timedelta

from figures.spending import services
from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob


@registry.handler("spending.close_stale")
def close_stale(job: RunningJob) -> None:
    """Count sent calls without an end as paid, and give back what unsent ones put aside."""
    services.close_stale()


registry.periodic("spending.close_stale", every=timedelta(minutes=10))
