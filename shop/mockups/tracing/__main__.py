"""Bake scene files: python -m shop.mockups.tracing [--samples N] [--size PX] [KEY ...]."""

import argparse
import sys
import time
from pathlib import Path

from shop.mockups.tracing.bake import bake
from shop.mockups.tracing.pack import write
from shop.mockups.tracing.sets import stages


def main() -> None:
    """Bake the named scenes, or all of them, into the package's data folder."""
    parser = argparse.ArgumentParser(prog="python -m shop.mockups.tracing")
    parser.add_argument("keys", nargs="*")
    parser.add_argument("--samples", type=int, default=64, help="paths a half-size pixel")
    parser.add_argument("--size", type=int, default=1440, help="pixels, both ways")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args()
    every = stages()
    options.out.mkdir(parents=True, exist_ok=True)
    for key in options.keys or every:
        start = time.perf_counter()
        path = options.out / f"{key}.zip"
        write(path, every[key], bake(every[key], options.size, options.samples))
        took = time.perf_counter() - start
        sys.stdout.write(f"{key:16} {path.stat().st_size / 1e3:7.0f} kB {took:6.1f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
