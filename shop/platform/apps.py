"""The platform app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Owners, jobs, inbox, keys, mail and audit."""

    name = "shop.platform"
    label = "platform"
    verbose_name = "Platform"

    def ready(self) -> None:
        """Register the jobs."""
        from shop.platform.durable import jobs as durable  # noqa: F401
        from shop.platform.idempotency import jobs as idempotency  # noqa: F401
        from shop.platform.mail import jobs as mail  # noqa: F401
