"""Programs that know nothing of us must read our files as we meant them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry import Polygon

from shop.prepress.layout import SpotStroke
from shop.prepress.pdf import PrintFile
from shop.prepress.specs import load_spec
from tests.shop.prepress.conftest import LayoutMaker

PRODUCTS = [
    "art_print_a4",
    "framed_print_a4",
    "die_cut_sticker",
    "clear_sticker",
    "kiss_cut_sheet",
    "box_art_print",
    "blister_card",
    "folding_carton",
]
SPOTS = {
    "die_cut_sticker": {"CutContour"},
    "clear_sticker": {"CutContour", "White"},
    "kiss_cut_sheet": {"CutContour", "PerfCutContour"},
    "blister_card": {"CutContour", "Glue"},
    "folding_carton": {"CutContour", "Crease", "Glue"},
}
PICTURES = {"kiss_cut_sheet": 8, "blister_card": 4, "folding_carton": 2}
Plate = NDArray[np.float64]
Printed = Callable[[str], PrintFile]


def run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.fixture
def saved(printed: Printed, tmp_path: Path) -> Callable[[str], str]:
    def save(product: str) -> str:
        path = tmp_path / f"{product}.pdf"
        path.write_bytes(printed(product).pdf)
        return str(path)

    return save


@pytest.mark.parametrize("product", PRODUCTS)
def test_qpdf_finds_no_fault(saved: Callable[[str], str], product: str) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", saved(product))


@pytest.mark.parametrize(
    ("product", "media", "trim"),
    [
        ("art_print_a4", "0.00 0.00 612.28 858.90", "8.50 8.50 603.78 850.39"),
        ("die_cut_sticker", "0.00 0.00 229.61 229.61", "8.50 8.50 221.10 221.10"),
        ("kiss_cut_sheet", "0.00 0.00 436.54 612.28", "8.50 8.50 428.03 603.78"),
        ("blister_card", "0.00 0.00 449.01 665.01", "8.50 8.50 440.50 656.50"),
        ("folding_carton", "0.00 0.00 907.09 816.38", "8.50 8.50 898.58 807.87"),
    ],
)
def test_poppler_reads_the_page_boxes(
    saved: Callable[[str], str], product: str, media: str, trim: str
) -> None:
    lines = run("pdfinfo", "-box", saved(product)).splitlines()
    facts = {key: " ".join(value.split()) for key, _, value in (x.partition(":") for x in lines)}
    assert facts["MediaBox"] == media
    assert facts["BleedBox"] == media
    assert facts["TrimBox"] == trim
    assert facts["Pages"] == ("2" if product == "blister_card" else "1")
    assert facts["PDF subtype"] == "PDF/X-4"
    assert facts["Encrypted"] == "no"
    assert facts["JavaScript"] == "no"


@pytest.mark.parametrize(
    ("product", "count"), [("art_print_a4", 1), ("die_cut_sticker", 0), ("folding_carton", 1)]
)
def test_poppler_sees_only_embedded_fonts(
    saved: Callable[[str], str], product: str, count: int
) -> None:
    rows = run("pdffonts", saved(product)).splitlines()[2:]
    assert len(rows) == count
    for row in rows:
        assert "+Anton" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, to Unicode


@pytest.mark.parametrize("product", PRODUCTS)
def test_poppler_sees_cmyk_jpegs_at_the_target_resolution(
    saved: Callable[[str], str], product: str
) -> None:
    rows = [row.split() for row in run("pdfimages", "-list", saved(product)).splitlines()[2:]]
    assert len(rows) == {"kiss_cut_sheet": 8, "blister_card": 4, "folding_carton": 2}.get(
        product, 1
    )
    for row in rows:
        assert row[2] == "image"
        assert row[5:9] == ["cmyk", "4", "8", "jpeg"]
        assert abs(int(row[12]) - 300) <= 1
        assert abs(int(row[13]) - 300) <= 1


def test_the_disclosure_is_text_on_both_sides_of_the_card(saved: Callable[[str], str]) -> None:
    for page in ("1", "2"):
        words = run("pdftotext", "-f", page, "-l", page, saved("blister_card"), "-")
        assert "Computer-generated figure of a real person's photo" in words


def test_the_disclosure_is_text_on_the_carton(saved: Callable[[str], str]) -> None:
    words = run("pdftotext", saved("folding_carton"), "-")
    assert "Computer-generated figure of a real person's photo" in words
    assert words.count("SAMPLE") == 4  # back, two sides, top lid


def ink_total(found: dict[str, Plate]) -> Plate:
    return np.asarray(
        np.sum([found[name] for name in ("Cyan", "Magenta", "Yellow", "Black")], axis=0)
    )


def plates(pdf: str, folder: Path, dpi: int, page: int = 1) -> dict[str, Plate]:
    """Return ink coverage 0..1 per plate, as Ghostscript separates the page."""
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}",
        "-dOverprint=/enable", "-o", str(folder / "p%d.tif"), pdf)  # fmt: skip
    found = {}
    for path in folder.glob(f"p{page}(*).tif"):
        with Image.open(path) as image:
            name = path.name[3:-5]
            found[name] = 1 - np.asarray(image.convert("L"), np.float64) / 255
    return found


@pytest.mark.parametrize("product", PRODUCTS)
def test_ghostscript_makes_exactly_the_plates(
    saved: Callable[[str], str], tmp_path: Path, product: str
) -> None:
    found = plates(saved(product), tmp_path, 72)
    process = {"Cyan", "Magenta", "Yellow", "Black"}
    assert set(found) == process | SPOTS.get(product, set())
    for spot in SPOTS.get(product, set()):
        assert found[spot].max() > 0.05
        assert found[spot].mean() > 0.0005
    total = ink_total(found)
    assert np.percentile(total, 99.9) <= 3.02


def test_the_back_of_a_card_has_its_own_plates(saved: Callable[[str], str], tmp_path: Path) -> None:
    """No glue behind; the cut lines of both sides lie on each other, one of them mirrored."""
    pdf = saved("blister_card")
    front, back = (plates(pdf, tmp_path, 150, page)["CutContour"] for page in (1, 2))
    glue = plates(pdf, tmp_path, 150, 2).get("Glue")
    assert glue is None or glue.max() == 0
    assert back.max() > 0.05
    assert np.percentile(ink_total(plates(pdf, tmp_path, 150, 2)), 99.9) <= 3.02
    # A pixel and a half apart at most.
    near = np.max([np.roll(front, (dy, dx), (0, 1)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)], 0)
    assert near[:, ::-1][back > 0.2].min() > 0.05


def test_the_flange_is_bare_board(saved: Callable[[str], str], tmp_path: Path) -> None:
    found = plates(saved("blister_card"), tmp_path, 150)
    # Ghostscript fills every pixel that an edge touches.
    ring = cv2.erode((found["Glue"] > 0.99).astype(np.uint8), np.ones((5, 5), np.uint8))
    inside = ring > 0
    assert 0.05 < inside.mean() < 0.15
    assert np.percentile(ink_total(found)[inside], 99) <= 0.02


def test_white_paper_stays_white(
    saved: Callable[[str], str], lay: LayoutMaker, tmp_path: Path
) -> None:
    """The border between art and cut line is bare; a picture printed as a negative covers it."""
    process = ink_total(plates(saved("die_cut_sticker"), tmp_path, 254))  # 10 pixels per mm
    items = lay(load_spec("die_cut_sticker")).items
    line = next(item for item in items if isinstance(item, SpotStroke))
    ring = Polygon(line.outline.flattened()).buffer(-1.2).exterior
    border = [process[int((78 - y) * 10), int((x + 3) * 10)] for x, y in ring.coords]
    assert len(border) > 100
    assert max(border) <= 0.02
    assert process.max() > 1.0


def test_the_cut_line_does_not_knock_out_the_art(
    saved: Callable[[str], str], tmp_path: Path
) -> None:
    found = plates(saved("folding_carton"), tmp_path, 150)
    total = ink_total(found)
    crease = found["Crease"] > 0.5
    right_side = np.zeros_like(crease)
    right_side[:, crease.shape[1] * 2 // 5 :] = True
    assert crease[right_side].sum() > 500
    assert total[crease & right_side].min() > 0.3


def test_the_white_plate_lies_under_the_art_alone(
    saved: Callable[[str], str], tmp_path: Path
) -> None:
    """Knocked out by the art it would be empty; over the whole page it were no underbase."""
    found = plates(saved("clear_sticker"), tmp_path, 150)
    inked, white = ink_total(found) > 0.05, found["White"] > 0.5
    assert 0.95 < np.count_nonzero(inked & white) / np.count_nonzero(inked) <= 1.0
    assert np.count_nonzero(white & ~inked) == 0


@pytest.mark.parametrize(("product", "page"), [("folding_carton", "1"), ("blister_card", "2")])
def test_the_bar_code_reads(
    saved: Callable[[str], str], tmp_path: Path, product: str, page: str
) -> None:
    picture = tmp_path / product
    pdf = saved(product)
    run("pdftoppm", "-r", "150", "-png", "-singlefile", "-f", page, pdf, str(picture))
    said = run("zbarimg", "-q", f"{picture}.png").splitlines()
    assert [line for line in said if line.startswith("EAN")] == ["EAN-13:2000000000008"]
