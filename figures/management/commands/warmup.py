"""`manage.py warmup`: compile and keep what the first figure would otherwise wait for."""

from typing import Any

from django.core.management.base import BaseCommand

from figures.generation.backends import get_backend
from figures.generation.services import DEFAULT_BACKEND


class Command(BaseCommand):
    """Warms the generator up once, so that its compiled code lies in the cache."""

    help = "Compile the renderer's kernels into their cache."

    def handle(self, *args: Any, **options: Any) -> None:
        """Warm up and say that it is done."""
        get_backend(DEFAULT_BACKEND).warm_up()
        self.stdout.write("The renderer is ready.")
