"""Old answers go."""

from datetime import timedelta

from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob
from shop.platform.idempotency import services


@registry.handler("idempotency.clean_up")
def clean_up(job: RunningJob) -> None:
    """Delete answers older than a day."""
    services.clean_up()


registry.periodic("idempotency.clean_up", every=timedelta(hours=1))
