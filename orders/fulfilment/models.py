"""ProviderOrder and Shipment."""

from django.db import models
from django.utils import timezone

from orders.checkout.models import Order
from shop.platform.ids import PrefixedIdField


class ProviderState(models.TextChoices):
    """Where a print provider's order stands; it moves forward only."""

    CREATED = "created", "Intent written"
    ACCEPTED = "accepted", "Accepted"
    IN_PRODUCTION = "in_production", "In production"
    SHIPPED = "shipped", "Shipped"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Refused"


PROVIDER_MOVES: dict[ProviderState, frozenset[ProviderState]] = {
    # To anywhere: after a crash the provider may be far ahead when we hear of the order at all.
    ProviderState.CREATED: frozenset(
        {
            ProviderState.ACCEPTED,
            ProviderState.IN_PRODUCTION,
            ProviderState.SHIPPED,
            ProviderState.CANCELLED,
            ProviderState.FAILED,
        }
    ),
    ProviderState.ACCEPTED: frozenset(
        {
            ProviderState.IN_PRODUCTION,
            ProviderState.SHIPPED,
            ProviderState.CANCELLED,
            ProviderState.FAILED,
        }
    ),
    ProviderState.IN_PRODUCTION: frozenset({ProviderState.SHIPPED, ProviderState.CANCELLED}),
    ProviderState.SHIPPED: frozenset(),
    ProviderState.CANCELLED: frozenset(),
    ProviderState.FAILED: frozenset(),
}


class ProviderOrder(models.Model):
    """Our order at a print provider. The row and its key are committed before the call."""

    id = PrefixedIdField("pro")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="provider_order")
    provider = models.CharField(max_length=20)
    idempotency_key = models.CharField(max_length=120, unique=True)
    external_id = models.CharField(max_length=80, null=True, unique=True)
    state = models.CharField(max_length=14, choices=ProviderState, default=ProviderState.CREATED)
    stage_detail = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)


class Shipment(models.Model):
    """One parcel; merged by tracking number, never erased by a later one."""

    provider_order = models.ForeignKey(
        ProviderOrder, on_delete=models.CASCADE, related_name="shipments"
    )
    external_id = models.CharField(max_length=80)
    carrier = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    tracking_url = models.URLField(max_length=500, blank=True)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider_order", "external_id"], name="one_row_per_parcel"
            )
        ]
