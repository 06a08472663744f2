import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest

from shop.prepress.art import Art
from shop.prepress.build import build_art_print, build_box_art_print, build_die_cut_sticker
from shop.prepress.errors import MissingGlyphError, PrepressError
from shop.prepress.layout import SpotFill
from shop.prepress.pdf import PrintFile, assemble
from shop.prepress.preflight import preflight
from shop.prepress.prints import figure_print
from shop.prepress.specs import load_spec, products
from shop.prepress.typeset import Fonts
from tests.shop.prepress.conftest import LayoutMaker
from tests.shop.prepress.samples import draw_figure

SMALL = [product for product in products() if not product.endswith(("a2", "a3", "24x36", "12x18"))]
Printed = Callable[[str], PrintFile]


@pytest.mark.parametrize("product", SMALL)
def test_every_product_passes_its_own_preflight(printed: Printed, product: str) -> None:
    file = printed(product)
    report = preflight(file.pdf, load_spec(product))
    assert report.failures == ()
    assert report.ok


@pytest.mark.parametrize("product", SMALL)
def test_what_a_file_says_of_itself(printed: Printed, product: str) -> None:
    file, spec = printed(product), load_spec(product)
    assert file.page_count == (2 if product == "blister_card" else 1)
    assert file.trim_mm == spec.trim_mm
    assert file.bleed_mm == 3.0
    assert file.spots == tuple(sorted(spec.spot_counts()))
    assert file.effective_dpi == 300.0
    assert file.md5 == hashlib.md5(file.pdf).hexdigest()  # noqa: S324
    assert file.sha256 == hashlib.sha256(file.pdf).hexdigest()
    assert file.facts["warnings"] == []
    assert json.loads(json.dumps(file.facts)) == file.facts


@pytest.mark.parametrize("product", [p for p in SMALL if not p.endswith("12x18")])
def test_every_product_is_made_as_x1a_too(lay: LayoutMaker, product: str) -> None:
    spec = load_spec(product, "converter")
    assert spec.flavour == "PDF/X-1a:2003"
    file = assemble(lay(spec))
    assert preflight(file.pdf, spec).failures == ()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        assert pdf.pdf_version == "1.4"
        assert "/OCProperties" not in pdf.Root


STEPS = {
    "die_cut_sticker": {"CutContour": ("Structural", "Cutting")},
    "clear_sticker": {"CutContour": ("Structural", "Cutting"), "White": ("White", "")},
    "kiss_cut_sheet": {
        "CutContour": ("Structural", "PartialCutting"),
        "PerfCutContour": ("Structural", "Cutting"),
    },
    "blister_card": {
        "CutContour": ("Structural", "Cutting"),
        "Glue": ("Structural", "Gluing"),
    },
    "folding_carton": {
        "CutContour": ("Structural", "Cutting"),
        "Crease": ("Structural", "Creasing"),
        "Glue": ("Structural", "Gluing"),
    },
}


@pytest.mark.parametrize("product", STEPS)
def test_layers_name_their_processing_step(printed: Printed, product: str) -> None:
    with pikepdf.open(io.BytesIO(printed(product).pdf)) as pdf:
        found = {
            str(layer.Name): (
                str(layer.GTS_Metadata.GTS_ProcStepsGroup)[1:],
                str(layer.GTS_Metadata.get("/GTS_ProcStepsType", "/"))[1:],
            )
            for layer in pdf.Root.OCProperties.OCGs
        }
    assert found == STEPS[product]


def test_white_lies_inside_the_art_and_leaves_its_gaps_clear(lay: LayoutMaker) -> None:
    layout = lay(load_spec("clear_sticker"))
    (raster,) = layout.rasters
    whites = [item for item in layout.items if isinstance(item, SpotFill)]
    assert [item.spot for item in whites] == ["White"]
    alpha = raster.cutouts[0].art.silhouette >= 128
    box, (height, width) = raster.box, alpha.shape
    drawn = np.zeros(alpha.shape, np.uint8)
    for item in whites:
        for outline, value in ((item.outline, 1), *((hole, 0) for hole in item.holes)):
            points = (outline.flattened() - [box.x0, box.y0]) / [box.width, box.height]
            points = points * [width, -height] + [0, height]
            cv2.fillPoly(drawn, [np.rint(points).astype(np.int32)], value)
    white = drawn > 0
    # Choked by 0.2 mm: no white beside the art, and nearly all of the art has white under it.
    assert np.count_nonzero(white & ~alpha) == 0
    choke = 0.2 / (box.width / width)
    kept = cv2.distanceTransform(alpha.astype(np.uint8), cv2.DIST_L2, 5) > choke + 1.5
    assert np.count_nonzero(kept & ~white) == 0


@pytest.mark.parametrize("product", ["art_print_a4", "die_cut_sticker", "folding_carton"])
def test_the_same_layout_gives_the_same_bytes(
    printed: Printed, lay: LayoutMaker, product: str
) -> None:
    layout = lay(load_spec(product))
    again = assemble(layout)
    assert again.pdf == printed(product).pdf
    assert again.facts["layout_sha256"] == layout.digest()


def test_no_personal_name_in_the_metadata(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed("art_print_a4").pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Art print A4"
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert "Sample" not in packet
    assert "Computer-generated figure of a real person's photo" in packet
    assert "digitalsourcetype/algorithmicMedia<" in packet


def test_the_engine_states_the_source_type(fonts: Fonts) -> None:
    art = Art(draw_figure, 2 / 3, "x", source_type="compositeWithTrainedAlgorithmicMedia")
    file = build_die_cut_sticker(art, load_spec("die_cut_sticker"))
    assert file.facts["digital_source_type"] == "compositeWithTrainedAlgorithmicMedia"


def test_a_fixed_picture_keeps_its_true_resolution() -> None:
    spec = load_spec("box_art_print")
    card = np.full((900, 600, 4), 200, np.uint8)
    file = build_box_art_print(Art.from_pixels(card), spec)
    # 600 pixels over 206 mm (the picture covers the bleed: 206 x 309 mm).
    assert file.effective_dpi == 74.0
    assert file.facts["warnings"] == ["art has 74 dpi"]
    assert file.facts["images_px"] == [[600, 892]]
    assert preflight(file.pdf, spec).failures == ("resolution", "resolution_fair")


def test_a_renderer_that_gives_less_is_recorded_as_less(fonts: Fonts) -> None:
    spec = load_spec("die_cut_sticker")
    half = Art(lambda w, h: draw_figure(w // 2, h // 2), 2 / 3, "half")
    file = build_die_cut_sticker(half, spec)
    assert file.effective_dpi == pytest.approx(150, abs=0.5)


def test_pdf_x1a_holds_no_transparency_and_is_pdf_1_4(lay: LayoutMaker) -> None:
    spec = replace(load_spec("kiss_cut_sheet"), flavour="PDF/X-1a:2003")
    file = assemble(lay(spec))
    assert preflight(file.pdf, spec).failures == ()
    assert file.pdf.startswith(b"%PDF-1.4")


def test_rgb_mode_tags_everything_with_srgb(lay: LayoutMaker) -> None:
    spec = replace(load_spec("die_cut_sticker"), colour_mode="RGB")
    file = assemble(lay(spec))
    assert preflight(file.pdf, spec).failures == ()
    assert preflight(file.pdf, load_spec("die_cut_sticker")).failures == ("colour_spaces",)
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        space = pdf.pages[0].Resources.XObject["/Raster0"].ColorSpace
        assert space[0] == pikepdf.Name.ICCBased
        assert int(space[1].N) == 3


def test_long_names_are_set_smaller_and_unknown_letters_are_refused(
    figure: Art, fonts: Fonts
) -> None:
    spec = load_spec("art_print_a4")
    long = figure_print(figure, spec, name="Bartholomew Maximilian", tagline="", fonts=fonts)
    texts = [item for item in long.items if hasattr(item, "words")]
    assert len(texts) == 1
    with pytest.raises(MissingGlyphError, match="漢"):
        figure_print(figure, spec, name="漢", tagline="", fonts=fonts)


# The kernel hands a parent's ru_maxrss down to its children; VmHWM is the process's own.
A2_PROGRAM = """
import sys
from pathlib import Path
from shop.prepress.art import Art
from shop.prepress.pdf import assemble
from shop.prepress.prints import figure_print
from shop.prepress.specs import load_spec
from shop.prepress.typeset import Fonts
from tests.shop.prepress.conftest import true_type
from tests.shop.prepress.samples import draw_figure

font = true_type(Path({folder!r}))
art = Art(draw_figure, 2 / 3, "drawn")
page = figure_print(art, load_spec("art_print_a2"), name="A", tagline="b", fonts=Fonts(font, font))
file = assemble(page)
assert file.effective_dpi == 250.0
assert file.facts["images_px"] == [[4193, 5906]]
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
sys.stdout.write(status["VmHWM"].split()[0])
"""


@pytest.mark.slow
def test_an_a2_print_is_made_in_bounded_memory(tmp_path: Path) -> None:
    """25 million pixels: 74 MB of RGB, 99 MB of CMYK, of which few exist at a time."""
    program = A2_PROGRAM.format(folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert int(done.stdout) <= 400_000


def test_empty_art_is_refused(fonts: Fonts) -> None:
    nothing = Art.from_pixels(np.zeros((30, 20, 4), np.uint8))
    with pytest.raises(PrepressError, match="empty"):
        build_art_print(nothing, load_spec("art_print_a4"), name="A", fonts=fonts)


def test_unreadable_pictures_are_refused() -> None:
    with pytest.raises(PrepressError, match="not a readable picture"):
        Art.from_png(b"no picture")
    with pytest.raises(PrepressError, match="8 bits"):
        Art.from_pixels(np.zeros((4, 4, 2), np.uint8))
