"""Basket and its lines."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from figures.versions.models import FigureVersion
from shop.catalogue.models import Variant
from shop.platform.ids import PrefixedIdField
from shop.platform.owners.models import Owner
from shop.vault.models import Blob

MAX_QUANTITY = 50


class Basket(models.Model):
    """What an owner means to order; at most one is open."""

    id = PrefixedIdField("bsk")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="baskets")
    ordered_at = models.DateTimeField(null=True, help_text="Set when an order was placed from it.")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every change.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(ordered_at__isnull=True), name="one_open_basket"
            )
        ]


class BasketLine(models.Model):
    """A variant with one figure version on it. The proof binds to both."""

    id = PrefixedIdField("lin")
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT)
    version = models.ForeignKey(FigureVersion, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)]
    )
    proof = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    proof_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Digest of geometry and art of the proof made."
    )
    proof_dpi = models.FloatField(
        null=True, help_text="Resolution at which the page of the proof will be printed."
    )
    approved_sha256 = models.CharField(
        max_length=64, blank=True, help_text="The proof the buyer approved; empty until then."
    )
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "variant", "version"], name="one_line_per_variant_and_version"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="line_quantity"
            ),
        ]
        ordering = ["created_at"]
