import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from shop.prepress.layout import SpotStroke
from shop.prepress.pdf import PrintFile
from shop.prepress.proof import BLEED_COLOUR, CUT_COLOUR, TRIM_COLOUR, proof_preview
from shop.prepress.specs import load_spec
from tests.shop.prepress.conftest import LayoutMaker

Printed = Callable[[str], PrintFile]
Pixels = NDArray[np.int16]


def opened(png: bytes) -> Pixels:
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.mode) == ("PNG", "RGB")
        return np.asarray(image, np.int16)


def near(picture: Pixels, colour: tuple[int, int, int], slack: int = 40) -> NDArray[np.bool_]:
    return np.asarray(np.abs(picture - np.array(colour)).max(axis=2) <= slack)


def overlap(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Shared area over joint area."""
    return float((first & second).sum() / (first | second).sum())


def test_size_follows_the_sheet(lay: LayoutMaker) -> None:
    picture = opened(proof_preview(lay(load_spec("art_print_a4")), width_px=432))
    assert picture.shape == (606, 432, 3)


def test_trim_and_bleed_are_drawn_where_they_are(lay: LayoutMaker) -> None:
    picture = opened(proof_preview(lay(load_spec("art_print_a4")), width_px=864))
    trim = near(picture, TRIM_COLOUR)
    rows, columns = np.flatnonzero(trim.mean(axis=1) > 0.5), np.flatnonzero(trim.mean(axis=0) > 0.5)
    # 216 mm are 864 pixels: trim runs 3 mm = 12 pixels inside the sheet.
    assert (rows.min(), rows.max()) == (12, 1199)
    assert (columns.min(), columns.max()) == (12, 851)
    assert near(picture, BLEED_COLOUR)[0].mean() > 0.9


def test_the_cut_line_is_drawn_along_the_contour(lay: LayoutMaker) -> None:
    layout = lay(load_spec("die_cut_sticker"))
    picture = opened(proof_preview(layout, width_px=810))
    line = next(item for item in layout.items if isinstance(item, SpotStroke))
    marked = near(picture, CUT_COLOUR, 110)
    for x, y in line.outline.flattened(2):
        column, row = int((x + 3) * 10), int((78 - y) * 10)
        assert marked[row - 1 : row + 2, column - 1 : column + 2].any()
    assert not near(picture, TRIM_COLOUR).any()


def test_the_proof_shows_what_the_file_prints(
    lay: LayoutMaker, printed: Printed, tmp_path: Path
) -> None:
    """Art and type stand at the same places in both, as another program draws the file."""
    spec = load_spec("art_print_a4")
    path = tmp_path / "print.pdf"
    path.write_bytes(printed("art_print_a4").pdf)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "864", "-scale-to-y", "1212",
         str(path), str(tmp_path / "page")], check=True,
    )  # fmt: skip
    page = opened((tmp_path / "page.png").read_bytes())
    proof = opened(proof_preview(lay(spec), width_px=864))
    assert page.shape == proof.shape
    inside = (slice(20, -20), slice(20, -20))
    white = [near(picture, (255, 255, 255), 60)[inside] for picture in (page, proof)]
    assert white[0].sum() > 5000
    assert overlap(white[0], white[1]) > 0.93
    dark = [(picture.sum(axis=2) < 240)[inside] for picture in (page, proof)]
    assert dark[0].sum() > 5000
    assert overlap(dark[0], dark[1]) > 0.93


def test_turned_type_stands_where_the_file_has_it(
    lay: LayoutMaker, printed: Printed, tmp_path: Path
) -> None:
    spec = load_spec("folding_carton")
    path = tmp_path / "print.pdf"
    path.write_bytes(printed("folding_carton").pdf)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "1280", "-scale-to-y", "1152",
         str(path), str(tmp_path / "page")], check=True,
    )  # fmt: skip
    page = opened((tmp_path / "page.png").read_bytes())
    proof = opened(proof_preview(lay(spec), width_px=1280))
    # The left side panel and the top lid, clear of all machine lines (4 pixels per mm).
    for x0, x1, y0, y1 in ((120, 161, 75, 210), (24, 110, 225, 260)):
        rows = slice(round((285 - y1) * 4), round((285 - y0) * 4))
        area = (rows, slice((x0 + 3) * 4, (x1 + 3) * 4))
        white = [near(picture[area], (255, 255, 255), 60) for picture in (page, proof)]
        assert white[0].mean() > 0.05
        together = overlap(white[0], white[1])
        assert together > 0.85
        for shift in ((2, 0), (-2, 0), (0, 2), (0, -2)):
            assert overlap(white[0], np.roll(white[1], shift, (0, 1))) < together


@pytest.mark.parametrize("product", ["kiss_cut_sheet", "die_cut_sticker"])
def test_the_same_layout_gives_the_same_picture(lay: LayoutMaker, product: str) -> None:
    layout = lay(load_spec(product))
    assert proof_preview(layout, width_px=300) == proof_preview(layout, width_px=300)
