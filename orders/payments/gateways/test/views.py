"""The test gateway's pay page; works without JavaScript."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from orders.payments.gateways.test import page
from orders.payments.gateways.test.gateway import State
from orders.payments.gateways.test.models import TestGatewaySession
from shop.platform.money import Money


@never_cache
# The form ends, by redirects, on whatever page the storefront wants people back on.
@csp_update({"form-action": ["http:", "https:"]})  # type: ignore[arg-type] # forgets URL arguments
@require_http_methods(["GET", "POST"])
def pay_page(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show the bill and the choices; a choice leads back to the shop."""
    if not settings.DEMO:
        raise Http404
    session = get_object_or_404(TestGatewaySession, pk=session_id)
    refused = False
    if request.method == "POST":
        try:
            where = page.choose(session_id=session.pk, choice=request.POST.get("choice", ""))
        except page.ChoiceRefused:
            refused = True
            session.refresh_from_db()
        else:
            return HttpResponseRedirect(where)
    status = 409 if refused else 200
    return render(request, "orders/test_pay.html", _context(session, refused), status=status)


def _context(session: TestGatewaySession, refused: bool) -> dict[str, Any]:
    return {
        "session": session,
        "lines": [
            (description, quantity, Money(amount * quantity, session.currency))
            for description, amount, quantity in session.lines
        ],
        "total": Money(session.amount, session.currency),
        "open": session.state == State.OPEN,
        "pending": session.state == State.PENDING,
        "refused": refused,
    }
