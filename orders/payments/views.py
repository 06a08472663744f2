"""Where gateways report and where people come back from paying."""

import logging

from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from orders.payments import gateways, webhooks
from orders.payments.gateways.base import EndpointOff, ForgedEvent, GatewayError
from orders.payments.models import PaymentAttempt
from orders.payments.settle import refresh

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Store one of Stripe's events: 200 only when stored, 400 if forged, 404 without a secret.

    Where the database fails the answer is 500, and Stripe sends the event again.
    """
    try:
        webhooks.accept(
            gateway=gateways.get_gateway(gateways.STRIPE),
            raw=request.body,
            headers=request.headers,
        )
    except (EndpointOff, ImproperlyConfigured):
        raise Http404 from None
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except (ForgedEvent, ValueError, KeyError, TypeError):
        # The last three: signed, but not an event as we know them. Nothing is stored either way.
        log.warning("event refused")
        return HttpResponse(status=400)
    return HttpResponse(status=200)


@never_cache
@require_GET
def come_back(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """Bring the attempt up to date, then send the person on.

    The address holds the attempt's random id; all it gives away is where to look, and the order
    page asks who is looking.
    """
    attempt = get_object_or_404(PaymentAttempt.objects.select_related("order"), pk=attempt_id)
    try:
        refresh(attempt=attempt)
    except GatewayError as error:
        log.warning("not refreshed", extra={"attempt": attempt.pk, "code": error.code})
    return HttpResponseRedirect(attempt.return_url or f"/orders/{attempt.order.number}/")
