"""What is erased is gone: from storage, database and its log, queue, mail, logs and temp files."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from figures.erasure import erase_figure
from figures.intake import services as intake
from figures.intake.models import Photo
from figures.moderation.models import Review
from figures.versions.looks import keep_reading
from figures.versions.models import FigureVersion
from figures.versions.states import ReviewState
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.services import run_due
from shop.platform.logs import JsonFormatter
from shop.platform.mail.models import OutgoingMail
from shop.platform.mail.services import queue_mail
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.retention import scrubbing
from shop.retention.models import ErasureReceipt
from shop.retention.services import receipt_is_genuine
from shop.vault import master
from shop.vault.encryption import Unreadable, open_sealed, unwrap
from shop.vault.models import Blob, SubjectKey
from tests.trust.samples import Marked, make_marked
from tests.trust.traces import all_files, database_files, found

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

# Nobody else's name: rows that other tests roll back stay in PostgreSQL's files and would be found.
NAME = "Thessalune Orwickham"
MARKER = b"\x00marker-7f1c9e-in-the-clear\xff"
PORTRAIT = Path(__file__).parents[1] / "data" / "portraits" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def _own_places(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[None]:
    """Log and mail into `var/` as the demo does, with a temp folder that is ours alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(var / "mail")
    (var / "logs").mkdir(exist_ok=True)
    handler = logging.FileHandler(var / "logs" / "test.log")
    handler.setFormatter(JsonFormatter())
    handler.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    handler.close()


def keys_of(subject: str) -> tuple[bytes, bytes]:
    """The subject's key as it is stored, and as it seals."""
    wrapped = SubjectKey.objects.get(subject=subject).wrapped_key
    assert wrapped is not None
    return bytes(wrapped), unwrap(bytes(wrapped), master.master_key())


def opened(key: bytes, subject: str) -> list[bytes]:
    """Everything in the storage that this key opens."""
    clear = []
    for folder in default_storage.listdir("")[0]:
        for name in default_storage.listdir(folder)[1]:
            with default_storage.open(f"{folder}/{name}") as handle:
                try:
                    clear.append(open_sealed(handle.read(), key, associated=subject))
                except Unreadable:
                    continue
    return clear


def written_back() -> None:
    """See that what the tables hold lies in their files, as after some hours of service."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("CHECKPOINT")


def finish_jobs() -> None:
    """Run what is queued; a scrub that an autovacuum is in the way of comes again at once."""
    for _ in range(20):
        run_due()
        if not Job.objects.filter(state=JobState.QUEUED).update(run_at=timezone.now()):
            return
    pytest.fail("a scrub does not come through")


class Case:
    """One marked figure, and what has to be nowhere after it is erased."""

    def __init__(self) -> None:
        self.marked: Marked = make_marked(name=NAME, marker=MARKER)
        keep_reading(self.marked.figure, b"reading " + MARKER)
        figure, photo = self.marked.figure.pk, self.marked.photo.pk
        self.figure_wrapped, self.figure_key = keys_of(figure)
        self.photo_wrapped, self.photo_key = keys_of(photo)
        self.secrets = {
            "marker": MARKER,
            "name": NAME.encode(),
            "figure wrapped": self.figure_wrapped,
            "figure key": self.figure_key,
            "photo wrapped": self.photo_wrapped,
            "photo key": self.photo_key,
        }

    def figure_blobs(self) -> list[bytes]:
        return opened(self.figure_key, self.marked.figure.pk)

    def photo_blobs(self) -> list[bytes]:
        return opened(self.photo_key, self.marked.photo.pk)

    def assert_all_there(self) -> None:
        """The control: what must not be found later can be found now."""
        written_back()
        # Two looks, asked for and made; what was read; recipe, cut-out, box, preview, mockup, proof
        # and print file.
        assert len(self.figure_blobs()) == 10
        assert sum(MARKER in blob for blob in self.figure_blobs()) == 8
        assert self.photo_blobs() == [MARKER]
        in_database = {name for name, _ in found(self.secrets, database_files())}
        assert in_database == {"name", "figure wrapped", "photo wrapped"}
        review = Review.objects.get(version=self.marked.version)
        assert review.rules == [{"code": "text_trademark", "detail": "barbie"}]

    def assert_nowhere(self) -> None:
        assert self.figure_blobs() == self.photo_blobs() == []
        assert not Blob.objects.exists()
        assert found(self.secrets, all_files()) == set()
        assert not Job.objects.exclude(state__in=[JobState.DONE, JobState.CANCELLED]).exists()


def send_refusal(version: FigureVersion) -> None:
    """A moderator's note that quotes the name, in the review and in a mail that was sent."""
    Review.objects.filter(version=version).update(note=f"{NAME} is a name")
    queue_mail(
        kind="version_refused",
        owner=version.figure.owner,
        recipient="sample.person@mail.example",
        dedupe_key=f"version_refused:{version.pk}",
        url="http://127.0.0.1:8000/",
        reason="Another reason",
        note="",
    )


def test_a_figure_erased_by_the_service() -> None:
    case = Case()
    send_refusal(case.marked.version)
    case.assert_all_there()
    receipt = erase_figure(figure=case.marked.figure, actor="owner")
    assert receipt is not None
    assert receipt.blobs == 10
    assert receipt_is_genuine(receipt)
    # Unreadable from the commit on, before any job has run.
    assert SubjectKey.objects.filter(wrapped_key__isnull=False).count() == 0
    finish_jobs()
    case.assert_nowhere()
    version = FigureVersion.objects.get()
    assert (version.box_name, version.box_tagline, version.accessories) == ("", "", [])
    # A rule's detail quotes the words it found on the box.
    assert (Review.objects.get().rules, Review.objects.get().note) == ([], "")
    assert set(OutgoingMail.objects.values_list("recipient", "text")) == {("", "")}
    # Once more changes nothing.
    assert erase_figure(figure=case.marked.figure, actor="owner") is None
    assert set(ErasureReceipt.objects.values_list("kind", flat=True)) == {"figure", "photo"}
    assert ErasureReceipt.objects.count() == 2


def test_a_figure_erased_on_its_page(var: Path) -> None:
    case = Case()
    case.assert_all_there()
    client = Client()
    client.cookies[GUEST_COOKIE] = case.marked.token
    answer = client.post(f"/figures/{case.marked.figure.pk}/erase", follow=True)
    assert answer.status_code == 200
    assert "has been erased" in answer.content.decode()
    finish_jobs()
    case.assert_nowhere()
    assert client.get(f"/figures/{case.marked.figure.pk}/").status_code == 404
    mails = list((var / "mail").iterdir())
    assert any(b"Your figure has been erased" in mail.read_bytes() for mail in mails)


def test_a_photo_deleted_now_leaves_the_figure() -> None:
    case = Case()
    case.assert_all_there()
    assert intake.delete_photo(photo=case.marked.photo, reason="asked") is True
    finish_jobs()
    assert case.photo_blobs() == []
    photo_only = {name: case.secrets[name] for name in ("photo wrapped", "photo key", "marker")}
    assert found(photo_only, all_files()) == set()
    assert len(case.figure_blobs()) == 10
    assert ErasureReceipt.objects.get().kind == "photo"
    case.marked.version.refresh_from_db()
    assert case.marked.version.box_name == NAME


def test_an_uploaded_photo_is_never_in_the_clear_and_then_gone() -> None:
    """A real portrait through the real decoder: no piece of what is kept lies anywhere."""
    photo = intake.receive_photo(owner=new_guest()[0], raw=PORTRAIT.read_bytes(), declaration="me")
    wrapped, key = keys_of(photo.pk)
    (kept,) = opened(key, photo.pk)
    assert kept.startswith(b"\xff\xd8\xff")
    raw = PORTRAIT.read_bytes()
    pieces = {
        "kept": kept[len(kept) // 2 :][:32],
        "pixels": intake.load(photo)[200, 100:116].tobytes(),
        "uploaded": raw[len(raw) // 2 :][:32],
        "key": key,
    }
    assert found(pieces, all_files()) == set()
    assert {name for name, _ in found({"wrapped": wrapped}, database_files())} == {"wrapped"}
    intake.delete_photo(photo=photo, reason="asked")
    finish_jobs()
    assert opened(key, photo.pk) == []
    assert found(pieces | {"wrapped": wrapped}, all_files()) == set()
    stored = Photo.objects.get()
    assert (stored.blob, stored.faces) == (None, [])
    assert stored.deleted_at is not None
    assert stored.deleted_at <= timezone.now()


def test_a_reader_delays_the_scrub_until_it_is_done() -> None:
    """Somebody whose snapshot is older than the erasure still holds on to the old pages."""
    case = Case()
    written_back()
    reader = connections.create_connection("default")
    reader.connect()
    try:
        with reader.cursor() as cursor:
            isolated = "BEGIN ISOLATION LEVEL REPEATABLE READ"
            cursor.execute(isolated if reader.vendor == "postgresql" else "BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM vault_subjectkey")
            erase_figure(figure=case.marked.figure, actor="owner")
            run_due()
            waiting = Job.objects.filter(kind="retention.scrub", state=JobState.QUEUED)
            assert waiting.count() == 2
            assert set(waiting.values_list("attempts", flat=True)) == {0}
            assert "figure wrapped" in {name for name, _ in found(case.secrets, database_files())}
            cursor.execute("COMMIT")
    finally:
        reader.close()
    finish_jobs()
    case.assert_nowhere()
    # One scrub did the work of both.
    done = Job.objects.filter(kind="retention.scrub", state=JobState.DONE)
    assert sorted(done.values_list("attempts", flat=True)) == [0, 1]


@pytest.mark.usefixtures("_control")
def test_control_without_the_scrub_traces_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "scrub", lambda: None)
    case = Case()
    written_back()
    erase_figure(figure=case.marked.figure, actor="owner")
    finish_jobs()
    assert "figure wrapped" in {name for name, _ in found(case.secrets, database_files())}


@pytest.fixture
def _control() -> Iterator[None]:
    """Clean up after the control what it left on purpose."""
    yield

    scrubbing.scrub()


def test_refused_versions_stay_refused_after_an_erasure() -> None:
    case = Case()
    erase_figure(figure=case.marked.figure, actor="staff")
    version = FigureVersion.objects.get()
    assert version.review_state == ReviewState.QUEUED
    assert set(ErasureReceipt.objects.values_list("actor", flat=True)) == {"staff"}
