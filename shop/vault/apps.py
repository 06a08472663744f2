"""The vault app."""

from django.apps import AppConfig
from django.conf import settings


class VaultConfig(AppConfig):
    """Keys and blobs."""

    name = "shop.vault"
    label = "vault"

    def ready(self) -> None:
        """Register the jobs; without its master key, production does not start."""
        from shop.vault import jobs, master  # noqa: F401

        if not settings.DEMO:
            master.master_key()
