"""Make, check and revoke the keys of storefronts' servers."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from shop.platform import ids
from shop.platform.apikeys.models import ApiKey, Scope
from shop.platform.owners.models import Storefront

_SECRET_LENGTH = 32
_FORM = re.compile(r"sk_(test|live)_[0-9a-z]{32}")
# Enough to tell keys apart in a list, far too little to guess the rest.
_PREFIX_LENGTH = 12
# Writing "last used" at every request would make one busy row.
_NOTED_EVERY = timedelta(minutes=1)


class KeyRefused(ValueError):
    """A key cannot be made that way; the message says why."""


def create_key(
    *, storefront: Storefront, name: str, scopes: Iterable[str], live: bool = False
) -> tuple[ApiKey, str]:
    """Make a key; returns its row and the secret, which is stored nowhere.

    Args:
        scopes: values of `Scope`, at least one.
        live: `sk_live_...`; production works with live keys only.

    Raises:
        KeyRefused: no or unknown scopes, no name, or a test key in production.

    """
    wanted = sorted(set(scopes))
    check(name=name, scopes=wanted, live=live)
    secret = f"sk_{'live' if live else 'test'}_{ids.random_token(_SECRET_LENGTH)}"
    key = ApiKey.objects.create(
        storefront=storefront,
        name=name.strip()[:80],
        prefix=secret[:_PREFIX_LENGTH],
        secret_hash=hash_secret(secret),
        scopes=wanted,
        is_live=live,
    )
    return key, secret


def check(*, name: str, scopes: Iterable[str], live: bool) -> None:
    """Refuse what no key may be.

    Raises:
        KeyRefused: see `create_key`.

    """
    wanted = set(scopes)
    unknown = sorted(wanted - set(Scope.values))
    if unknown:
        raise KeyRefused(f"Unknown scopes: {', '.join(unknown)}. Known: {', '.join(Scope.values)}.")
    if not wanted:
        raise KeyRefused(f"Name at least one scope of: {', '.join(Scope.values)}.")
    if not name.strip():
        raise KeyRefused("Give the key a name, such as the server that will use it.")
    if not live and not settings.DEMO:
        raise KeyRefused("Test keys are refused in production: orders there are real.")


def authenticate(secret: str) -> ApiKey | None:
    """Return the working key with this secret, or None.

    The secret has 160 random bits, so a plain SHA-256 is enough to store and to look it up by.
    """
    if not _FORM.fullmatch(secret):
        return None
    digest = hash_secret(secret)
    key = ApiKey.objects.select_related("storefront").filter(secret_hash=digest).first()
    if key is None or not hmac.compare_digest(key.secret_hash, digest):
        return None
    works = key.revoked_at is None and key.storefront.is_active and (key.is_live or settings.DEMO)
    if not works:
        return None
    _note_use(key)
    return key


def revoke(*, key: ApiKey) -> bool:
    """End a key at once; returns False when it had ended before."""
    revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())
    key.refresh_from_db()
    return bool(revoked)


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    ApiKey.objects.filter(pk=key.pk).filter(
        Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    ).update(last_used_at=now)
