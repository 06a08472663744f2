"""Times and sizes of what people take away, medians of several runs, and peak memory.

Warm means that the figure's parts are in the caches, as after its page was looked at; cold that
they are built first. Run from the project's root:
python -m tests.bench.bench_takeaways [--runs N] [--out FOLDER]
"""

import argparse
import io
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio import build
from figures.generation.studio.box import BoxText, box_palette_for
from figures.generation.studio.engine import render_figure, warm_up
from figures.generation.studio.exports import avatar_glb, printable_stl, render_turntable
from figures.generation.studio.invented import invented_recipe
from figures.provenance import SourceType, short_label, xmp_properties
from figures.takeaways import cards
from figures.takeaways.frames import animated_webp, sprite_webp

XMP = xmp_properties(SourceType.ALGORITHMIC)
LINE = short_label(SourceType.ALGORITHMIC)


def png(picture: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def compose(picture: Callable[[], NDArray[np.uint8]]) -> Callable[[], bytes]:
    return lambda: png(picture())


def measured(name: str, job: Callable[[], bytes | None], runs: int, *, cold: bool = False) -> bytes:
    walls, cpus, made = [], [], None
    for _ in range(runs):
        if cold:
            build.forget()
        wall, cpu = time.perf_counter(), time.process_time()
        made = job()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    size = f"{len(made) / 1e6:8.2f}" if made is not None else ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    medians = f"{statistics.median(walls):8.2f} {statistics.median(cpus):8.2f}"
    print(f"{name:34} {medians} {size:>8} {peak:8.0f}")
    return made or b""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--person", default="juno", help="an invented person")
    parser.add_argument("--out", type=Path, help="write the files there, to be looked at")
    given = parser.parse_args()
    runs = given.runs
    warm_up()
    recipe = invented_recipe(given.person)
    frames = render_turntable(recipe)
    printable_stl(recipe, label=LINE)
    print(f"{'median of ' + str(runs):34} {'wall s':>8} {'CPU s':>8} {'MB':>8} {'peak MB':>8}")
    files = {}

    def turn() -> None:
        render_turntable(recipe)

    measured("24 frames 480x700, warm", turn, runs)
    measured("24 frames 480x700, cold", turn, runs, cold=True)
    files["sprite.webp"] = measured("  sprite of them", lambda: sprite_webp(frames), runs)
    files["turning.webp"] = measured(
        "  moving picture of them", lambda: animated_webp(frames), runs
    )
    measured("GLB, cold", lambda: avatar_glb(recipe, label=XMP), runs, cold=True)
    files["figure.glb"] = measured("GLB, warm", lambda: avatar_glb(recipe, label=XMP), runs)
    measured("STL, cold", lambda: printable_stl(recipe, label=LINE).stl, runs, cold=True)
    files["figure.stl"] = measured("STL, warm", lambda: printable_stl(recipe, label=LINE).stl, runs)
    cutout = render_figure(recipe)
    palette = box_palette_for(recipe.outfit.main)
    words = BoxText("Sample Person", "Ready for anything")
    pictures: dict[str, Callable[[], NDArray[np.uint8]]] = {
        "square.png": lambda: cards.avatar(cutout, palette, circle=False),
        "round.png": lambda: cards.avatar(cutout, palette, circle=True),
        "story.png": lambda: cards.story(cutout, palette, words),
        "card.png": lambda: cards.share_card(cutout, palette, words),
    }
    for name, picture in pictures.items():
        files[name] = measured(name, compose(picture), runs)
    model = printable_stl(recipe, label=LINE)
    print(
        f"STL: {model.triangles} triangles, thinnest wall {model.least_wall_mm:.2f} mm, base "
        f"{model.base_mm:.0f} mm, centre of mass {model.margin_mm:.1f} mm inside its rim"
    )
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (given.out / name).write_bytes(data)


if __name__ == "__main__":
    main()
