"""Signed links to blobs: they expire, and one for a person works for that person alone."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from shop.vault.models import Blob

_SALT = "shop.vault.links"
PUBLIC = ""
PAGE_LIFE = timedelta(hours=1)


class LinkRefused(Exception):
    """The link is expired, forged, or somebody else's."""


def link(blob: Blob, *, audience: str, life: timedelta = PAGE_LIFE, absolute: bool = False) -> str:
    """Return a path (or URL) that serves the blob until `life` is over.

    Args:
        audience: owner id for whom the link works (`staff` for staff); `PUBLIC` for a bearer
            link, which the print house and a storefront's server need.

    """
    seconds = int(life.total_seconds())
    token = signing.dumps([blob.pk, audience, seconds], salt=_SALT, compress=True)
    path = reverse("vault:file", args=[token, blob.name])
    return f"{settings.SITE_URL}{path}" if absolute else path


def open_link(token: str) -> tuple[str, str]:
    """Return (blob id, audience) of a valid token.

    Raises:
        LinkRefused: expired or forged.

    """
    try:
        # Read once for the life the token itself states, then again with that limit.
        blob_id, audience, seconds = signing.loads(token, salt=_SALT)
        signing.loads(token, salt=_SALT, max_age=seconds)
    except (signing.BadSignature, ValueError) as error:
        raise LinkRefused(str(error)) from error
    return blob_id, audience
