"""Photos beside their figures on one sheet: the quickest way to judge a change."""

from collections.abc import Iterable

from PIL import Image, ImageOps

from figures.generation.studio.engine import render_figure
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Bytes

CELL_HEIGHT, FIGURE_WIDTH, PHOTO_WIDTH = 420, 286, 316
PAIRS_A_ROW = 6
PAPER = (236, 236, 236)


def pair(photo: Bytes, recipe: Recipe | None) -> Image.Image:
    """Photo beside its figure; without a recipe the figure's place stays empty."""
    cell = Image.new("RGB", (PHOTO_WIDTH + FIGURE_WIDTH, CELL_HEIGHT), PAPER)
    cell.paste(ImageOps.fit(Image.fromarray(photo), (PHOTO_WIDTH, CELL_HEIGHT)), (0, 0))
    if recipe is not None:
        figure = Image.fromarray(render_figure(recipe, width=FIGURE_WIDTH, height=CELL_HEIGHT))
        cell.paste(figure, (PHOTO_WIDTH, 0), figure)
    return cell


def contact_sheet(pairs: Iterable[Image.Image]) -> Image.Image:
    """Lay pairs out in rows; raises ValueError if there are none."""
    cells = list(pairs)
    if not cells:
        raise ValueError("no photos given")
    return tiled(cells, PAIRS_A_ROW)


def tiled(cells: list[Image.Image], columns: int) -> Image.Image:
    """Cells of one size in rows of at most `columns`."""
    columns = min(columns, len(cells))
    rows = -(-len(cells) // columns)
    wide, tall = cells[0].size
    sheet = Image.new("RGB", (wide * columns, tall * rows), PAPER)
    for i, cell in enumerate(cells):
        sheet.paste(cell, (i % columns * wide, i // columns * tall))
    return sheet
