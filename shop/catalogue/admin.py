"""Products and variants in the admin."""

from django.contrib import admin

from shop.catalogue.models import Product, Variant


class VariantInline(admin.TabularInline[Variant, Product]):
    """Sizes and finishes on the product's page."""

    model = Variant
    extra = 0
    fields = ["sku", "label", "price", "currency", "provider_sku", "print_spec", "is_active"]


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin[Product]):
    """What is for sale."""

    list_display = ["name", "kind", "position", "is_active"]
    list_filter = ["kind", "is_active"]
    inlines = [VariantInline]
