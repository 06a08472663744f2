"""Races for jobs and keys, on PostgreSQL. Each has a control in which it goes wrong."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from figures.erasure import erase_figure
from shop.platform import ids
from shop.platform.audit.models import AuditEvent
from shop.platform.audit.services import record
from shop.platform.durable import registry, services
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.running import RunningJob, lease_end
from shop.retention.models import ErasureReceipt
from shop.vault import services as vault
from shop.vault.models import Blob, SubjectKey
from tests.support.together import errors, meet_after, together
from tests.trust.samples import make_marked, sealed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _no_wake_ups(settings: Settings) -> None:
    settings.WAKEUP_LOSS = 1.0


@pytest.fixture
def kind() -> Iterator[str]:
    @registry.handler("test.race")
    def run(job: RunningJob) -> None:
        record(action="ran", subject=job.subject)

    yield "test.race"
    registry._kinds.pop("test.race")


def look(job_id: str) -> str:
    state: str = Job.objects.get(pk=job_id).state
    return state


def look_then_take(job_id: str) -> RunningJob | None:
    """Claim the way one must not: what was looked at is not part of the UPDATE."""
    if look_here(job_id) != JobState.QUEUED:
        return None
    token = ids.random_token()
    Job.objects.filter(pk=job_id).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_until=lease_end(),
        attempts=F("attempts") + 1,
    )
    return RunningJob(Job.objects.get(pk=job_id))


look_here = look


class TestClaim:
    def test_sixteen_workers_one_job(self, kind: str) -> None:
        for number in range(5):
            job = services.enqueue(kind, subject=f"{number}", dedupe_key=f"{number}")
            results = together(*[lambda pk=job.pk: services.run(pk)] * 16)
            assert errors(results) == []
            assert results.count(True) == 1
        assert AuditEvent.objects.count() == 5
        assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}

    def test_control_look_then_take(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        job = services.enqueue(kind, subject="a", dedupe_key="a")
        meet_after(monkeypatch, __import__(__name__, fromlist=["_"]), "look_here")
        claims = together(*[lambda: look_then_take(job.pk)] * 2)
        assert [isinstance(claim, RunningJob) for claim in claims] == [True, True]
        assert Job.objects.get().attempts == 2

    def test_a_deserted_job_is_taken_over_once(self, kind: str) -> None:
        job = services.enqueue(kind, subject="a", dedupe_key="a")
        assert services.claim(job.pk) is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        results = together(*[lambda: services.claim(job.pk)] * 16)
        assert errors(results) == []
        assert len([claim for claim in results if claim is not None]) == 1
        assert Job.objects.get().attempts == 2

    def test_ten_workers_share_many_jobs(self, kind: str) -> None:
        for number in range(40):
            services.enqueue(kind, subject=f"{number}", dedupe_key=f"{number}")
        results = together(*[services.run_due] * 6)
        assert errors(results) == []
        assert sum(results) == 40
        assert AuditEvent.objects.count() == 40

    def test_the_same_intent_written_by_many(self, kind: str) -> None:
        results = together(*[lambda: services.enqueue(kind, subject="a", dedupe_key="a")] * 16)
        assert errors(results) == []
        assert len({job.pk for job in results}) == 1

    def test_four_beats(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        every = registry.Periodic(kind, timedelta(days=365 * 40))
        monkeypatch.setattr(registry, "_periodic", {kind: every})
        results = together(*[services.sweep] * 4)
        assert errors(results) == []
        assert Job.objects.count() == 1


class TestVault:
    def test_the_same_content_at_once_is_one_blob_and_one_file(self) -> None:
        results = together(*[lambda: sealed("fig_a", "mockup", b"picture", content_key="k")] * 12)
        assert errors(results) == []
        assert len({blob.pk for blob in results}) == 1
        key = SubjectKey.objects.get()
        assert default_storage.listdir(key.pk)[1] == [Blob.objects.get().path.split("/")[1]]
        assert vault.read(Blob.objects.select_related("key").get()) == b"picture"

    def test_control_without_a_content_key(self) -> None:
        together(*[lambda: sealed("fig_a", "mockup", b"picture")] * 12)
        assert Blob.objects.count() == 12
        assert SubjectKey.objects.count() == 1

    def test_a_shred_sees_what_is_being_put(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shred_while_putting(monkeypatch)
        assert not Blob.objects.filter(doomed_at=None).exists()

    def test_control_without_the_lock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        manager = type(SubjectKey.objects)
        monkeypatch.setattr(manager, "select_for_update", lambda self, **_: self.all())
        self.shred_while_putting(monkeypatch)
        assert Blob.objects.filter(doomed_at=None).count() == 1

    @staticmethod
    def shred_while_putting(patch: pytest.MonkeyPatch) -> None:
        """The put has seen that the key is there; the shred comes before its row is written."""
        sealed("fig_a", "art", b"first")
        about_to_write, shredded = threading.Event(), threading.Event()
        create = Blob.objects.create

        def slow(**fields: Any) -> Blob:
            about_to_write.set()
            # With the lock the shred waits for us, so we go on after a moment.
            shredded.wait(0.5)
            return create(**fields)

        patch.setattr(Blob.objects, "create", slow)

        def shred() -> None:
            assert about_to_write.wait(120)
            vault.shred(subject="fig_a")
            shredded.set()

        results = together(lambda: sealed("fig_a", "art", b"second"), shred)
        assert errors(results) == []


def test_a_figure_erased_by_many_at_once() -> None:
    marked = make_marked(name="Sample", marker=b"m")
    results = together(*[lambda: erase_figure(figure=marked.figure, actor="owner")] * 8)
    assert errors(results) == []
    assert len([receipt for receipt in results if receipt is not None]) == 1
    assert sorted(ErasureReceipt.objects.values_list("kind", flat=True)) == ["figure", "photo"]
