"""A real Celery worker on the file transport, with wake-ups that get lost on the way."""

import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from shop.platform.audit.models import AuditEvent
from shop.platform.durable import services, tasks, waking
from shop.platform.durable.models import Job, JobState
from tests.shop.platform.durable.kinds import NOTE
from tests.support import processes

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

JOBS = 30
PATIENCE = 240.0


@pytest.fixture
def queue_folder(var: Path) -> Path:
    """The queue, without what earlier tests left in it."""
    folder = var / "queue" / "messages"
    for message in folder.iterdir():
        message.unlink(missing_ok=True)
    return folder


@pytest.fixture
def worker(process_environment: dict[str, str], queue_folder: Path) -> Iterator[None]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.shop.platform.durable.worker"],
        env={
            **process_environment,
            "SHELFIE_VAR": process_environment["TEST_VAR"],
            "SHELFIE_WAKEUP_LOSS": "0.3",
        },
        cwd=Path(__file__).parents[4],
    )
    yield
    processes.stop(child)


def until(reached: Callable[[], bool], nudge: Callable[[], object] = lambda: None) -> None:
    """Wait for the worker process; `nudge` once a second meanwhile."""
    deadline = time.monotonic() + PATIENCE
    for turn in itertools.count():
        if reached():
            return
        assert time.monotonic() < deadline, list(Job.objects.values_list("state", flat=True))
        if turn % 10 == 9:
            nudge()
        time.sleep(0.1)
        connection.close_if_unusable_or_obsolete()


def waiting() -> set[str]:
    jobs = Job.objects.filter(kind=NOTE).exclude(state=JobState.DONE)
    return set(jobs.values_list("subject", flat=True))


@pytest.mark.usefixtures("worker")
def test_all_jobs_end_though_a_third_of_the_wake_ups_is_lost(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, queue_folder: Path
) -> None:
    settings.WAKEUP_LOSS = 0.3
    monkeypatch.setattr(waking.broker, "quiet_until", 0.0)
    drawn = itertools.cycle([0.9, 0.29, 0.5])
    monkeypatch.setattr(waking.random, "random", lambda: next(drawn))  # type: ignore[attr-defined]
    for number in range(JOBS):
        services.enqueue(NOTE, subject=f"job {number}", dedupe_key=f"test:{number}")
    lost = {f"job {number}" for number in range(1, JOBS, 3)}
    # Without the sweep exactly those whose wake-up was lost go on waiting.
    until(lambda: waiting() <= lost)
    assert waiting() == lost
    assert len(lost) == JOBS // 3
    # The worker's own sweep loses its wake-ups, too, and tries again.
    until(lambda: not waiting(), nudge=lambda: tasks.sweep.apply_async(retry=False))
    done = AuditEvent.objects.filter(action=NOTE).values_list("subject", flat=True)
    assert sorted(done) == sorted(f"job {number}" for number in range(JOBS))
    assert set(Job.objects.filter(kind=NOTE).values_list("attempts", flat=True)) == {1}
    # Periodic kinds were queued by the sweeps, each once per slot.
    keys = list(Job.objects.exclude(kind=NOTE).values_list("dedupe_key", flat=True))
    assert len(keys) == len(set(keys)) > 0
    # What lies in the queue folder names jobs by their ids alone.
    assert not any(b"job 1" in path.read_bytes() for path in queue_folder.iterdir())
