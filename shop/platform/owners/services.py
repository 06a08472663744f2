"""Find or make storefronts and owners."""

import hashlib
from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shop.platform import ids
from shop.platform.owners.models import Owner, Storefront

GUEST_COOKIE = "shelfie_guest"
GUEST_COOKIE_AGE = 180 * 24 * 3600
_SEEN_TO = timedelta(days=1)


def house_storefront() -> Storefront:
    """Return our own site's storefront, made on first use."""
    house, _ = Storefront.objects.get_or_create(
        is_house=True, defaults={"slug": "shelfie", "name": "Shelfie"}
    )
    return house


def hash_token(token: str) -> str:
    """Return the SHA-256 of a random token: only this is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of_request(request: HttpRequest) -> Owner | None:
    """Return who is looking at our own site, or None for somebody not seen before.

    A signed-in customer is their account; else the guest cookie decides.
    """
    user = request.user
    if isinstance(user, User) and not user.is_staff:
        return owner_of_user(user=user)
    token = request.COOKIES.get(GUEST_COOKIE, "")
    if not token:
        return None
    owner = Owner.objects.filter(
        storefront__is_house=True, guest_token_hash=hash_token(token)
    ).first()
    if owner is not None:
        _seen(owner)
    return owner


def owner_of_user(*, user: User) -> Owner:
    """Return the account's owner on our own site."""
    owner, _ = Owner.objects.get_or_create(
        storefront=house_storefront(), user=user, defaults={"email": user.email}
    )
    _seen(owner)
    return owner


def new_guest() -> tuple[Owner, str]:
    """Make a guest of our own site; returns the owner and the cookie's token (shown once)."""
    token = ids.random_token(32)
    owner = Owner.objects.create(storefront=house_storefront(), guest_token_hash=hash_token(token))
    return owner, token


def remember_guest(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Set the guest cookie: HTTP only, same site, for 180 days."""
    response.set_cookie(
        GUEST_COOKIE,
        token,
        max_age=GUEST_COOKIE_AGE,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def owner_of_customer(*, storefront: Storefront, external_id: str) -> Owner:
    """Return a storefront's customer by the id the storefront itself uses."""
    owner, _ = Owner.objects.get_or_create(storefront=storefront, external_id=external_id)
    _seen(owner)
    return owner


def _seen(owner: Owner) -> None:
    """Note the visit, to the day: retention counts from it."""
    now = timezone.now()
    if owner.seen_at < now - _SEEN_TO:
        Owner.objects.filter(pk=owner.pk).update(seen_at=now)
