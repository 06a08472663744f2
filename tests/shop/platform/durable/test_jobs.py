"""One job at a time: claimed, done, tried again, failed, cancelled, taken over."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from shop.platform.audit.models import AuditEvent
from shop.platform.audit.services import record
from shop.platform.durable import registry, running, services, tasks, waking
from shop.platform.durable.errors import LeaseLost, PermanentFailure, RetryLater
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.running import RunningJob, heartbeat
from shop.platform.durable.services import enqueue, run, run_due

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=20)
SECOND = timedelta(seconds=1)
Handler = Callable[[RunningJob], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def put(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    put(NOON)
    return put


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Register a function as kind `test.kind` for the length of the test."""
    before = dict(registry._kinds)

    def register(function: Handler, **options: Any) -> str:
        registry.handler("test.kind", **options)(function)
        return "test.kind"

    yield register
    registry._kinds.clear()
    registry._kinds.update(before)


def queue(subject: str = "thing", **options: Any) -> Job:
    options.setdefault("dedupe_key", f"test:{subject}")
    return enqueue("test.kind", subject=subject, run_at=timezone.now(), **options)


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


class TestOnce:
    def test_the_same_key_is_one_job(self, kind: Any) -> None:
        kind(lambda job: None)
        assert queue("a").pk == queue("a").pk
        assert Job.objects.count() == 1

    def test_an_unknown_kind_is_refused_when_it_is_queued(self) -> None:
        with pytest.raises(registry.UnknownKind, match=r"nobody\.knows"):
            enqueue("nobody.knows", subject="a", dedupe_key="a")

    def test_a_kind_that_went_away_fails_for_good(self, kind: Any) -> None:
        kind(lambda job: None)
        job = queue()
        registry._kinds.pop("test.kind")
        assert run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error_code) == (JobState.FAILED, "gave_up")

    def test_done_once(self, kind: Any) -> None:
        ran: list[str] = []
        kind(lambda job: ran.append(job.subject))
        job = queue()
        assert [run(job.pk), run(job.pk)] == [True, False]
        assert ran == ["thing"]
        job.refresh_from_db()
        assert (job.state, job.progress, job.attempts) == (JobState.DONE, 1.0, 1)
        assert (job.lease_token, job.lease_until) == ("", None)
        assert job.finished_at is not None

    def test_not_before_its_time(self, kind: Any, clock: Any) -> None:
        kind(lambda job: None)
        job = enqueue("test.kind", subject="a", dedupe_key="a", run_at=NOON + SECOND)
        assert run(job.pk) is False
        clock(NOON + SECOND)
        assert run(job.pk) is True

    def test_what_the_handler_is_told(self, kind: Any) -> None:
        told: list[Any] = []
        kind(lambda job: told.extend([job.kind, job.subject, job.payload, job.attempts]))
        queue("a", payload={"number": 3})
        run_due()
        assert told == ["test.kind", "a", {"number": 3}, 1]

    def test_a_claim_is_in_ones_own_name(self, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another worker takes over between our UPDATE and our look at the row."""
        kind(lambda job: None)
        job = queue()
        get = Job.objects.get

        def meanwhile(**options: Any) -> Job:
            Job.objects.filter(pk=job.pk).update(lease_token="another worker's")
            return get(**options)

        monkeypatch.setattr(type(Job.objects), "get", lambda self, **options: meanwhile(**options))
        running_job = services.claim(job.pk)
        assert running_job is not None
        with pytest.raises(LeaseLost):
            running_job.report("mine?", 0.5)


class TestTrouble:
    def test_growing_gaps_then_failed(self, kind: Any, clock: Any) -> None:
        def broken(job: RunningJob) -> None:
            raise ValueError("Jane Doe")

        kind(broken, max_attempts=4)
        job, now, gaps = queue(), NOON, []
        for _ in range(3):
            assert run(job.pk)
            job.refresh_from_db()
            assert (job.state, job.error_code) == (JobState.QUEUED, "ValueError")
            gaps.append((job.run_at - now).total_seconds())
            clock(job.run_at - SECOND)
            assert run(job.pk) is False
            now = job.run_at
            clock(now)
        assert gaps == [2.0, 4.0, 8.0]
        assert run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error_code) == (JobState.FAILED, "gave_up")
        assert job.error_message == "ValueError after 4 attempts."
        clock(now + timedelta(days=9))
        assert run(job.pk) is False

    def test_the_longest_gap(self, kind: Any, clock: Any) -> None:
        kind(lambda job: 1 / 0, max_attempts=40)
        job = queue()
        Job.objects.update(attempts=30)
        run(job.pk)
        job.refresh_from_db()
        assert job.run_at == NOON + timedelta(minutes=30)

    def test_permanent_stops_at_once_and_tells(self, kind: Any) -> None:
        told: list[tuple[str, str]] = []

        def refuse(job: RunningJob) -> None:
            raise PermanentFailure("no_face", "There is no face.")

        kind(refuse, on_failure=lambda job, code, message: told.append((code, message)))
        job = queue()
        run_due()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (JobState.FAILED, 1)
        assert (job.error_code, job.error_message) == ("no_face", "There is no face.")
        assert told == [("no_face", "There is no face.")]

    def test_the_hook_and_the_failure_are_one(self, kind: Any) -> None:
        """What the hook wrote goes with it when it fails; the job is not failed without it."""

        def hook(job: RunningJob, code: str, message: str) -> None:
            record(action="hook", subject=job.subject)
            raise RuntimeError("hook")

        kind(lambda job: 1 / 0, max_attempts=1, on_failure=hook)
        job = queue()
        with pytest.raises(RuntimeError):
            run(job.pk)
        assert not AuditEvent.objects.exists()
        assert state_of(job) == JobState.RUNNING

    def test_a_task_in_trouble_says_no_words_of_the_error(
        self, kind: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        def hook(job: RunningJob, code: str, message: str) -> None:
            raise RuntimeError("Jane Doe")

        kind(lambda job: 1 / 0, max_attempts=1, on_failure=hook)
        tasks.run_job(queue().pk)
        assert [entry.message for entry in caplog.records] == ["job raised", "job not run"]

    def test_later_is_no_attempt(self, kind: Any, clock: Any) -> None:
        def later(job: RunningJob) -> None:
            raise RetryLater(timedelta(seconds=7), stage="waiting")

        kind(later, max_attempts=2)
        job, now = queue(), NOON
        for _ in range(5):
            assert run(job.pk)
            job.refresh_from_db()
            now += timedelta(seconds=7)
            assert (job.state, job.attempts, job.run_at) == (JobState.QUEUED, 0, now)
            assert (job.stage, job.error_code) == ("waiting", "")
            clock(now)

    def test_interrupted_too_often(self, kind: Any, clock: Any) -> None:
        """A job that kills its worker every time is not started for ever."""
        ran: list[int] = []
        kind(lambda job: ran.append(job.attempts), max_attempts=2)
        job, now = queue(), NOON
        for _ in range(2):
            assert services.claim(job.pk) is not None  # and then the process dies
            now += LEASE + SECOND
            clock(now)
        assert run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error_code) == (JobState.FAILED, "gave_up")
        assert ran == []

    def test_the_staff_try_again(self, kind: Any) -> None:
        kind(lambda job: 1 / 0, max_attempts=1)
        job = queue()
        run(job.pk)
        assert state_of(job) == JobState.FAILED
        kind(lambda job: None)
        services.retry(job)
        run_due()
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error_code) == (JobState.DONE, 1, "")
        services.retry(job)
        assert state_of(job) == JobState.DONE


class TestLease:
    @pytest.fixture
    def taken_over(self, kind: Any, clock: Any) -> tuple[RunningJob, RunningJob]:
        """A worker that fell silent, and the one that has the job now."""
        kind(lambda job: None)
        job = queue()
        old = services.claim(job.pk)
        clock(NOON + LEASE)
        assert services.claim(job.pk) is None  # the lease holds to its last moment
        clock(NOON + LEASE + SECOND)
        new = services.claim(job.pk)
        assert old is not None
        assert new is not None
        assert new.attempts == 2
        return old, new

    def test_the_old_worker_writes_nothing(self, taken_over: tuple[RunningJob, RunningJob]) -> None:
        old, new = taken_over
        with pytest.raises(LeaseLost):
            old.report("late", 0.9)
        with pytest.raises(LeaseLost), old.transaction():
            record(action="late", subject="a")
        with pytest.raises(LeaseLost):
            old.finish()
        assert not AuditEvent.objects.exists()
        with new.transaction():
            record(action="in time", subject="a")
            new.finish()
        assert AuditEvent.objects.get().action == "in time"
        assert Job.objects.get().state == JobState.DONE

    def test_nor_does_its_trouble_count(self, taken_over: tuple[RunningJob, RunningJob]) -> None:
        old, new = taken_over
        services._fail(old, "late", "Too late.")
        services._queue_again(old, SECOND, code="late")
        job = Job.objects.get()
        assert (job.state, job.lease_token, job.error_code) == (JobState.RUNNING, new.token, "")

    def test_a_result_that_fails_is_not_half_written(self, kind: Any) -> None:
        def half(job: RunningJob) -> None:
            with job.transaction():
                record(action="half", subject="a")
                raise ValueError

        kind(half)
        queue()
        run_due(limit=1)
        assert not AuditEvent.objects.exists()

    def test_a_report_renews_it(self, kind: Any, clock: Any) -> None:
        kind(lambda job: None)
        job = queue()
        mine = services.claim(job.pk)
        assert mine is not None
        clock(NOON + timedelta(seconds=15))
        mine.report("half", 1.7)
        job.refresh_from_db()
        assert job.lease_until == NOON + timedelta(seconds=15) + LEASE
        assert (job.stage, job.progress) == ("half", 1.0)

    def test_cancelled_is_seen_at_the_next_report(self, kind: Any) -> None:
        seen: list[str] = []

        def long(job: RunningJob) -> None:
            job.report("first", 0.1)
            assert services.cancel(subject="thing") == 1
            try:
                job.report("second", 0.2)
            except LeaseLost:
                seen.append("cancelled")
                raise

        kind(long)
        job = queue()
        assert run(job.pk)
        assert seen == ["cancelled"]
        assert state_of(job) == JobState.CANCELLED

    def test_cancel_takes_one_kind_when_told(self, kind: Any) -> None:
        kind(lambda job: None)
        job = queue()
        assert services.cancel(subject="thing", kind="another") == 0
        assert services.cancel(subject="another", kind="test.kind") == 0
        assert services.cancel(subject="thing", kind="test.kind") == 1
        assert run(job.pk) is False


@pytest.mark.django_db(transaction=True)
class TestHeartbeat:
    def test_it_keeps_a_long_job(
        self, kind: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The work goes on until the lease has been renewed well beyond its first end."""
        settings.JOB_LEASE_SECONDS = 0.6
        beats, renewed = threading.Semaphore(0), running._renewed

        def counted(job: RunningJob) -> bool:
            mine = renewed(job)
            beats.release()
            return mine

        monkeypatch.setattr(running, "_renewed", counted)
        takeovers: list[object] = []

        def long(job: RunningJob) -> None:
            first_end = Job.objects.get(pk=job.id).lease_until
            assert first_end is not None
            while timezone.now() <= first_end + timedelta(seconds=0.6):
                assert beats.acquire(timeout=120)
                takeovers.append(services.claim(job.id))

        kind(long)
        job = queue()
        assert run(job.pk)
        assert state_of(job) == JobState.DONE
        assert len(takeovers) >= 4
        assert set(takeovers) == {None}

    def test_it_ends_with_the_lease(self, kind: Any, settings: Settings) -> None:
        settings.JOB_LEASE_SECONDS = 0.04
        kind(lambda job: None)
        mine = services.claim(queue().pk)
        assert mine is not None
        Job.objects.update(lease_token="another worker's")
        with heartbeat(mine):
            (thread,) = [t for t in threading.enumerate() if t.name == f"lease-{mine.id}"]
            thread.join(120)
            assert not thread.is_alive()

    def test_a_busy_database_does_not_end_it(
        self, kind: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        kind(lambda job: None)
        mine = services.claim(queue().pk)
        assert mine is not None

        def busy() -> datetime:
            raise DatabaseError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(running, "lease_end", busy)
            assert running._renewed(mine) is True
        assert [entry.message for entry in caplog.records] == ["lease not renewed"]
        assert running._renewed(mine) is True


class TestWakeUps:
    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
        calls: list[tuple[str, str]] = []

        def take(args: tuple[str], *, queue: str, retry: bool) -> None:
            assert retry is False
            calls.append((args[0], queue))

        monkeypatch.setattr(tasks.run_job, "apply_async", take)
        monkeypatch.setattr(waking.broker, "quiet_until", 0.0)
        return calls

    def test_after_the_commit_and_only_then(
        self,
        kind: Any,
        sent: list[tuple[str, str]],
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        kind(lambda job: None, queue="render")
        with django_capture_on_commit_callbacks(execute=True):
            with transaction.atomic():
                queue("rolled back")
                transaction.set_rollback(True)
            job = queue("kept")
            queue("kept")
            assert sent == []
        assert sent == [(job.pk, "render")]
        assert Job.objects.count() == 1

    def test_none_for_later(
        self,
        kind: Any,
        sent: list[tuple[str, str]],
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        kind(lambda job: None)
        with django_capture_on_commit_callbacks(execute=True):
            enqueue(
                "test.kind", subject="a", dedupe_key="a", run_at=timezone.now() + timedelta(hours=1)
            )
        assert sent == []

    def test_a_broker_that_is_down_is_one_warning(
        self,
        kind: Any,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        asked: list[str] = []

        def down(args: tuple[str], **options: Any) -> None:
            asked.append(args[0])
            raise ConnectionError("redis://:password@broker")

        monkeypatch.setattr(tasks.run_job, "apply_async", down)
        monkeypatch.setattr(waking.broker, "quiet_until", 0.0)
        ran: list[str] = []
        kind(lambda job: ran.append(job.subject))
        with (
            caplog.at_level(logging.INFO),
            django_capture_on_commit_callbacks(execute=True),
        ):
            for number in range(20):
                queue(f"job {number}")
        assert len(asked) == 1
        assert [entry.message for entry in caplog.records] == ["wake-up not sent"]
        assert "password" not in caplog.text
        # The broker is back: the sweep wakes all of them.
        woken: list[str] = []
        monkeypatch.setattr(
            tasks.run_job, "apply_async", lambda args, **options: woken.append(args[0])
        )
        monkeypatch.setattr(waking.broker, "quiet_until", 0.0)
        monkeypatch.setattr(registry, "_periodic", {})
        assert services.sweep() == 20
        for job_id in woken:
            tasks.run_job(job_id)
        assert len(ran) == 20

    def test_the_sweep_wakes_what_is_due_or_deserted(
        self, kind: Any, sent: list[tuple[str, str]], clock: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(registry, "_periodic", {})
        kind(lambda job: None)
        due, deserted, held = queue("due"), queue("deserted"), queue("held")
        later = enqueue("test.kind", subject="l", dedupe_key="l", run_at=NOON + timedelta(hours=1))
        for job in (deserted, held):
            services.claim(job.pk)
        Job.objects.filter(pk=deserted.pk).update(lease_until=NOON - SECOND)
        assert services.sweep() == 2
        assert {job_id for job_id, _ in sent} == {due.pk, deserted.pk}
        assert later.pk not in {job_id for job_id, _ in sent}

    def test_the_loss_for_tests(
        self, settings: Settings, sent: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.WAKEUP_LOSS = 0.3
        for drawn in (0.0, 0.29, 0.3, 0.99):
            monkeypatch.setattr(waking.random, "random", lambda drawn=drawn: drawn)  # type: ignore[attr-defined]
            waking.wake("job", "default")
        assert len(sent) == 2


class TestPeriodic:
    @pytest.fixture(autouse=True)
    def _only_one(self, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        kind(lambda job: None)
        every = registry.Periodic("test.kind", timedelta(minutes=5))
        monkeypatch.setattr(registry, "_periodic", {"test.kind": every})
        monkeypatch.setattr(tasks.run_job, "apply_async", lambda *args, **options: None)

    def test_once_per_slot_however_many_beats(self, clock: Any) -> None:
        for seconds in (0, 0, 10, 10, 299, 299.9):
            clock(NOON + timedelta(seconds=seconds))
            services.sweep()
            services.sweep()
        assert Job.objects.count() == 1
        clock(NOON + timedelta(seconds=300))
        services.sweep()
        services.sweep()
        assert Job.objects.count() == 2

    def test_old_ones_are_forgotten(self, clock: Any) -> None:
        registry.handler("another")(lambda job: None)
        try:
            services.sweep()
            enqueue("another", subject="a", dedupe_key="kept for ever", run_at=NOON)
            run_due()
            clock(NOON + timedelta(days=1) - SECOND)
            assert services.forget_periodic(before=timezone.now() - timedelta(days=1)) == 0
            clock(NOON + timedelta(days=1))
            assert services.forget_periodic(before=timezone.now() - timedelta(days=1)) == 1
            assert Job.objects.get().dedupe_key == "kept for ever"
        finally:
            registry._kinds.pop("another")

    def test_waiting_ones_stay(self, clock: Any) -> None:
        services.sweep()
        assert services.forget_periodic(before=NOON + timedelta(days=9)) == 0


def test_listeners_share_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._listeners, "test.event", [])

    def first(**facts: str) -> None:
        record(action="first", subject=facts["what"])

    def second(**facts: str) -> None:
        raise RuntimeError

    registry.subscribe("test.event", first)
    registry.subscribe("test.event", first)
    registry.publish("test.event", what="a")
    assert AuditEvent.objects.count() == 1
    registry.subscribe("test.event", second)
    with pytest.raises(RuntimeError), transaction.atomic():
        registry.publish("test.event", what="b")
    assert AuditEvent.objects.count() == 1
    assert connection.in_atomic_block
