"""Product and Variant."""

from django.db import models

from shop.platform.money import Money


class ProductKind(models.TextChoices):
    """What is made; the kind decides layout, mockups and cut lines."""

    ART_PRINT = "art_print", "Art print"
    FRAMED_PRINT = "framed_print", "Framed print"
    DIE_CUT_STICKER = "die_cut_sticker", "Die-cut sticker"
    KISS_CUT_SHEET = "kiss_cut_sheet", "Kiss-cut sticker sheet"
    BOX_ART_PRINT = "box_art_print", "Box art, flat print"
    BLISTER_CARD = "blister_card", "Blister card"
    FOLDING_CARTON = "folding_carton", "Folding carton"


class Product(models.Model):
    """Something to buy with one's figure on it."""

    key = models.SlugField(primary_key=True)
    kind = models.CharField(max_length=20, choices=ProductKind)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    material = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """One size and finish of a product, with its price and provider SKU."""

    sku = models.CharField(max_length=40, primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    label = models.CharField(max_length=60, help_text="A3, 75 mm, black frame, ...")
    width_mm = models.DecimalField(max_digits=6, decimal_places=1)
    height_mm = models.DecimalField(max_digits=6, decimal_places=1)
    print_spec = models.CharField(
        max_length=40, help_text="Name of the prepress data: page, bleed, cut lines."
    )
    price = models.PositiveIntegerField(help_text="Minor units, tax included.")
    currency = models.CharField(max_length=3, default="EUR")
    weight_g = models.PositiveIntegerField(help_text="With packing; an assumption.")
    provider = models.CharField(max_length=20, default="prodigi")
    provider_sku = models.CharField(max_length=60)
    provider_attributes = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["product", "position", "sku"]

    def __str__(self) -> str:
        return f"{self.product_id} {self.label}"

    @property
    def money(self) -> Money:
        """The price of one, tax included."""
        return Money(self.price, self.currency)
