"""Where the print provider reports."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders.fulfilment.providers.base import ProviderError
from orders.fulfilment.providers.registry import get_provider
from shop.platform.inbox.services import receive


@csrf_exempt
@require_POST
def prodigi_callback(request: HttpRequest, token: str) -> HttpResponse:
    """Store a callback; it is answered 200 only when stored.

    Prodigi does not sign its callbacks: the path's token keeps strangers out, and what is said is
    a hint to fetch the order anew. Of the body only the order's id is kept.
    """
    expected = settings.PRODIGI_CALLBACK_TOKEN
    if not expected or not constant_time_compare(token, expected):
        raise Http404
    try:
        event = get_provider("prodigi").parse_callback(request.body, dict(request.headers))
    except ProviderError as error:
        return HttpResponse(error.message, status=400, content_type="text/plain")
    receive(
        source="prodigi",
        event_id=event.id,
        kind=f"{event.kind}#{event.value}"[:120],
        body=json.dumps({"order_id": event.order_id}).encode(),
    )
    return HttpResponse(status=200)
