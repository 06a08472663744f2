"""`manage.py likeness LABELS_DIR OUT.png`: how well labelled portraits are read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from figures.faces import detect_faces
from figures.generation.studio.likeness.contact_sheet import contact_sheet, pair
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.likeness.labels import BadLabels, Labelled, load_photo, read_labels
from figures.generation.studio.likeness.measure import GROUPS, Reading, in_group, read, tally
from figures.generation.studio.likeness.table import table
from figures.generation.studio.space import Bytes


class Command(BaseCommand):
    """Reads each portrait, prints agreement with its labels and draws photos beside figures.

    Keep the sheet where the portraits are, not in the tree.
    """

    help = "Compare readings of labelled portraits with their labels; write a contact sheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder with labels.csv, the sheet to write and what to leave out."""
        parser.add_argument("labels_dir", type=Path)
        parser.add_argument("out", type=Path)
        parser.add_argument("--plain", action="store_true", help="skip the degraded photos")
        parser.add_argument("--no-sheet", action="store_true", help="do not render figures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, count, print, draw."""
        if not options["out"].parent.is_dir():
            raise CommandError(f"There is no folder {options['out'].parent}.")
        try:
            portraits = read_labels(options["labels_dir"])
            photos = [load_photo(portrait.path) for portrait in portraits]
        except BadLabels as error:
            raise CommandError(str(error)) from error
        readings = [read(*each) for each in zip(portraits, photos, strict=True)]
        self.stdout.write(table("As they are", tally(readings)))
        for first, last in GROUPS:
            group = in_group(readings, first, last)
            self.stdout.write(table(f"Monk {first} to {last}", tally(group)))
        if not options["plain"]:
            self._degraded(portraits, photos)
        if not options["no_sheet"]:
            self._sheet(photos, readings, options["out"])

    def _degraded(self, portraits: list[Labelled], photos: list[Bytes]) -> None:
        faces = [max(detect_faces(photo), key=lambda f: f.area, default=None) for photo in photos]
        for name, degrade in DEGRADATIONS.items():
            readings = [
                read(portrait, degrade(photo, face))
                for portrait, photo, face in zip(portraits, photos, faces, strict=True)
                if face is not None
            ]
            self.stdout.write(table(name.capitalize(), tally(readings)))

    def _sheet(self, photos: list[Bytes], readings: list[Reading], out: Path) -> None:
        pairs = [pair(p, r.recipe) for p, r in zip(photos, readings, strict=True)]
        contact_sheet(pairs).save(out)
        self.stdout.write(f"Photos beside their figures: {out}")
