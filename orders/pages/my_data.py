"""What we hold about the visitor, why, until when, and how to end it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from figures.intake.models import Photo
from figures.versions.models import Figure
from orders.checkout.models import Order
from shop.platform.owners.services import owner_of_request
from shop.retention import registry
from shop.retention.models import ErasureReceipt
from shop.retention.services import kept_for


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """List photos, figures, orders and receipts with their dates."""
    owner = owner_of_request(request)
    context: dict[str, Any] = {
        "owner": owner,
        "classes": [(item, kept_for(item)) for item in registry.data_classes()],
    }
    if owner is not None:
        context |= {
            "photos": Photo.objects.filter(owner=owner, deleted_at=None),
            "figures": Figure.objects.filter(owner=owner, erased_at=None).order_by("-created_at"),
            "orders": Order.objects.filter(owner=owner).order_by("-placed_at"),
            "receipts": ErasureReceipt.objects.filter(owner_id=owner.pk).order_by("-erased_at"),
        }
    return render(request, "orders/my_data.html", context)
