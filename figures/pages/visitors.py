"""Who is looking: every page of this floor acts for one owner."""

from typing import TypeVar

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from figures.intake.models import Photo
from figures.versions import selectors
from figures.versions.models import Figure
from shop.platform.api.limits import count_newcomer
from shop.platform.owners import services as owners
from shop.platform.owners.models import Owner

_Row = TypeVar("_Row", bound=Model)


def require_owner(request: HttpRequest) -> Owner:
    """Return the visitor's owner; 404 for somebody we have never seen."""
    owner = owners.owner_of_request(request)
    if owner is None:
        raise Http404
    return owner


def owner_or_guest(request: HttpRequest) -> tuple[Owner, str]:
    """Return the visitor's owner, or a new guest and the token for their cookie.

    Raises:
        TooManyNewcomers: too many new guests came from this network today.

    """
    owner = owners.owner_of_request(request)
    if owner is not None:
        return owner, ""
    count_newcomer(request)
    return owners.new_guest()


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Set the guest cookie when there is a token to remember."""
    if token:
        owners.remember_guest(response, token, secure=not settings.DEMO)
    return response


def own_figure(request: HttpRequest, figure_id: str) -> Figure:
    """Return the visitor's figure; 404 for strangers."""
    try:
        return selectors.get_figure(owner=require_owner(request), figure_id=figure_id)
    except Figure.DoesNotExist:
        raise Http404 from None


def own_photo(request: HttpRequest, photo_id: str) -> Photo:
    """Return the visitor's photo, if it still exists; 404 for strangers."""
    try:
        return Photo.objects.select_related("blob__key").get(
            pk=photo_id, owner=require_owner(request), deleted_at=None
        )
    except Photo.DoesNotExist:
        raise Http404 from None
