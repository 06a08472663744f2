"""The back: its words, and a bar code another program can read."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from figures.generation.studio.box.back import render_box_back, wrapped
from figures.generation.studio.box.barcode import ean13
from figures.generation.studio.box.palette import PALETTES
from figures.generation.studio.box.text import BoxText
from shop.fonts import Typeface
from shop.prepress.ean13 import check_digit, ean13_modules, in_house_number

U8 = npt.NDArray[np.uint8]
TEXT = BoxText("Ana", "Sample tagline")
NUMBER = "4006381333931"


def back(**options: str) -> U8:
    return render_box_back(
        TEXT,
        palette=PALETTES["lagoon"],
        edition=options.get("edition", "No. 1"),
        care=options.get("care", ""),
        energy=options.get("energy", ""),
        ean=options.get("ean", ""),
        width=800,
        height=1200,
    )


def test_modules_of_a_known_number() -> None:
    # The worked example of the GS1 General Specifications' symbol: 4 00638 133393 1.
    assert ean13_modules(NUMBER) == (
        "101" "0001101" "0100111" "0101111" "0111101" "0001001" "0110011"
        "01010" "1000010" "1000010" "1000010" "1110100" "1000010" "1100110" "101"
    )  # fmt: skip
    assert len(ean13_modules(NUMBER)) == 95


@pytest.mark.parametrize(
    ("digits", "check"), [("400638133393", 1), ("590123412345", 7), ("000000000000", 0)]
)
def test_check_digit(digits: str, check: int) -> None:
    assert check_digit(digits) == check


@pytest.mark.parametrize(
    "number", ["4006381333932", "400638133393", "400638133393x", "٤٠٠٦٣٨١٣٣٣٩٣١"]
)
def test_wrong_numbers_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="EAN-13"):
        back(ean=number)


def test_bars_are_black_and_white_on_whole_pixels() -> None:
    bars = ean13(NUMBER, 3, 5)
    assert bars.shape == (5, 113 * 3)
    assert set(np.unique(bars)) == {0, 255}
    modules = bars[0].reshape(113, 3)
    assert np.array_equal(modules.min(1), modules.max(1))


def test_the_bar_code_survives_the_render_crisp() -> None:
    picture = back(ean=NUMBER)
    # A row through the bars: somewhere on the card it must read exactly black and white.
    bars = ean13(NUMBER, 1, 1)[0]
    rows = picture[..., :3].min(2)
    exact = [y for y in range(rows.shape[0]) if bars.tobytes() in rows[y].tobytes()]
    assert len(exact) > 40


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")
def test_another_program_reads_the_bar_code(tmp_path: Path) -> None:
    file = tmp_path / "back.png"
    Image.fromarray(back(ean=NUMBER)).resize((2400, 3600), Image.Resampling.NEAREST).save(file)
    done = subprocess.run(["zbarimg", "-q", "--raw", str(file)], capture_output=True, check=True)
    assert done.stdout.strip() == NUMBER.encode()


def test_without_a_number_there_is_no_bar_code() -> None:
    with_code, without = back(ean=NUMBER).astype(int), back().astype(int)
    rows, columns = np.nonzero(np.abs(with_code - without).max(2) > 8)
    assert rows.min() > 1000
    assert columns.min() > 450


def test_each_line_is_printed() -> None:
    plain = back()
    for option in ({"care": "Keep dry."}, {"energy": "0.4 Wh"}, {"edition": "No. 2"}):
        assert np.abs(back(**option).astype(int) - plain).max() > 100


def test_lines_break_at_words() -> None:
    lines = [item.text for item in wrapped("one two three four", Typeface.SANS, 100, 600)]
    assert lines == ["one two", "three four"]
    assert [item.text for item in wrapped("", Typeface.SANS, 100, 400)] == []
    assert [item.text for item in wrapped("Donaudampfschiff", Typeface.SANS, 100, 100)] == [
        "Donaudampfschiff"
    ]


def test_a_care_text_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="5 fit"):
        back(care="word " * 80)


def test_corners_and_hole_are_transparent_and_the_picture_repeats() -> None:
    picture = back()
    assert picture.shape == (1200, 800, 4)
    assert [picture[y, x, 3] for y in (0, -1) for x in (0, -1)] == [0, 0, 0, 0]
    assert picture[60, 400, 3] == 0
    assert picture[600, 400, 3] == 255
    assert np.array_equal(picture, back())


def test_in_house_numbers_are_of_the_company_range_and_stay() -> None:
    numbers = {in_house_number(f"fig_{n}") for n in range(200)}
    assert len(numbers) == 200
    assert all(len(n) == 13 and n.startswith("20") for n in numbers)
    assert all(int(n[12]) == check_digit(n) for n in numbers)
    assert in_house_number("fig_1") == in_house_number("fig_1")
