"""What hosted generators cost, for the staff to read."""

from django.contrib import admin

from figures.spending.models import BudgetDay, HostedCall
from shop.platform.staff import ReadOnlyAdmin


@admin.register(BudgetDay)
class BudgetDayAdmin(ReadOnlyAdmin):
    """Days, newest first; amounts in millionths of the currency's unit."""

    list_display = ["day", "currency", "spent", "reserved"]
    ordering = ["-day"]
    readonly_fields = ("day", "currency", "spent", "reserved")
    fields = readonly_fields


@admin.register(HostedCall)
class HostedCallAdmin(ReadOnlyAdmin):
    """Calls, newest first."""

    list_display = ["id", "backend", "model", "state", "cost", "currency", "outcome", "reserved_at"]
    list_filter = ["backend", "state", "outcome"]
    search_fields = ["id", "figure__id"]
    ordering = ["-reserved_at"]
    readonly_fields = (
        "id", "figure", "figure_try", "backend", "model", "state", "estimate", "cost",
        "cost_is_estimate", "currency", "price_source", "price_read_on", "text_tokens",
        "image_tokens", "output_tokens", "outcome", "reserved_at", "sent_at", "ended_at",
    )  # fmt: skip
    fields = readonly_fields
