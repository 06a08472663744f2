"""The plates agree with what an independent program separates."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shop.prepress.pdf import PrintFile
from shop.prepress.plates import PROCESS, read_plates
from shop.prepress.specs import load_spec

Printed = Callable[[str], PrintFile]
DPI = 72


@pytest.mark.parametrize(
    ("product", "slack"),
    [
        ("die_cut_sticker", 0.004),
        ("clear_sticker", 0.004),
        # These carry type, which is left out here.
        ("kiss_cut_sheet", 0.02),
        ("art_print_a4", 0.05),
        ("folding_carton", 0.05),
    ],
)
def test_ghostscript_finds_the_same_ink(
    printed: Printed, tmp_path: Path, product: str, slack: float
) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(printed(product).pdf)
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{DPI}",
         "-dOverprint=/enable", "-o", str(tmp_path / "p%d.tif"), str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = read_plates(printed(product).pdf, dpi=DPI)
    spots = set(load_spec(product).spot_counts())
    assert set(ours.planes) == {*PROCESS, *spots}
    for name, coverage in ours.coverage().items():
        with Image.open(tmp_path / f"p1({name}).tif") as plate:
            theirs = 1 - np.asarray(plate.convert("L"), np.float64) / 255
        if name in spots - {"White", "Glue"}:
            # A hairline is a whole pixel wide there, and its true width here.
            assert 0 < coverage < theirs.mean()
        else:
            assert coverage == pytest.approx(theirs.mean(), abs=slack), name
    assert ours.total_ink() <= 3.02
