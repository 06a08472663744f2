"""Put, read, delete and shred."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from shop.platform import ids
from shop.platform.durable import services as durable
from shop.vault import encryption, master
from shop.vault.models import Blob, SubjectKey

log = logging.getLogger(__name__)


class Shredded(Exception):
    """The subject's key is destroyed: its data no longer exists."""


def put(
    *,
    subject: str,
    data: bytes,
    data_class: str,
    name: str,
    media_type: str,
    content_key: str = "",
) -> Blob:
    """Encrypt `data` under the subject's key and store it.

    The file is written before its row: a kill in between leaves an encrypted file without a
    row, which `vault.collecting.collect_orphans` removes.

    Args:
        subject: id of the photo, figure or order whose key seals it.
        data_class: `photo`, `recipe`, `art`, `mockup`, `proof`, `print_file`, ...
        name: file name a person sees.
        content_key: hash of everything it is made from; the same one is stored once.

    Raises:
        Shredded: the subject's key has been destroyed.

    """
    if content_key:
        found = find(subject=subject, content_key=content_key)
        if found is not None:
            return found
    key = _key_for(subject)
    sealed = encryption.seal(data, _open_key(key), associated=subject)
    path = default_storage.save(f"{key.pk}/{ids.random_token()}", ContentFile(sealed))
    try:
        with transaction.atomic():
            # Held until the row is written: a shred either sees this blob or refuses it.
            alive = SubjectKey.objects.select_for_update(no_key=True).filter(
                pk=key.pk, destroyed_at=None
            )
            if alive.first() is None:
                raise Shredded(subject)
            return Blob.objects.create(
                key=key,
                data_class=data_class,
                name=name,
                media_type=media_type,
                path=path,
                size=len(data),
                content_key=content_key,
            )
    except IntegrityError:
        default_storage.delete(path)
        found = find(subject=subject, content_key=content_key)
        if found is None:
            raise
        return found
    except Shredded:
        default_storage.delete(path)
        raise


def find(*, subject: str, content_key: str) -> Blob | None:
    """Return the subject's blob made from exactly this content, if there is one."""
    return Blob.objects.filter(
        key__subject=subject, content_key=content_key, doomed_at=None
    ).first()


def read(blob: Blob) -> bytes:
    """Return the blob in the clear.

    Raises:
        Shredded: the key is destroyed, or the blob is being or has been deleted.
        encryption.Unreadable: the file was changed.

    """
    if blob.doomed_at is not None:
        raise Shredded(blob.pk)
    key = blob.key
    try:
        with default_storage.open(blob.path) as handle:
            sealed = handle.read()
    except FileNotFoundError:
        if Blob.objects.filter(pk=blob.pk, doomed_at=None).exists():
            log.error("file lost", extra={"blob": blob.pk})
        raise Shredded(blob.pk) from None
    return encryption.open_sealed(sealed, _open_key(key), associated=key.subject)


def shred(*, subject: str) -> int:
    """Destroy the subject's key now; its files follow in a job. Returns how many blobs end.

    From the commit on nothing of the subject can be read. Call it inside the transaction that
    records the erasure.
    """
    with transaction.atomic():
        SubjectKey.objects.filter(subject=subject, destroyed_at=None).update(
            wrapped_key=None, destroyed_at=timezone.now()
        )
        doomed = _doom(Blob.objects.filter(key__subject=subject))
        durable.enqueue(
            "vault.collect", subject=subject, dedupe_key=f"vault.collect:{subject}:shred"
        )
    return doomed


def delete(blob: Blob) -> None:
    """Delete one blob: unreadable from the commit on, its file follows in a job."""
    with transaction.atomic():
        _doom(Blob.objects.filter(pk=blob.pk))
        durable.enqueue("vault.collect", subject=blob.pk, dedupe_key=f"vault.collect:{blob.pk}")


def _doom(blobs: QuerySet[Blob]) -> int:
    # Without its content key: the same content may be stored anew while the file goes.
    return blobs.filter(doomed_at=None).update(doomed_at=timezone.now(), content_key="")


def digest(*parts: object) -> str:
    """Return a content key: the SHA-256 over `parts`, each with its length."""
    hasher = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


def _key_for(subject: str) -> SubjectKey:
    key = SubjectKey.objects.filter(subject=subject).first()
    if key is None:
        wrapped = encryption.wrap(encryption.new_key(), master.master_key())
        key, _ = SubjectKey.objects.get_or_create(
            subject=subject, defaults={"wrapped_key": wrapped, "epoch": master.epoch()}
        )
    return key


def _open_key(key: SubjectKey) -> bytes:
    if key.wrapped_key is None:
        raise Shredded(key.subject)
    return encryption.unwrap(bytes(key.wrapped_key), master.master_key())
