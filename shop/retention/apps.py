"""The retention app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RetentionConfig(AppConfig):
    """Periods, sweep and receipts."""

    name = "shop.retention"
    label = "retention"

    def ready(self) -> None:
        """Register the jobs and the ground floor's data classes."""
        from shop.retention import ground, jobs, scrubbing  # noqa: F401

        ground.register_all()
        post_migrate.connect(scrubbing.keep_out_of_statistics, sender=self)
