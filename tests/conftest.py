"""What every test stands on: a private `var/`, no way out of the machine, either database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

from tests.support import loopback

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

# The same examples on every run, and no verdict that depends on how busy the machine is.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database: services, jobs and the path",
    )
    parser.addoption(
        "--without-database",
        action="store_true",
        help="only the others",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs PostgreSQL's row locks on SQLite, and leave out what was not asked for."""
    if not on_postgresql():
        skip = pytest.mark.skip(reason="needs the row locks of PostgreSQL")
        for item in items:
            if item.get_closest_marker("postgresql"):
                item.add_marker(skip)
    for option, wanted in (("--database-only", True), ("--without-database", False)):
        if not config.getoption(option):
            continue
        kept = [item for item in items if uses_database(item) is wanted]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the temp `var/` that `tests.settings` made."""
    shutil.rmtree(os.environ.pop("TEST_VAR", ""), ignore_errors=True)


def on_postgresql() -> bool:
    """Tell which of the two databases this run is on."""
    return connection.vendor == "postgresql"


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test touches the database, itself or through a fixture."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("both_databases")
    return bool(marked or fixtures & _DATABASE_FIXTURES)


@pytest.fixture(scope="session", autouse=True)
def _stay_on_this_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        loopback.install(patch)
        yield


@pytest.fixture(autouse=True)
def _inside_the_tests_own_transaction(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let calls outside pass in a plain database test: the transaction round it is not ours."""
    marker = request.node.get_closest_marker("django_db")
    transactional = bool(marker and marker.kwargs.get("transaction"))
    if not transactional and "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(settings, "TESTING_IN_TRANSACTION", True)


@pytest.fixture
def var() -> Path:
    """Return the temp folder that stands for `var/`."""
    return Path(settings.VAR_DIR)


@pytest.fixture
def redis_url() -> str:
    """Return the private Redis of `make test`; skip where there is none."""
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        pytest.skip("no Redis: run under `python -m tests.support.services --`")
    return url


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """Return the environment for a process of ours that shares this test's database and `var/`."""
    name = str(connection.settings_dict["NAME"])
    if on_postgresql():
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    else:
        url = f"sqlite:///{name}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "shop.settings"}
