"""The site as processes: web, jobs and print house over the test's database, and its people."""

import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User

from shop.catalogue import services as catalogue
from shop.catalogue.models import Product, Variant
from shop.platform.demo.accounts import moderators
from tests.support import job_runner
from tests.support.print_house import ROOT, PrintHouse, wait_until
from tests.support.processes import free_port, stop

MODERATOR, PASSWORD = "moderator", "a sample password"
PRODUCTS = {"art-print": ("A4", "A3"), "die-cut-sticker": ("75 mm",)}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site is."""

    url: str
    house: PrintHouse


@contextmanager
def site(environment: Mapping[str, str], folder: Path) -> Iterator[Site]:
    """Run the site for the length of the block.

    Args:
        environment: leads to the test's database and `var/`.
        folder: for the print house's data and the logs.

    """
    fill()
    url = f"http://127.0.0.1:{free_port()}"
    house = PrintHouse(folder / "house", url, pace="0.2")
    ours = {
        **environment,
        "SITE_URL": url,
        "PRODIGI_API_URL": house.url,
        # The one process that does jobs looks for them by itself.
        "SHELFIE_WAKEUP_LOSS": "1",
        "PYTHONUNBUFFERED": "1",
        "TEST_SMALL_PICTURES": "1",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=ours, check=True)
    with (folder / "web.log").open("wb") as log:
        jobs = _start(ours, log.fileno(), "-m", job_runner.__name__, stdout=subprocess.PIPE)
        web = _start(
            ours,
            log.fileno(),
            *("-m", "gunicorn", "shop.wsgi", "--bind", url.removeprefix("http://")),
            *("--threads", "6", "--timeout", "120", "--no-control-socket"),
        )
        try:
            _await_jobs(jobs)
            wait_until(lambda: answers(f"{url}/readyz"), seconds=180)
            yield Site(url, house)
        finally:
            stop(web)
            stop(jobs)
            assert jobs.stdout is not None
            jobs.stdout.close()
            house.stop()


def fill() -> None:
    """Load two products of the sample catalogue and hire a moderator."""
    catalogue.load()
    Product.objects.exclude(pk__in=PRODUCTS).update(is_active=False)
    for product, labels in PRODUCTS.items():
        Variant.objects.filter(product=product).exclude(label__in=labels).update(is_active=False)
    # The web process has the real hashers, not the tests' cheap one.
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "salt")
    user = User.objects.create(username=MODERATOR, is_staff=True, password=hashed)
    user.groups.add(moderators())


def answers(url: str) -> bool:
    """Tell whether a GET succeeds."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False


def _start(
    environment: Mapping[str, str], log: int, *arguments: str, stdout: int | None = None
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=log if stdout is None else stdout,
        stderr=log,
    )


def _await_jobs(jobs: "subprocess.Popen[bytes]") -> None:
    assert jobs.stdout is not None
    ready, _, _ = select.select([jobs.stdout], [], [], 180)
    line = jobs.stdout.readline() if ready else b""
    assert line.decode().strip() == job_runner.READY
