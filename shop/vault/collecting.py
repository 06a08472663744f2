"""Delete what has ended, and what a crash has left behind."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from shop.vault import services
from shop.vault.models import Blob, SubjectKey


def collect_doomed(*, limit: int = 500) -> int:
    """Delete the files of doomed blobs, then their rows. Returns how many."""
    ended = 0
    for blob in Blob.objects.filter(doomed_at__isnull=False)[:limit]:
        default_storage.delete(blob.path)
        blob.delete()
        ended += 1
    return ended


def collect_orphans(*, before: datetime) -> int:
    """Delete files that are older than `before` and have no row. Returns how many.

    A kill between writing a file and its row leaves one; its row would follow within moments, so
    anything older than an hour never gets one.
    """
    return sum(_collect_folder(name, before) for name in _list("")[0])


def _collect_folder(folder: str, before: datetime) -> int:
    known = set(Blob.objects.filter(key_id=folder).values_list("path", flat=True))
    names = _list(folder)[1]
    orphans = [
        path
        for path in (f"{folder}/{name}" for name in names)
        if path not in known and default_storage.get_modified_time(path) < before
    ]
    for path in orphans:
        default_storage.delete(path)
    ended = SubjectKey.objects.filter(pk=folder, destroyed_at__lt=before).exists()
    if ended and len(orphans) == len(names):
        default_storage.delete(folder)
    return len(orphans)


def _list(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def collect_unreferenced(*, before: datetime, limit: int = 500) -> int:
    """Delete blobs older than `before` that no row points to. Returns how many.

    A kill between storing a blob and the row that names it leaves one. Blobs with a content key
    are found by it and need no such row.
    """
    blobs = Blob.objects.filter(content_key="", doomed_at=None, created_at__lt=before)
    for relation in Blob._meta.get_fields(include_hidden=True):
        if relation.one_to_many or relation.one_to_one:
            pointing = relation.related_model._base_manager.filter(  # type: ignore[union-attr]
                **{relation.field.name: OuterRef("pk")}  # type: ignore[union-attr]
            )
            blobs = blobs.exclude(Exists(pointing))
    lost = list(blobs[:limit])
    for blob in lost:
        services.delete(blob)
    return len(lost)
