"""Who may do what in the demo: an admin, a moderator, a storefront, and the walk itself."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.core.management import call_command

from shop.platform.apikeys.models import ApiKey, Scope
from shop.platform.apikeys.services import create_key, revoke
from shop.platform.owners.models import Storefront

MODERATORS = "Moderators"
STOREFRONT = "sample-shop"
_WALKER = "walkthrough"


@dataclass(frozen=True, slots=True)
class Access:
    """How the walk signs in: a moderator, and the key of a storefront's server."""

    moderator: str
    password: str
    api_key: str


def ensure_accounts() -> dict[str, str]:
    """Make `admin` and `moderator` unless they are there; returns the new ones' passwords."""
    made: dict[str, str] = {}
    if not User.objects.filter(username="admin").exists():
        made["admin"] = _password()
        User.objects.create_superuser("admin", password=made["admin"])
    if not User.objects.filter(username="moderator").exists():
        made["moderator"] = _password()
        user = User.objects.create_user("moderator", password=made["moderator"], is_staff=True)
        user.groups.add(moderators())
    return made


def moderators() -> Group:
    """Return the group of those who decide reviews, with its permissions.

    What they are is said on the floor above, hence by the command's name.
    """
    call_command("ensureroles", stdout=io.StringIO())
    return Group.objects.get(name=MODERATORS)


def ensure_api_key() -> str | None:
    """Make the sample storefront's key; returns its secret, or None when it has one already."""
    storefront = _sample_storefront()
    if ApiKey.objects.filter(storefront=storefront).exclude(name=_WALKER).exists():
        return None
    return create_key(storefront=storefront, name="Sample server", scopes=Scope.values)[1]


def _sample_storefront() -> Storefront:
    storefront, _ = Storefront.objects.get_or_create(
        slug=STOREFRONT, defaults={"name": "Sample shop"}
    )
    return storefront


@contextmanager
def walker() -> Iterator[Access]:
    """Lend a moderator's account and a storefront's key for the length of the block.

    What was printed is kept nowhere in the clear, so the walk has an account and a key of its own,
    which nobody can use afterwards.
    """
    user, _ = User.objects.get_or_create(username=_WALKER, defaults={"is_staff": True})
    user.groups.add(moderators())
    password = _password()
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    reading = [Scope.FIGURES_READ, Scope.ORDERS_READ]
    key, secret = create_key(storefront=_sample_storefront(), name=_WALKER, scopes=reading)
    try:
        yield Access(_WALKER, password, secret)
    finally:
        revoke(key=key)
        user.set_unusable_password()
        user.is_active = False
        user.save(update_fields=["password", "is_active"])


def _password() -> str:
    return secrets.token_urlsafe(12)
