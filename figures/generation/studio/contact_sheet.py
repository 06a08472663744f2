"""Photos beside their figures on one sheet: the quickest way to judge a change."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from figures.faces import detect_faces
from figures.generation.studio.engine import AnalysisError, analyse, render_figure
from figures.generation.studio.space import Bytes

CELL_HEIGHT, FIGURE_WIDTH, PHOTO_WIDTH = 850, 578, 640
PAIRS_A_ROW = 3
PAPER = (236, 236, 236)
LARGEST_PHOTO_SIDE = 4000


def contact_sheet(photo_paths: Iterable[Path | str], out_png: Path | str) -> int:
    """Write a sheet with each photo beside the figure of its largest face.

    Args:
        photo_paths: photos Pillow can open.
        out_png: file to write.

    Returns:
        The number of photos that gave a figure.

    Raises:
        ValueError: there is no photo.

    """
    pairs, made = [], 0
    for path in photo_paths:
        photo = _load(Path(path))
        figure = _figure(photo)
        made += figure is not None
        pairs.append(_pair(photo, figure))
    if not pairs:
        raise ValueError("no photos given")
    tiled(pairs, PAIRS_A_ROW).save(out_png)
    return made


def _load(path: Path) -> Bytes:
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LARGEST_PHOTO_SIDE, LARGEST_PHOTO_SIDE))
        return np.asarray(upright)


def _figure(photo: Bytes) -> Bytes | None:
    faces = detect_faces(photo)
    if not faces:
        return None
    try:
        recipe = analyse(photo, max(faces, key=lambda face: face.area))
    except AnalysisError:
        return None
    return render_figure(recipe, width=FIGURE_WIDTH, height=CELL_HEIGHT)


def _pair(photo: Bytes, figure: Bytes | None) -> Image.Image:
    cell = Image.new("RGB", (PHOTO_WIDTH + FIGURE_WIDTH, CELL_HEIGHT), PAPER)
    cell.paste(ImageOps.fit(Image.fromarray(photo), (PHOTO_WIDTH, CELL_HEIGHT)), (0, 0))
    if figure is not None:
        picture = Image.fromarray(figure)
        cell.paste(picture, (PHOTO_WIDTH, 0), picture)
    return cell


def tiled(cells: list[Image.Image], columns: int) -> Image.Image:
    """Cells of one size in rows of at most `columns`."""
    columns = min(columns, len(cells))
    rows = -(-len(cells) // columns)
    wide, tall = cells[0].size
    sheet = Image.new("RGB", (wide * columns, tall * rows), PAPER)
    for i, cell in enumerate(cells):
        sheet.paste(cell, (i % columns * wide, i // columns * tall))
    return sheet
