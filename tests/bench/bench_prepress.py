"""Print files: CPU seconds and peak memory, each job in a process of its own, beside its peers.

Run from the project's root: python -m tests.bench.bench_prepress [--runs N]

Times are of whole processes, start-up included, unless a row says otherwise; medians, and the
largest peak. The peers turn the same 36 MP PNG into an A2 page in the same CMYK, ImageMagick only
into the JPEG that such a page holds; none of them makes a PDF/X of it. ImageMagick and Ghostscript
resample to the 250 dpi that we print. ReportLab is measured twice: as it comes (all pixels of the
picture, deflated, written as ASCII 85) and tuned (resized to what the page needs, as bytes).
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROFILES = Path("shop/prepress/profiles")
OURS = (sys.executable, "-m", "tests.bench.prepress_jobs")
_MB = 1e6


@dataclass(frozen=True)
class Measured:
    """Medians: CPU seconds, and the largest peak in MB."""

    cpu: float
    megabytes: float
    said: str = ""


def once(command: list[str]) -> Measured:
    """Run a process; CPU from the kernel's account of it and its children."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{command[:4]} ended with {child.returncode}")
        out.seek(0)
        words = out.read().decode().split()
    # The kernel hands a parent's peak down at the start; our own jobs tell their own.
    peak = float(words[0]) if command[: len(OURS)] == list(OURS) else usage.ru_maxrss
    return Measured(usage.ru_utime + usage.ru_stime, peak * 1024 / _MB, "".join(words[1:]))


def median_of(command: list[str], runs: int) -> Measured:
    each = [once(command) for _ in range(runs)]
    return Measured(
        statistics.median(one.cpu for one in each),
        max(one.megabytes for one in each),
        each[-1].said,
    )


def row(name: str, found: Measured, target: str, note: str = "") -> None:
    print(f"{name:34}{found.cpu:9.2f} s{found.megabytes:9.0f} MB   {target:34}{note}", flush=True)


def magick(source: Path, target: Path) -> list[str] | None:
    program = shutil.which("magick") or shutil.which("convert")
    if program is None:
        return None
    return [
        program, str(source), "-resize", "4193x5906!",
        "-profile", str(PROFILES / "sRGB.icc"),
        "-profile", str(PROFILES / "ISOcoated_v2_300_bas.icc"),
        "-density", "250", "-quality", "95", str(target),
    ]  # fmt: skip


def ghostscript(source: Path, target: Path) -> list[str] | None:
    program = shutil.which("gs")
    if program is None:
        return None
    return [
        program, "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite",
        "-sColorConversionStrategy=CMYK", "-sProcessColorModel=DeviceCMYK",
        f"-sOutputICCProfile={PROFILES / 'ISOcoated_v2_300_bas.icc'}",
        "-dDownsampleColorImages=true", "-dColorImageResolution=250",
        "-dAutoFilterColorImages=false", "-dColorImageFilter=/DCTEncode",
        f"-sOutputFile={target}", str(source),
    ]  # fmt: skip


def a2(source: Path, folder: Path, runs: int) -> Path:
    """Compare the A2 page; returns our file."""
    made = folder / "a2.pdf"
    ours = median_of([*OURS, "art_print_a2", str(source), str(made)], runs)
    row("A2 from 36 MP PNG, PDF/X-1a", ours, "<= 2.5 s, <= 250 MB", size(made))
    peers = {
        "ReportLab as it comes": (reportlab("reportlab", source, folder), ">= 12 x"),
        "ReportLab tuned": (reportlab("reportlab-tuned", source, folder), ""),
        "ImageMagick": (magick(source, folder / "im.jpg"), ">= 4 x"),
        "Ghostscript": (ghostscript(wrapped(source, folder), folder / "gs.pdf"), ">= 3 x"),
    }
    for name, (command, target) in peers.items():
        if command is None:
            print(f"  {name} is not installed: no peer")
            continue
        peer = median_of(command, min(runs, 3))
        row(f"  {name}", peer, target, f"{peer.cpu / ours.cpu:.1f} x")
    return made


def reportlab(job: str, source: Path, folder: Path) -> list[str]:
    return [*OURS, job, str(source), str(folder / f"{job}.pdf")]


def wrapped(source: Path, folder: Path) -> Path:
    """Return the picture as an RGB PDF, which is what Ghostscript reads; not timed."""
    target = folder / "rgb.pdf"
    once([sys.executable, "-c", _WRAP, str(source), str(target)])
    return target


_WRAP = """
import sys
from reportlab import rl_config
rl_config.useA85 = 0
from reportlab.pdfgen.canvas import Canvas
from PIL import Image
Image.MAX_IMAGE_PIXELS = None
canvas = Canvas(sys.argv[2], pagesize=(426 / 25.4 * 72, 600 / 25.4 * 72))
canvas.drawImage(sys.argv[1], 0, 0, 426 / 25.4 * 72, 600 / 25.4 * 72)
canvas.save()
"""


def size(path: Path) -> str:
    return f"{path.stat().st_size / _MB:.1f} MB file"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print(f"{'':34}{'CPU':>11}{'peak':>12}   target")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.png"
        once([*OURS, "picture", str(source)])
        row("start-up alone", median_of([*OURS, "nothing"], runs), "", size(source) + " (source)")
        page = a2(source, folder, runs)
        large = folder / "24x36.pdf"
        found = median_of([*OURS, "art_print_24x36", str(source), str(large)], runs)
        row("24 x 36 in, PDF/X-1a", found, "<= 8 s, <= 256 MB", size(large))
        for job in ("carton", "sheet"):
            made = folder / f"{job}.pdf"
            found = median_of([*OURS, job, str(made)], runs)
            row(job, found, "<= 1.2 s, <= 200 MB, <= 5 MB", size(made))
        for job, target in (
            ("contour", "<= 100 ms"), ("structure", "<= 50 ms"), ("plates", "<= 3 s")
        ):  # fmt: skip
            command = [*OURS, job] + ([] if job == "contour" else [str(page)])
            found = once(command)
            label = {"contour": "contour at 6 MP", "structure": "preflight, structure",
                     "plates": "preflight with plates"}[job]  # fmt: skip
            warm = f"{1000 * float(found.said):.0f} ms a call, warm"
            row(label, found, target, warm)


if __name__ == "__main__":
    main()
