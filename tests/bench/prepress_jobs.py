"""One prepress job per process, for `bench_prepress`: python -m tests.bench.prepress_jobs JOB ...

What only one job needs is imported there: no job bears the memory of another one's libraries.
Prints the peak of its own memory in kB and, where the job makes a file, the file's bytes.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

from shop.fonts import Typeface, font_path
from shop.prepress.art import Art
from shop.prepress.colour import CMYK_PROFILE, SRGB_PROFILE
from shop.prepress.layout import PageLayout
from shop.prepress.pdf import assemble
from shop.prepress.prints import picture_print
from shop.prepress.specs import PrintSpec, load_spec
from shop.prepress.typeset import Fonts
from tests.shop.prepress.samples import draw_card, draw_figure

# 36 million pixels, two to three; a figure of 6 million, as a hosted model draws it.
PICTURE_PX, FIGURE_PX = (4900, 7350), (2000, 3000)


def make_picture(path: Path) -> None:
    """Write a 36 MP picture with shapes, a gradient and the grain of a render."""
    rng = np.random.default_rng(7)
    width, height = PICTURE_PX
    picture = draw_card(width, height)[..., :3].copy()
    figure = draw_figure(width, height)
    inside = figure[..., 3] > 0
    picture[inside] = figure[..., :3][inside]
    grain = rng.integers(-3, 4, (height, width, 1), dtype=np.int16)
    picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    pyvips.Image.new_from_array(picture).pngsave(str(path), compression=3)


def print_of(product: str, source: Path) -> PageLayout:
    return picture_print(Art.from_png(source.read_bytes()), spec_of(product))


def spec_of(product: str) -> PrintSpec:
    return load_spec(product, "converter")


def carton() -> PageLayout:
    from shop.prepress.carton import CartonWords, folding_carton

    words = CartonWords("Sample", "Made of shapes", "Drawn by a program.", "2000000000008")
    arts = (Art(draw_card, 2 / 3, "card"), Art(draw_figure, 2 / 3, "figure"))
    return folding_carton(*arts, load_spec("folding_carton"), words=words, fonts=fonts())


def sheet() -> PageLayout:
    from shop.prepress.stickers import kiss_cut_sheet

    arts = [Art(partial(posed, number), 2 / 3, f"pose {number}") for number in range(6)]
    return kiss_cut_sheet(arts, load_spec("kiss_cut_sheet"), name="Sample", fonts=fonts())


def posed(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """A figure with a raised arm, in each pose at another angle: six shapes to cut."""
    import cv2

    picture = draw_figure(width, height)
    turn = np.radians(30 * number)
    shoulder = (round(0.32 * width), round(0.5 * height))
    hand = (
        round(shoulder[0] - 0.25 * width * np.cos(turn)),
        round(shoulder[1] - 0.25 * width * np.sin(turn)),
    )
    cv2.line(picture, shoulder, hand, (200, 140, 100, 255), round(width * 0.08))
    return picture


def fonts() -> Fonts:
    return Fonts(font_path(Typeface.DISPLAY), font_path(Typeface.SANS_BOLD))


def reportlab(source: Path, target: Path, *, tuned: bool) -> None:
    """The same page by ReportLab alone: colour by the same profiles, pixels by `drawImage`.

    As it comes, ReportLab takes the picture with all its pixels, deflates it and writes it as
    ASCII (`rl_config.useA85`, on by default, without the optional C accelerator). Tuned, it gets
    the pixels that the page needs and writes bytes.
    """
    from PIL import Image, ImageCms
    from reportlab import rl_config
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    Image.MAX_IMAGE_PIXELS = None
    box = spec_of("art_print_a2").bleed
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    if tuned:
        rl_config.useA85 = 0
        picture = picture.resize((4193, 5906), Image.Resampling.LANCZOS)
    inked = ImageCms.profileToProfile(
        picture, str(SRGB_PROFILE), str(CMYK_PROFILE), outputMode="CMYK"
    )
    assert inked is not None
    canvas = Canvas(str(target), pagesize=(box.width * mm, box.height * mm))
    canvas.drawImage(ImageReader(inked), 0, 0, box.width * mm, box.height * mm)
    canvas.save()


def timed(job: Callable[[], object], runs: int) -> float:
    """Return the median of the job's CPU seconds, after one run that does not count."""
    job()
    times = []
    for _ in range(runs):
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return float(np.median(times))


def main() -> None:
    name, *rest = sys.argv[1:]
    paths = [Path(one) for one in rest]
    said = ""
    if name == "picture":
        make_picture(paths[0])
    elif name in ("art_print_a2", "art_print_24x36"):
        paths[1].write_bytes(assemble(print_of(name, paths[0])).pdf)
    elif name in ("carton", "sheet"):
        paths[0].write_bytes(assemble({"carton": carton, "sheet": sheet}[name]()).pdf)
    elif name in ("reportlab", "reportlab-tuned"):
        reportlab(*paths, tuned=name == "reportlab-tuned")
    elif name == "contour":
        from shop.prepress.contour import cut_contour

        alpha = draw_figure(*FIGURE_PX)[..., 3].copy()
        size = 75 / FIGURE_PX[1]
        said = str(timed(lambda: cut_contour(alpha, mm_per_px=size, offset_mm=2.5), 15))
    elif name in ("structure", "plates"):
        from shop.prepress.preflight import preflight

        pdf, spec = paths[0].read_bytes(), spec_of("art_print_a2")
        runs = 15 if name == "structure" else 3
        said = str(timed(lambda: preflight(pdf, spec, plates=name == "plates"), runs))
    elif name != "nothing":
        raise SystemExit(f"no job {name}")
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(status["VmHWM"].split()[0], said)


if __name__ == "__main__":
    main()
