"""Fixtures for tests that need a print house; conftests import them by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.print_house import PrintHouse, Shop


@pytest.fixture(scope="module")
def shop_server() -> Iterator[Shop]:
    server = Shop()
    yield server
    server.close()


@pytest.fixture
def shop(shop_server: Shop) -> Shop:
    shop_server.received.clear()
    shop_server.refuse = 0
    shop_server.gate.set()
    shop_server.knocked.clear()
    return shop_server


@pytest.fixture(scope="module")
def house_process(
    tmp_path_factory: pytest.TempPathFactory, shop_server: Shop
) -> Iterator[PrintHouse]:
    house = PrintHouse(tmp_path_factory.mktemp("house"), shop_server.url)
    yield house
    assert house.stop() == 0


@pytest.fixture
def house(house_process: PrintHouse, shop: Shop) -> Iterator[PrintHouse]:
    """Return the module's house; faults are off again after the test."""
    yield house_process
    house_process.calm()


@pytest.fixture
def own_house(tmp_path: Path, shop: Shop) -> Iterator[PrintHouse]:
    """Return a house of the test's own, to be killed."""
    house = PrintHouse(tmp_path / "house", shop.url)
    yield house
    house.kill()
