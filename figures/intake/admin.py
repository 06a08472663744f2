"""Photos in the admin: that there is one, and when it goes. Never the photo."""

from django.contrib import admin

from figures.intake.models import Photo
from shop.platform.staff import ReadOnlyAdmin


@admin.register(Photo)
class PhotoAdmin(ReadOnlyAdmin):
    """Dates and declarations."""

    list_display = ["id", "declaration", "received_at", "delete_after", "deleted_at"]
    list_filter = ["declaration"]
    search_fields = ["id"]
    ordering = ["-received_at"]
    readonly_fields = ("id", "declaration", "received_at", "delete_after", "deleted_at")
    fields = readonly_fields
