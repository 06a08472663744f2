"""Storefronts in the admin; owners to look at only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from shop.platform.owners.models import Owner, Storefront
from shop.platform.staff import ReadOnlyAdmin


@admin.register(Storefront)
class StorefrontAdmin(admin.ModelAdmin[Storefront]):
    """Who sells through Shelfie."""

    list_display = ["name", "slug", "is_house", "is_active", "created_at"]
    list_filter = ["is_active"]
    readonly_fields = ["is_house", "created_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Storefronts are switched off: their orders stay theirs."""
        return False


@admin.register(Owner)
class OwnerAdmin(ReadOnlyAdmin):
    """People, by id and storefront; neither address nor token is shown."""

    list_display = ["id", "storefront", "created_at", "seen_at"]
    list_filter = ["storefront"]
    list_select_related = ["storefront"]
    search_fields = ["=id", "=external_id"]
    fields = ["id", "storefront", "external_id", "created_at", "seen_at"]
