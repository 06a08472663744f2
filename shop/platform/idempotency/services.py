"""The same request sent twice is done once and answered twice.

One row per (caller, key). Its unique constraint lets one request in; the others find the answer,
or hear that it is being made. A worker that dies leaves `locked_until` behind, after which the key
is free again. Answers hold personal data, so they are sealed with the caller's key, of which only
a hash is stored: without the caller nobody can read them.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from shop.platform import ids
from shop.platform.idempotency.models import IdempotentRequest

KEPT = timedelta(hours=24)
# Longer than any request may take: a web worker is stopped before that.
LEASE = timedelta(seconds=90)

_SALT = "shop.platform.idempotency"


class KeyReused(Exception):
    """The key was used for another request."""


class InProgress(Exception):
    """The first request with this key is still being done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered."""

    status: int
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to do a request; `locked_until` tells this turn from a later one."""

    row_id: int
    key: str
    locked_until: datetime

    def derive_id(self, prefix: str) -> str:
        """Return an id that is the same when a dead worker's request is done again."""
        digest = salted_hmac(_SALT, f"{self.row_id}:{self.key}:{prefix}", algorithm="sha256")
        return ids.derived_id(prefix, digest.digest())


def fingerprint(*parts: bytes) -> str:
    """Return a keyed digest of a request's parts, each with its length."""
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return salted_hmac(f"{_SALT}.fingerprint", framed, algorithm="sha256").hexdigest()


def begin(*, caller: str, key: str, fingerprint: str) -> Turn | Answer:
    """Take the turn for a request, or return the answer it had before.

    Raises:
        KeyReused: same key, other request.
        InProgress: same request, not answered yet.

    """
    now = timezone.now()
    hashed = _hashed(key)
    IdempotentRequest.objects.filter(
        _free(now), caller=caller, key=hashed, created_at__lt=now - KEPT
    ).delete()
    row, created = IdempotentRequest.objects.get_or_create(
        caller=caller,
        key=hashed,
        defaults={"fingerprint": fingerprint, "locked_until": now + LEASE},
    )
    if created:
        return Turn(row.pk, key, now + LEASE)
    if row.fingerprint != fingerprint:
        raise KeyReused
    if row.status is not None:
        body = _cipher(key).decrypt(bytes(row.body or b""))
        return Answer(row.status, body, row.content_type)
    return _take_over(row, key, now)


def _take_over(row: IdempotentRequest, key: str, now: datetime) -> Turn:
    """Free a key whose worker died or gave up; exactly one of many gets it."""
    taken = IdempotentRequest.objects.filter(_free(now), pk=row.pk, status=None).update(
        locked_until=now + LEASE
    )
    if not taken:
        raise InProgress
    return Turn(row.pk, key, now + LEASE)


def finish(*, turn: Turn, answer: Answer) -> bool:
    """Keep the answer; returns False when the turn was over and somebody else has it."""
    kept = IdempotentRequest.objects.filter(
        pk=turn.row_id, status=None, locked_until=turn.locked_until
    ).update(
        status=answer.status,
        body=_cipher(turn.key).encrypt(answer.body),
        content_type=answer.content_type[:80],
        locked_until=None,
    )
    return bool(kept)


def release(*, turn: Turn) -> None:
    """Let the same request be tried anew: nothing was done, or a part did not answer."""
    IdempotentRequest.objects.filter(
        pk=turn.row_id, status=None, locked_until=turn.locked_until
    ).update(locked_until=None)


def forget(*, owner_id: str) -> int:
    """Delete every answer an owner was given, when their data ends; returns how many."""
    return IdempotentRequest.objects.filter(caller__endswith=f":{owner_id}").delete()[0]


def clean_up() -> int:
    """Delete what is older than 24 hours; returns how many rows."""
    return IdempotentRequest.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _free(now: datetime) -> Q:
    return Q(locked_until=None) | Q(locked_until__lt=now)


def _hashed(key: str) -> str:
    return salted_hmac(f"{_SALT}.key", key, algorithm="sha256").hexdigest()


def _cipher(key: str) -> Fernet:
    digest = salted_hmac(f"{_SALT}.seal", key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(digest).digest()))
