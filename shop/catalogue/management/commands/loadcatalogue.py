"""`manage.py loadcatalogue [FILE]`: load the sample catalogue, or one's own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shop.catalogue import services


class Command(BaseCommand):
    """Loads products and variants from a JSON file."""

    help = "Load the sample catalogue, or the one in FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an optional file."""
        parser.add_argument("file", nargs="?", type=Path, default=services.SAMPLE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many variants there are."""
        count = services.load(options["file"])
        self.stdout.write(f"{count} variants loaded.")
