"""`python -m tests.support.job_runner`: does due jobs one by one until SIGTERM.

Stands for workers and beat where a test wants a process of its own, but not their start-up time.
With `TEST_SMALL_PICTURES` set it draws a new version's pictures at a quarter of their size, for
tests of the way and not of the picture; what is printed is still drawn at the size it needs.
"""

import os
import signal
import threading

import django

READY = "jobs are being done"
_PAUSE_SECONDS = 0.2


def main() -> None:
    """Run due jobs and look for new ones until the process is asked to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    django.setup()
    from figures.generation import making
    from shop.platform.durable.services import run_due

    if os.environ.get("TEST_SMALL_PICTURES"):
        making.CUTOUT, making.BOX = _quarter(making.CUTOUT), _quarter(making.BOX)

    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: over.set())
    print(READY, flush=True)
    while not over.is_set():
        run_due(limit=1) or over.wait(_PAUSE_SECONDS)


def _quarter(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // 4, size[1] // 4


if __name__ == "__main__":
    main()
