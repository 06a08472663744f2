"""Reviews in the admin: a list to read, and the way to the desk."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from figures.moderation import desk
from figures.moderation.models import Review, ReviewEvent
from figures.moderation.showing import fired_on
from figures.moderation.states import OPEN_STATES
from shop.platform.staff import ReadOnlyAdmin, View, staff_view


class AgeFilter(admin.SimpleListFilter):
    """How long something has waited at least."""

    title = "waiting for"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices, in hours."""
        return [("1", "more than 1 hour"), ("4", "more than 4 hours"), ("24", "more than a day")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        """Keep what has waited that long and still waits."""
        value = self.value()
        if value not in {"1", "4", "24"}:
            return queryset
        before = timezone.now() - timedelta(hours=int(value))
        return queryset.filter(state__in=OPEN_STATES, queued_at__lt=before)


class EventInline(admin.TabularInline[ReviewEvent, Review]):
    """What happened to a review."""

    model = ReviewEvent
    fields = ["at", "user", "kind", "reason"]
    ordering = ["at"]
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may read the review reads its events."""
        return request.user.has_perm("figures.view_review")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are written by the services alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events do not change."""
        return False


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Every review; decisions are taken at the desk."""

    change_list_template = "admin/figures/review/change_list.html"
    list_display = [
        "id", "to_desk", "state", "found", "queued_at", "claimed_by", "decided_by", "reason",
    ]  # fmt: skip
    list_filter = ["state", AgeFilter, "reason"]
    list_select_related = ["claimed_by", "decided_by"]
    search_fields = ["id", "version__id", "version__figure__id"]
    ordering = ["-queued_at"]
    inlines = [EventInline]
    readonly_fields = (
        "id", "version", "state", "found", "queued_at", "claimed_by", "claimed_until",
        "decided_by", "decided_at", "reason", "note", "lock_version",
    )  # fmt: skip
    fields = readonly_fields

    @admin.display(description="rules")
    def found(self, review: Review) -> str:
        """Return which rules fired."""
        return ", ".join(rule.title for rule in fired_on(review)) or "none"

    @admin.display(description="desk")
    def to_desk(self, review: Review) -> str:
        """Return a link to decide, while there is something to decide."""
        if review.state not in OPEN_STATES:
            return ""
        url = reverse("admin:figures_review_decide", args=[review.pk])
        return format_html('<a href="{}">Decide</a>', url)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Offer the queue to those who may decide."""
        context = {"may_decide": request.user.has_perm(desk.PERMISSION), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        """Put the desk before the read-only pages."""

        def page(route: str, view: View, name: str) -> URLPattern:
            return path(route, staff_view(desk.PERMISSION)(view), name=f"figures_review_{name}")

        return [
            page("queue/", desk.queue, "queue"),
            page("undo/", desk.undo, "undo"),
            page("<str:review_id>/decide/", desk.decide, "decide"),
            page("<str:review_id>/picture/<str:name>/", desk.picture, "picture"),
            *super().get_urls(),
        ]
