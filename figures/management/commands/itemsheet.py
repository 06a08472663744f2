"""`manage.py itemsheet OUT.png`: every preset on one invented person, for looking at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from figures.generation.studio.invented import INVENTED
from figures.generation.studio.item_sheet import ON_HEAD, WHOLE, item_sheet


class Command(BaseCommand):
    """Writes a sheet of all presets, or of those of some fields."""

    help = "Show every preset on one invented person, labelled with its key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sheet to write, the person and the fields."""
        parser.add_argument("out", type=Path)
        parser.add_argument("--person", choices=INVENTED, default=INVENTED[0])
        fields = (*WHOLE, *ON_HEAD, "accessories")
        parser.add_argument("--only", nargs="+", choices=fields, default=())

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the sheet and say how many items it shows."""
        shown = item_sheet(options["out"], options["person"], options["only"])
        self.stdout.write(f"{shown} items shown.")
