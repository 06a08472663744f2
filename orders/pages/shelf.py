"""The shelf: every product already with the visitor's own figure on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures.pages.answers import status_json
from figures.pages.visitors import own_figure
from figures.versions.models import FigureVersion
from figures.versions.selectors import latest_version
from orders.basket import proofs
from orders.basket.models import Basket
from orders.basket.selectors import items_total, lines_of
from orders.basket.services import BasketRefused, add_line
from orders.shelf import selectors, services
from shop.catalogue.models import Variant


@never_cache
@require_safe
def shelf(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Show the products; mockups that are missing are queued now."""
    version = _version(request, figure_id)
    services.request_mockups(version=version)
    items = selectors.shelf(version=version, audience=version.figure.owner_id)
    made, total = selectors.pictures_ready(items)
    basket = Basket.objects.filter(owner_id=version.figure.owner_id, ordered_at=None).first()
    lines = lines_of(basket) if basket is not None else []
    context = {
        "figure": version.figure,
        "version": version,
        "items": items,
        "made": made,
        "total": total,
        "review": getattr(version, "review", None),
        "basket_lines": lines,
        "basket_total": items_total(lines),
        "in_basket": [line for line in lines if line.version_id == version.pk],
    }
    return render(request, "orders/shelf.html", context)


@never_cache
@require_safe
def status(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Answer how many mockups are made."""
    version = _version(request, figure_id)
    items = selectors.shelf(version=version, audience=version.figure.owner_id)
    made, total = selectors.pictures_ready(items)
    return status_json(
        request,
        {
            "state": "ready" if made == total else f"making:{made}",
            "stage": f"{made} of {total} pictures made",
            "progress": made / total if total else 1.0,
        },
    )


@require_POST
def add(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Put one variant with this figure into the basket and start its proof."""
    version = _version(request, figure_id)
    variant = get_object_or_404(Variant, pk=request.POST.get("sku", ""))
    try:
        quantity = int(request.POST.get("quantity", "1"))
        line = add_line(
            owner=version.figure.owner, version=version, variant=variant, quantity=quantity
        )
    except (BasketRefused, ValueError) as error:
        messages.error(request, str(error))
        return redirect("orders:shelf", figure_id=figure_id)
    proofs.request_proof(line=line)
    # Back to the product itself: what says that it is in the basket stands there.
    return redirect(f"{reverse('orders:shelf', args=[figure_id])}#{variant.product_id}")


def _version(request: HttpRequest, figure_id: str) -> FigureVersion:
    version = latest_version(own_figure(request, figure_id))
    if version is None:
        raise Http404
    return version
