"""ApiKey: a storefront server's secret, stored as a hash."""

from django.db import models
from django.utils import timezone

from shop.platform.ids import PrefixedIdField
from shop.platform.owners.models import Storefront


class Scope(models.TextChoices):
    """What a key may do."""

    FIGURES_READ = "figures:read", "Read figures"
    FIGURES_WRITE = "figures:write", "Make, edit and erase figures"
    BASKETS_WRITE = "baskets:write", "Fill baskets and approve proofs"
    ORDERS_READ = "orders:read", "Read orders"
    ORDERS_WRITE = "orders:write", "Place and pay orders"


class ApiKey(models.Model):
    """A key `sk_test_...` or `sk_live_...`; the secret is shown once, at creation."""

    id = PrefixedIdField("key")
    storefront = models.ForeignKey(Storefront, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20, help_text="The first characters, to tell keys apart.")
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    is_live = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"
