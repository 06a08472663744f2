"""The queue may lose what it likes: from paid to shipped by the job table alone."""

import shutil

import pytest
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from shop.platform.durable.models import Job, JobState
from tests.faults.conftest import Ships, World
from tests.faults.world import pay_in_process

pytestmark = [pytest.mark.faults, pytest.mark.both_databases]


def test_lost_wake_ups_and_two_beats(
    world: World, ships: Ships, order: Order, settings: Settings
) -> None:
    settings.WAKEUP_LOSS = 1.0  # here, so that the first ones are lost for sure
    pay_in_process(order)
    assert Job.objects.get(kind="orders.print_file").state == JobState.QUEUED
    world.stack.start(
        "beat", "web", "worker-default", "worker-render", "beat", SHELFIE_WAKEUP_LOSS="0.3"
    )
    ships(order)
    assert world.stack.died == []


def test_queue_folder_deleted(world: World, ships: Ships, order: Order) -> None:
    world.stack.start("worker-default", "worker-render", "beat")
    shutil.rmtree(world.stack.var / "queue")
    pay_in_process(order)
    world.stack.kill()
    world.stack.start(wait=False)
    ships(order)
