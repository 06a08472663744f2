"""`manage.py contactsheet OUT.png PHOTO...`: each photo beside its figure, for looking at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from figures.generation.studio.contact_sheet import contact_sheet


class Command(BaseCommand):
    """Writes a sheet of photos and their figures; keep it where the photos are, not in the tree."""

    help = "Put each photo beside the figure made from it, on one sheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sheet to write and the photos."""
        parser.add_argument("out", type=Path)
        parser.add_argument("photos", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the sheet and say how many photos gave a figure."""
        missing = [str(path) for path in options["photos"] if not path.is_file()]
        if missing:
            raise CommandError(f"No such photo: {', '.join(missing)}")
        made = contact_sheet(options["photos"], options["out"])
        self.stdout.write(f"{made} of {len(options['photos'])} photos gave a figure.")
