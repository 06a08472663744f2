"""Order: the frozen snapshot of a basket. Nothing here follows later price or text changes."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from figures.versions.models import FigureVersion
from orders.basket.models import Basket
from orders.checkout.states import OrderState
from shop.catalogue.models import Variant
from shop.platform.ids import PrefixedIdField
from shop.platform.money import Money
from shop.platform.owners.models import Owner


class Order(models.Model):
    """What was ordered, for how much, to be sent where."""

    id = PrefixedIdField("ord")
    number = models.CharField(max_length=16, unique=True, help_text="SF-XXXXXXXX, for people.")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="orders")
    basket = models.OneToOneField(Basket, on_delete=models.SET_NULL, null=True)
    state = models.CharField(max_length=14, choices=OrderState, default=OrderState.PLACED)
    hold_reason = models.CharField(max_length=60, blank=True)

    email = models.EmailField()
    recipient = models.CharField(max_length=80)
    line1 = models.CharField(max_length=80)
    line2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    region = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=16)
    country = models.CharField(max_length=2)

    currency = models.CharField(max_length=3)
    items_total = models.PositiveIntegerField(help_text="Minor units, tax included.")
    shipping_total = models.PositiveIntegerField(help_text="Minor units, tax included.")
    total = models.PositiveIntegerField(help_text="Minor units, what is charged.")
    tax_total = models.PositiveIntegerField(help_text="Minor units, inside total.")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=4)
    tax_table = models.CharField(max_length=20, help_text="Version of the tax table.")

    shipping_method = models.CharField(max_length=20)
    arrives_from = models.DateField()
    arrives_until = models.DateField()
    placed_at = models.DateTimeField(default=timezone.now, db_index=True)
    reserved_until = models.DateTimeField(help_text="Prices and reservation hold until then.")
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("items_total") + F("shipping_total")),
                name="order_total_adds_up",
            )
        ]
        permissions = [("release_order", "Can release held orders")]

    def __str__(self) -> str:
        return self.number

    @property
    def total_money(self) -> Money:
        """What is charged."""
        return Money(self.total, self.currency)


class OrderLine(models.Model):
    """One line, frozen: variant, version, price and the approved proof."""

    id = PrefixedIdField("oln")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    # The figure may be erased after the order has ended; the line stays for the books.
    version = models.ForeignKey(FigureVersion, on_delete=models.SET_NULL, null=True)
    description = models.CharField(max_length=140, help_text="Product and size; no names.")
    quantity = models.PositiveSmallIntegerField()
    unit_price = models.PositiveIntegerField()
    proof_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_line_per_position")
        ]
        ordering = ["position"]


class OrderEvent(models.Model):
    """What happened to an order; append-only. Facts hold ids and codes, never names."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
