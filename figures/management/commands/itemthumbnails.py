"""`manage.py itemthumbnails [DIR]`: small pictures of every preset for the editor."""

import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio.thumbnails import SIDE, thumbnails


class Command(BaseCommand):
    """Renders every item anew; the editor shows words where a picture is missing."""

    help = "Render a small picture of every preset into DIR (the static files by default)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder to write to."""
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            default=Path(settings.BASE_DIR) / "shop" / "static" / "items",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pictures, name what did not work, drop what is no longer there."""
        folder: Path = options["folder"]
        written = set()
        for field, item, picture in thumbnails():
            if isinstance(picture, Exception):
                self.stderr.write(f"{field}/{item}: {picture}")
                continue
            path = folder / field / f"{item}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_webp(picture))
            written.add(path)
        for path in set(folder.glob("*/*.webp")) - written:
            path.unlink()
        self.stdout.write(f"{len(written)} pictures in {folder}")


def _webp(picture: NDArray[np.uint8]) -> bytes:
    image = Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=78, method=6)
    return buffer.getvalue()
