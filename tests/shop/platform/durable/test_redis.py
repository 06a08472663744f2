"""Wake-ups over Redis, as in production: a real worker takes them from a real Redis."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from kombu import Connection
from pytest_django import Settings

from shop.platform.audit.models import AuditEvent
from shop.platform.durable import services, tasks
from shop.platform.durable.models import Job, JobState
from tests.shop.platform.durable.kinds import NOTE
from tests.support import processes

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = 5
PATIENCE = 180.0


@pytest.fixture
def worker(process_environment: dict[str, str], redis_url: str) -> Iterator[None]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.shop.platform.durable.worker"],
        env={
            **process_environment,
            "SHELFIE_VAR": process_environment["TEST_VAR"],
            "BROKER_URL": redis_url,
        },
        cwd=Path(__file__).parents[4],
    )
    yield
    processes.stop(child)


@pytest.mark.usefixtures("worker")
def test_a_wake_up_over_redis_runs_its_job(settings: Settings, redis_url: str) -> None:
    settings.WAKEUP_LOSS = 1.0
    with Connection(redis_url) as broker:
        for number in range(JOBS):
            job = services.enqueue(NOTE, subject=f"job {number}", dedupe_key=f"redis:{number}")
            tasks.run_job.apply_async((job.pk,), queue="default", connection=broker)  # type: ignore[call-arg]
    deadline = time.monotonic() + PATIENCE
    while Job.objects.filter(kind=NOTE).exclude(state=JobState.DONE).exists():
        assert time.monotonic() < deadline, list(Job.objects.values_list("state", flat=True))
        time.sleep(0.1)
        connection.close_if_unusable_or_obsolete()
    done = AuditEvent.objects.filter(action=NOTE).values_list("subject", flat=True)
    assert sorted(done) == [f"job {number}" for number in range(JOBS)]
