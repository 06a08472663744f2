"""Rank portraits and figures: `manage.py distinctness FOLDER`.

Does each portrait find its own figure among all of them, by the geometry of its face?
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from PIL import Image, ImageOps

from figures.faces import detect_faces
from figures.generation.studio.engine import AnalysisError, analyse, render_figure
from figures.generation.studio.likeness_descriptor import describe, on_paper, ranks
from figures.generation.studio.space import Bytes, Doubles
from figures.generation.studio.styles import STYLES

KINDS = {".jpg", ".jpeg", ".png", ".webp"}
WIDTH, HEIGHT = 700, 1030
LARGEST_PHOTO_SIDE = 2048


class Command(BaseCommand):
    """Renders each portrait's figure from the front, measures both faces and ranks them."""

    help = "Rank each portrait's own figure among the figures of all portraits, by geometry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of portraits, one person in each, and the style."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--style", default="vinyl", choices=list(STYLES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each place, then how often it is the first and among the first three."""
        if not options["folder"].is_dir():
            raise CommandError(f"No such folder: {options['folder']}")
        paths = sorted(p for p in options["folder"].iterdir() if p.suffix.lower() in KINDS)
        if len(paths) < 2:
            raise CommandError("There must be at least two portraits.")
        photos, figures = [], []
        for path in paths:
            photo = _load(path)
            photos.append(describe(photo))
            figures.append(_figure(photo, options["style"]))
        places = ranks(photos, figures)
        for path, place in zip(paths, places, strict=True):
            self.stdout.write(f"{path.stem}: {place or 'not measured'}")
        for most in (1, 3):
            self.stdout.write(_share(places, most))


def _load(path: Path) -> Bytes:
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LARGEST_PHOTO_SIDE, LARGEST_PHOTO_SIDE))
        return np.asarray(upright)


def _figure(photo: Bytes, style: str) -> Doubles | None:
    faces = detect_faces(photo)
    try:
        recipe = analyse(photo, max(faces, key=lambda face: face.area)) if faces else None
    except AnalysisError:
        return None
    if recipe is None:
        return None
    plain = recipe.edited(style=style)
    picture = render_figure(plain, width=WIDTH, height=HEIGHT, yaw_deg=0, pitch_deg=0)
    return describe(on_paper(picture))


def _share(places: Sequence[int | None], most: int) -> str:
    """One line: photos that do not count as found are those without a place, too."""
    found = sum(place is not None and place <= most for place in places)
    return f"top-{most}: {found} of {len(places)} ({found / len(places):.0%})"
