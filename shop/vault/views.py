"""Serve a blob by signed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.platform.owners.services import owner_of_request
from shop.vault import links, services
from shop.vault.models import Blob


@require_safe
def file(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Send the blob in the clear to whom the link is for; 404 for everybody else."""
    try:
        blob_id, audience = links.open_link(token)
        blob = Blob.objects.select_related("key").get(pk=blob_id)
        if not _is_for(request, audience):
            raise Http404
        body = services.read(blob)
    except (links.LinkRefused, Blob.DoesNotExist, services.Shredded, FileNotFoundError):
        raise Http404 from None
    response = HttpResponse(body, content_type=blob.media_type)
    response["Content-Disposition"] = f'inline; filename="{blob.name}"'
    # Nothing may linger in a browser or proxy after an erasure.
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_for(request: HttpRequest, audience: str) -> bool:
    if audience == links.PUBLIC:
        return True
    user = request.user
    if user.is_active and user.is_staff:
        return True
    owner = owner_of_request(request)
    return owner is not None and owner.pk == audience
