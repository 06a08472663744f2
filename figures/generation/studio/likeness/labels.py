"""Portraits with labels: a folder of pictures and its labels.csv."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from figures.generation.studio.space import Bytes

TABLE = "labels.csv"
# What the scoring reads; a table may have more.
COLUMNS = frozenset(
    {
        "id", "monk_tone", "monk_certain", "hair_color", "hair_length", "hair_texture",
        "facial_hair", "glasses", "head_covering", "smile", "top_garment", "top_color",
        "uncertain",
    }
)  # fmt: skip
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
LARGEST_SIDE = 4000
MONK_TONES = range(1, 11)


class BadLabels(Exception):
    """The folder or its table cannot be used; the message says why."""


@dataclass(frozen=True)
class Labelled:
    """A portrait and what a rater says it shows.

    Attributes:
        id: name of the picture without its ending.
        path: the picture.
        labels: column of the table to its value.
        uncertain: columns the rater would not swear to.

    """

    id: str
    path: Path
    labels: Mapping[str, str]
    uncertain: frozenset[str]

    @property
    def tone(self) -> int:
        """Monk skin tone, 1 to 10."""
        return int(self.labels["monk_tone"])

    @property
    def tone_certain(self) -> bool:
        """Whether the light let the rater be sure of the tone."""
        return self.labels["monk_certain"] == "y"


def read_labels(folder: Path) -> list[Labelled]:
    """Read a folder with a labels.csv.

    Raises:
        BadLabels: no folder, no table, a column or picture is missing, or a tone is none.

    """
    table = folder / TABLE
    if not table.is_file():
        raise BadLabels(f"There is no {TABLE} in {folder}.")
    try:
        with table.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            missing = COLUMNS - set(reader.fieldnames or ())
            if missing:
                raise BadLabels(f"{TABLE} lacks: {', '.join(sorted(missing))}.")
            portraits = [_portrait(folder, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadLabels(f"{TABLE} cannot be read: {error}.") from error
    if not portraits:
        raise BadLabels(f"{TABLE} has no rows.")
    return portraits


def _portrait(folder: Path, row: dict[str, str]) -> Labelled:
    name = row["id"] or ""
    path = next((p for e in PICTURES if (p := folder / f"{name}{e}").is_file()), None)
    if path is None:
        raise BadLabels(f"There is no picture of {name!r} in {folder}.")
    if row["monk_tone"] not in {str(tone) for tone in MONK_TONES}:
        raise BadLabels(f"{name}: {row['monk_tone']!r} is no Monk tone.")
    # A short row leaves None behind.
    labels = {column: value or "" for column, value in row.items() if column}
    uncertain = frozenset(part.strip() for part in labels["uncertain"].split(";")) - {""}
    return Labelled(name, path, labels, uncertain)


def load_photo(path: Path) -> Bytes:
    """Return the upright picture, (H, W, 3) sRGB.

    Raises:
        BadLabels: it is no picture.

    """
    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            return np.asarray(upright)
    except (UnidentifiedImageError, OSError) as error:
        raise BadLabels(f"{path} cannot be read as a picture.") from error
