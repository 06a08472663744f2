import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from shop.catalogue.services import load as load_catalogue
from shop.platform.owners.models import Owner
from shop.platform.owners.services import new_guest
from tests.conftest import on_postgresql
from tests.faults.stack import Stack
from tests.faults.visitor import Visitor
from tests.faults.world import (
    assert_done_once,
    idle,
    is_shipped,
    make_approved_version,
    make_sticker_order,
)
from tests.support.print_house import ROOT, PrintHouse, wait_until
from tests.support.processes import free_port

Heals = Callable[[Callable[[], bool]], None]
Ships = Callable[[Order], None]
# What was interrupted must be whole again so many seconds after the restart began.
HEALS_WITHIN = 180.0
# All run on the embedded SQLite file; on PostgreSQL those where both sides of a commit matter most.
_ON_POSTGRESQL = {
    "test_gateway_before_our_commit",
    "test_provider_before_our_commit[house_dies_too]",
}
# So often may the house knock in vain while the site is down.
_DOWNLOADS = 100_000
_healed: dict[str, float] = {}


@dataclass
class World:
    """Everything one test starts."""

    stack: Stack
    house: PrintHouse
    owner: Owner
    visitor: Visitor


@pytest.fixture(scope="session")
def _static_files() -> None:
    """Collect them once: the processes run with the project's own settings."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings"},
        check=True,
    )


@pytest.fixture
def _on_this_database(request: pytest.FixtureRequest) -> None:
    """Skip, before anything is started, what one database has shown for both."""
    if on_postgresql() and request.node.name not in _ON_POSTGRESQL:
        pytest.skip("runs on the SQLite file")


@pytest.fixture
def world(
    _on_this_database: None,
    process_environment: dict[str, str],
    settings: Settings,
    var: Path,
    tmp_path: Path,
    _static_files: None,
) -> Iterator[World]:
    """Return our processes (none started), a print house, and a guest with a browser."""
    for name in ("blobs", "queue", "mail", "tmp", "log"):
        shutil.rmtree(var / name, ignore_errors=True)
    for name in ("queue/messages", "queue/control", "tmp"):
        (var / name).mkdir(parents=True)
    load_catalogue()
    owner, token = new_guest()
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    house = PrintHouse(tmp_path / "house", site, pace="0.05", attempts=_DOWNLOADS)
    settings.SITE_URL = site
    settings.PRODIGI_API_URL = house.url
    environment = {
        **process_environment,
        "SITE_URL": site,
        "PRODIGI_API_URL": house.url,
        "TMPDIR": str(var / "tmp"),
        "SHELFIE_JOB_LEASE": "4",
        "PYTHONUNBUFFERED": "1",
    }
    stack = Stack(var, port, environment)
    yield World(stack, house, owner, Visitor(site, token))
    stack.kill()
    house.kill()


@pytest.fixture
def heals(request: pytest.FixtureRequest, world: World) -> Heals:
    """Return what waits until a condition holds, at most `HEALS_WITHIN` after the restart."""

    def wait(condition: Callable[[], bool]) -> None:
        wait_until(condition, seconds=max(HEALS_WITHIN - world.stack.seconds(), 0.0))
        _healed[request.node.name] = max(_healed.get(request.node.name, 0.0), world.stack.seconds())

    return wait


@pytest.fixture
def order(world: World) -> Order:
    """Return an order of the visitor's that waits for payment."""
    return make_sticker_order(make_approved_version(world.owner))


@pytest.fixture
def ships(world: World, heals: Heals) -> Callable[[Order], None]:
    """Return what waits for the parcel and the last job, and then looks at everything."""

    def accepted_at_most_once(order: Order) -> bool:
        assert set(world.house.log()["accepted"].items()) <= {(order.number, 1)}
        return True

    def wait(order: Order) -> None:
        heals(lambda: accepted_at_most_once(order) and is_shipped(order) and idle())
        # Hold still, so that what is counted is what there is.
        world.stack.kill()
        assert_done_once(order, world.house)

    return wait


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how long each crash took to heal, counted from the restart's first process."""
    for name, seconds in _healed.items():
        terminalreporter.write_line(f"healed {seconds:5.1f} s after the restart: {name}")
