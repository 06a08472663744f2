"""Sends queued mails."""

from shop.platform.durable import registry
from shop.platform.durable.running import RunningJob
from shop.platform.mail import services


@registry.handler("mail.send", max_attempts=12)
def send(job: RunningJob) -> None:
    """Send the mail named by the job's subject."""
    services.send(int(job.subject))
