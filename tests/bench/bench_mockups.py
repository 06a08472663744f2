"""Mockups: time and closeness to a float reference, beside ImageMagick on the same job.

Run from the project's root: python -m tests.bench.bench_mockups [--runs N]
"""

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from shop.mockups import SCENES, content_key, layers
from shop.mockups.compiled import compiled
from shop.mockups.compose import compose
from shop.mockups.panels import panels
from shop.mockups.render import encoded, render_mockup
from tests.shop.mockups.art import Bytes, checker, disc


def median_ms(job: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def art_for(key: str, width: int) -> Bytes:
    if SCENES[key].fit == "contain":
        return disc(width, width // 3)
    return checker(width, round(width / SCENES[key].aspect))


def scene_row(key: str, width: int, runs: int) -> str:
    art = art_for(key, 1600)
    scene = compiled(key, width)
    arts = panels(art) if len(SCENES[key].slots) > 1 else {"art": art}
    picture = compose(SCENES[key], scene, arts)

    def cold() -> None:
        compiled.cache_clear()
        compiled(key, width)

    cells = (
        median_ms(lambda: compose(SCENES[key], scene, arts), runs),
        median_ms(lambda: encoded(picture, "webp"), runs),
        median_ms(lambda: render_mockup(key, art, width=width), runs),
        median_ms(cold, max(3, runs // 3)),
        len(encoded(picture, "webp")) / 1000,
        (layers.DATA / f"{key}.zip").stat().st_size / 1000,
    )
    return f"{key:16}" + "".join(f"{cell:12.1f}" for cell in cells)


def magick_ms(key: str, width: int, runs: int, art: Bytes) -> float | None:
    """The same warp by ImageMagick, picture file in and picture file out."""
    magick = shutil.which("magick") or shutil.which("convert")
    if magick is None:
        return None
    slot = compiled(key, width).slots[0]
    points = " ".join(
        f"{u},{v} {x:.3f},{y:.3f}"
        for (u, v), (x, y) in zip(
            ((0, 0), (art.shape[1], 0), (art.shape[1], art.shape[0]), (0, art.shape[0])),
            slot.quad.tolist(),
            strict=True,
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        source, ground, result = (Path(folder) / n for n in ("art.png", "ground.png", "out.jpg"))
        cv2.imwrite(str(source), art[..., ::-1])
        cv2.imwrite(str(ground), compiled(key, width).background[..., ::-1])
        command = [
            magick, str(ground),
            "(", str(source), "-virtual-pixel", "transparent", "-set", "option:distort:viewport",
            f"{width}x{width}+0+0", "-distort", "Perspective", points, ")",
            "-composite", "-quality", "85", str(result),
        ]  # fmt: skip
        return median_ms(lambda: subprocess.run(command, check=True), runs)


def ours_ms(key: str, width: int, runs: int, art: Bytes) -> float:
    """Picture file in and picture file out, with the scene compiled."""
    coded = cv2.imencode(".png", art[..., ::-1])[1]

    def job() -> None:
        decoded = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
        render_mockup(key, np.ascontiguousarray(decoded[..., ::-1]), width=width, format="jpeg")

    return median_ms(job, runs)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    for width in (1200, 2000):
        print(f"\n{width} px, art 1600 px wide, median of {runs}; times in ms, sizes in kB")
        print(" " * 16 + "".join(f"{n:>12}" for n in ("compose", "encode", "all, warm", "compile",
                                                     "WebP", "scene file")))  # fmt: skip
        for key in SCENES:
            print(scene_row(key, width, runs))
        art = art_for("framed-a3", 1600)
        ours = ours_ms("framed-a3", width, runs, art)
        peer = magick_ms("framed-a3", width, 3, art)
        if peer is None:
            print("ImageMagick is not installed: no peer")
        else:
            print(f"framed-a3, PNG in, JPEG out: {ours:.1f}; ImageMagick's warp alone (no light): "
                  f"{peer:.1f}; {peer / ours:.1f} x")  # fmt: skip
    key_time = median_ms(lambda: content_key("framed-a3", "0" * 64), 99)
    total = sum(f.stat().st_size for f in layers.DATA.glob("*.zip"))
    print(f"\ncontent key {1000 * key_time:.0f} us; all scene files {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
