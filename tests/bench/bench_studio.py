"""The studio's times, medians of several runs: reading a photo, rendering, boxing, peak memory.

Run from the project's root: python -m tests.bench.bench_studio [--runs N]. After `make peers` the
same geometry is rendered by Blender too (see `blender`).
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from figures.faces import detect_faces
from figures.generation.studio import build
from figures.generation.studio.box import (
    DESIGNS,
    BoxAccessory,
    BoxText,
    box_palette_for,
    render_box,
)
from figures.generation.studio.engine import analyse, render_accessory, render_figure, warm_up
from figures.generation.studio.invented import INVENTED
from figures.generation.studio.recipe import Recipe
from tests.bench import blender

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
    for design in DESIGNS:
        measured(
            f"box 2400x3600, {design}",
            lambda design=design: render_box(  # type: ignore[misc]
                figure, things, text, palette=box_palette_for(colour), edition="No. 1",
                design=design,
            ),
            runs,
        )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident memory {peak:.0f} MB, recipe {len(recipe.to_bytes()) / 1000:.1f} kB")
    sample = f"render_figure(invented_recipe({INVENTED[0]!r})"
    _alone("poster 4800x7200", f"{sample}, width=4800, height=7200)")
    _alone("cold start, cached, 600x850", f"{sample}, width=600, height=850)")
    if blender.interpreter():
        _beside_blender(recipe, runs)


def _alone(name: str, work: str) -> None:
    """Time one call in a process of its own, start-up included, and its peak memory."""
    wall = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _ALONE.format(work=work)], check=True, capture_output=True, text=True
    )
    wall = time.perf_counter() - wall
    cpu, peak = done.stdout.split()
    print(f"{name:34} {wall:8.2f} {float(cpu):8.2f}   peak {float(peak):.0f} MB")


_ALONE = """
import resource
from figures.generation.studio.engine import render_figure
from figures.generation.studio.invented import invented_recipe
{work}
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def _beside_blender(recipe: Recipe, runs: int) -> None:
    width, height = 2088, 3072
    walls, cpus = [], []
    for _ in range(runs):
        build.forget()
        wall, cpu = time.perf_counter(), time.process_time()
        render_figure(recipe, width=width, height=height)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peer = blender.render(recipe, width=width, height=height)
    # Under load the ratio of CPU seconds is the one to look at.
    print(
        f"Blender {peer['blender']} Cycles, {blender.SAMPLES} samples, same geometry and size: "
        f"{peer['wall']:.1f} s wall, {peer['cpu']:.1f} s CPU, {peer['peak_mb']:.0f} MB; ours "
        f"{statistics.median(walls):.1f} s wall, {statistics.median(cpus):.1f} s CPU; ratio "
        f"{peer['wall'] / statistics.median(walls):.1f} wall, "
        f"{peer['cpu'] / statistics.median(cpus):.1f} CPU"
    )


if __name__ == "__main__":
    main()
