"""Storefront and Owner: every figure, basket and order belongs to one of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from shop.platform.ids import PrefixedIdField


class Storefront(models.Model):
    """A shop front that sells through Shelfie; our own site is one of them."""

    id = PrefixedIdField("sf")
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    is_house = models.BooleanField(default=False, help_text="Our own site.")
    origins = models.JSONField(default=list, blank=True, help_text="Browser origins, https://...")
    return_urls = models.JSONField(
        default=list, blank=True, help_text="Where a person may be sent back to after paying."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_house"], condition=Q(is_house=True), name="one_house_storefront"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """A person at one storefront: a guest (cookie token), an account or an external customer."""

    id = PrefixedIdField("own")
    storefront = models.ForeignKey(Storefront, on_delete=models.PROTECT, related_name="owners")
    guest_token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True
    )
    external_id = models.CharField(max_length=128, null=True, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["storefront", "user"],
                condition=Q(user__isnull=False),
                name="owner_per_user",
            ),
            models.UniqueConstraint(
                fields=["storefront", "external_id"],
                condition=Q(external_id__isnull=False),
                name="owner_per_external_id",
            ),
            models.CheckConstraint(
                condition=(
                    Q(guest_token_hash__isnull=False, user__isnull=True, external_id__isnull=True)
                    | Q(guest_token_hash__isnull=True, user__isnull=False, external_id__isnull=True)
                    | Q(guest_token_hash__isnull=True, user__isnull=True, external_id__isnull=False)
                ),
                name="owner_has_one_identity",
            ),
        ]

    def __str__(self) -> str:
        return self.id
