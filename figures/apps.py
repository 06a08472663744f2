"""The figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Photos, figures, versions, reviews."""

    name = "figures"

    def ready(self) -> None:
        """Register jobs, listeners and data classes."""
        from figures import retention
        from figures.generation import jobs, warming  # noqa: F401
        from figures.generation.backends.hosted import configuration
        from figures.spending import jobs as spending_jobs  # noqa: F401

        configuration.verify()
        retention.register_all()
