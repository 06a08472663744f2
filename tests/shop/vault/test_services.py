"""Put, read, delete, shred."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.utils import timezone

from shop.platform.durable.services import run_due
from shop.platform.owners.services import new_guest
from shop.vault import collecting, jobs, master
from shop.vault import services as vault
from shop.vault.encryption import Unreadable
from shop.vault.models import Blob, SubjectKey
from tests.trust.samples import make_photo, sealed

pytestmark = pytest.mark.django_db


def file_of(blob: Blob) -> Path:
    return Path(default_storage.path(blob.path))


def aged(path: Path, age: timedelta) -> Path:
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def all_collected(now: datetime | None = None) -> int:
    return collecting.collect_orphans(before=(now or timezone.now()) - jobs.ORPHAN_AGE)


def test_only_sealed_bytes_lie_in_the_storage() -> None:
    blob = sealed("fig_a", "art", b"a face" * 100)
    assert b"a face" not in file_of(blob).read_bytes()
    assert vault.read(blob) == b"a face" * 100
    assert file_of(blob).stat().st_mode & 0o777 == 0o600


def test_a_changed_or_swapped_file_is_not_served() -> None:
    blob, other = sealed("fig_a", "art", b"mine"), sealed("fig_b", "art", b"theirs")
    file_of(blob).write_bytes(file_of(other).read_bytes())
    with pytest.raises(Unreadable):
        vault.read(blob)


def test_the_same_content_is_stored_once_per_subject() -> None:
    first = sealed("fig_a", "mockup", b"picture", content_key="k")
    assert sealed("fig_a", "mockup", b"picture", content_key="k") == first
    assert sealed("fig_b", "mockup", b"picture", content_key="k") != first
    assert vault.find(subject="fig_a", content_key="k") == first
    assert vault.find(subject="fig_a", content_key="other") is None


def test_after_a_shred_nothing_reads_and_nothing_is_put() -> None:
    blob = sealed("fig_a", "art", b"mine")
    path = blob.path
    assert vault.shred(subject="fig_a") == 1
    key = SubjectKey.objects.get(subject="fig_a")
    assert key.wrapped_key is None
    assert key.destroyed_at is not None
    with pytest.raises(vault.Shredded):
        vault.read(Blob.objects.get(pk=blob.pk))
    with pytest.raises(vault.Shredded):
        sealed("fig_a", "art", b"again")
    run_due()
    assert not default_storage.exists(path)
    assert not Blob.objects.filter(pk=blob.pk).exists()


def test_a_put_that_comes_too_late_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is destroyed between sealing and writing the row."""
    sealed("fig_a", "art", b"first")
    save = default_storage.save

    def destroyed_meanwhile(name: str, content: object) -> str:
        path: str = save(name, content)  # type: ignore[arg-type]
        SubjectKey.objects.update(wrapped_key=None, destroyed_at=timezone.now())
        return path

    monkeypatch.setattr(default_storage, "save", destroyed_meanwhile)
    folder = Path(default_storage.path(SubjectKey.objects.get().pk))
    before = set(folder.iterdir())
    with pytest.raises(vault.Shredded):
        sealed("fig_a", "art", b"second")
    assert set(folder.iterdir()) == before
    assert Blob.objects.count() == 1


def test_content_can_be_stored_anew_while_the_old_file_goes() -> None:
    first = sealed("fig_a", "mockup", b"picture", content_key="k")
    vault.delete(first)
    second = sealed("fig_a", "mockup", b"picture", content_key="k")
    assert second != first
    run_due()
    assert vault.read(second) == b"picture"
    assert not Blob.objects.filter(pk=first.pk).exists()


def test_a_row_without_its_file_reads_as_gone(caplog: pytest.LogCaptureFixture) -> None:
    blob = sealed("fig_a", "art", b"mine")
    file_of(blob).unlink()
    with pytest.raises(vault.Shredded):
        vault.read(blob)
    assert [record.message for record in caplog.records] == ["file lost"]
    vault.delete(blob)
    run_due()
    assert not Blob.objects.exists()


def test_an_interrupted_collection_is_finished_by_the_sweep() -> None:
    blob = sealed("fig_a", "art", b"mine")
    Blob.objects.update(doomed_at=timezone.now())  # its job was lost with the process
    jobs.sweep(_NoReport())  # type: ignore[arg-type]
    assert not file_of(blob).exists()
    assert not Blob.objects.exists()


class _NoReport:
    def report(self, stage: str, progress: float) -> None: ...


class TestOrphans:
    def test_a_file_without_a_row_goes_after_an_hour(self) -> None:
        kept = sealed("fig_a", "art", b"mine")
        folder = file_of(kept).parent
        old, young = folder / "old", folder / "young"
        for path in (old, young):
            path.write_bytes(b"x")
        aged(old, jobs.ORPHAN_AGE + timedelta(seconds=5))
        aged(young, jobs.ORPHAN_AGE - timedelta(minutes=5))
        aged(file_of(kept), timedelta(days=9))
        assert all_collected() == 1
        assert not old.exists()
        assert young.exists()
        assert vault.read(kept) == b"mine"

    def test_the_folder_of_a_destroyed_key_goes_when_it_is_empty(self) -> None:
        blob = sealed("fig_a", "art", b"mine")
        folder = file_of(blob).parent
        vault.shred(subject="fig_a")
        run_due()
        assert folder.exists()
        all_collected(timezone.now() + timedelta(hours=2))
        assert not folder.exists()

    def test_a_blob_that_nothing_points_to_goes_after_two_days(self) -> None:
        photo = make_photo(new_guest()[0])
        lost = sealed("pho_lost", "photo", b"its row was never written")
        keyed = sealed("fig_a", "mockup", b"found by its key", content_key="k")
        before = timezone.now() + timedelta(seconds=1)
        assert collecting.collect_unreferenced(before=lost.created_at) == 0
        assert collecting.collect_unreferenced(before=before) == 1
        run_due()
        assert set(Blob.objects.all()) == {photo.blob, keyed}
        assert not file_of(lost).exists()

    def test_an_empty_storage_is_no_trouble(self, settings: object, tmp_path: Path) -> None:
        settings.STORAGES = {  # type: ignore[attr-defined]
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(tmp_path / "missing")},
            }
        }
        assert all_collected() == 0


class TestMasterKey:
    @pytest.fixture(autouse=True)
    def _fresh(self) -> None:
        master._load.cache_clear()

    @pytest.mark.parametrize("content", ["", "short", "not base 64!" * 8, "A" * 40])
    def test_not_a_key(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "master.key"
        path.write_text(content)
        path.chmod(0o600)
        with pytest.raises(ImproperlyConfigured, match="must hold 32 bytes"):
            master._load(str(path), False)

    def test_readable_by_others(self, tmp_path: Path) -> None:
        path = tmp_path / "master.key"
        path.write_text("A" * 43 + "=")
        path.chmod(0o640)
        with pytest.raises(ImproperlyConfigured, match="readable by others: chmod 600"):
            master._load(str(path), False)
        path.chmod(0o600)
        assert master._load(str(path), False) == bytes(32)

    def test_production_never_makes_one(self, tmp_path: Path) -> None:
        with pytest.raises(ImproperlyConfigured, match="cannot be read: No such file"):
            master._load(str(tmp_path / "absent.key"), False)

    def test_the_demo_makes_one_for_its_user_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "master.key"
        key = master._load(str(path), True)
        assert len(key) == 32
        assert path.stat().st_mode & 0o777 == 0o600
        assert [entry.name for entry in path.parent.iterdir()] == ["master.key"]
        assert settings.DEMO
