"""The studio's times, medians of several runs: reading a photo, rendering, boxing, peak memory.

Run from the project's root: python -m tests.bench.bench_studio [--runs N]
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from figures.faces import detect_faces
from figures.generation.studio import build
from figures.generation.studio.box import BoxAccessory, BoxText, box_palette_for, render_box
from figures.generation.studio.engine import analyse, render_accessory, render_figure, warm_up

PHOTO = Path(__file__).resolve().parents[1] / "data" / "portraits" / "astronaut.jpg"


def measured(name: str, job: Callable[[], object], runs: int) -> None:
    walls, cpus = [], []
    for _ in range(runs):
        build.forget()
        wall, cpu = time.perf_counter(), time.process_time()
        job()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(f"{name:34} {statistics.median(walls):8.2f} {statistics.median(cpus):8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    warm_up()
    rgb = np.asarray(Image.open(PHOTO).convert("RGB"))
    face = detect_faces(rgb)[0]
    recipe = analyse(rgb, face)
    figure = render_figure(recipe)
    colour = recipe.outfit.main
    things = [
        BoxAccessory(render_accessory(kind, colour=colour, height=700), kind)
        for kind in ("rocket", "camera", "cup")
    ]
    text = BoxText("Sample", "Nobody in particular")
    print(f"{'median of ' + str(runs):34} {'wall s':>8} {'CPU s':>8}")
    measured("photo to recipe", lambda: analyse(rgb, face), runs)
    measured("figure 600x850", lambda: render_figure(recipe, width=600, height=850), runs)
    measured("figure 2088x3072", lambda: render_figure(recipe), runs)
    measured(
        "photo to figure 2088x3072", lambda: render_figure(analyse(rgb, detect_faces(rgb)[0])), runs
    )
    measured(
        "box 2400x3600",
        lambda: render_box(figure, things, text, palette=box_palette_for(colour), edition="No. 1"),
        runs,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident memory {peak:.0f} MB, recipe {len(recipe.to_bytes()) / 1000:.1f} kB")


if __name__ == "__main__":
    main()
