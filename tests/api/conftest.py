"""Fixtures of the REST tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django.fixtures import Settings

from shop.platform.owners.models import Owner, Storefront
from tests.api.client import Api, make_api, owner_of
from tests.orders.factories import make_storefront


@pytest.fixture(autouse=True)
def _fresh_counters(settings: Settings) -> Iterator[None]:
    """No test stands in the shade of another one's requests, and no wake-up leaves."""
    settings.WAKEUP_LOSS = 1.0
    caches["limits"].clear()
    yield
    caches["limits"].clear()


@pytest.fixture
def storefront(db: None) -> Storefront:
    return make_storefront()


@pytest.fixture
def api(storefront: Storefront) -> Api:
    """Return the client of the customer `cust-1`."""
    return make_api(storefront=storefront)


@pytest.fixture
def owner(storefront: Storefront) -> Owner:
    """Return the owner behind `cust-1`."""
    return owner_of(storefront)
