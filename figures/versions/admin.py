"""Figures in the admin: to read, to take off sale, to erase."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from figures import erasure
from figures.versions import services
from figures.versions.models import Figure, FigureVersion
from shop.platform.audit import services as audit
from shop.platform.staff import ReadOnlyAdmin, staff_user


class FreezeForm(forms.Form):
    """Why figures are taken off sale."""

    reason = forms.CharField(
        max_length=60, help_text="The person reads this on the figure's page. No names."
    )


class EraseForm(forms.Form):
    """Nothing to fill in; the question is asked all the same."""


@admin.register(Figure)
class FigureAdmin(ReadOnlyAdmin):
    """Figures, newest first."""

    list_display = ["id", "state", "backend", "created_at", "ready_at", "erased_at"]
    list_filter = ["state", "backend"]
    search_fields = ["id"]
    ordering = ["-created_at"]
    readonly_fields = (
        "id", "state", "backend", "engine", "tries", "error_code", "created_at", "ready_at",
        "erased_at",
    )  # fmt: skip
    fields = readonly_fields
    actions = ["freeze", "erase"]

    def has_freeze_permission(self, request: HttpRequest) -> bool:
        """Whether this person of the staff may take figures off sale."""
        return request.user.has_perm("figures.freeze_figure")

    def has_erase_permission(self, request: HttpRequest) -> bool:
        """Whether this person of the staff may erase figures."""
        return request.user.has_perm("figures.erase_figure")

    @admin.action(description="Take off sale ...", permissions=["freeze"])
    def freeze(self, request: HttpRequest, queryset: QuerySet[Figure]) -> HttpResponse | None:
        """Ask for the reason, then freeze every look of the figures."""
        confirmed = "confirm" in request.POST
        form = FreezeForm(request.POST if confirmed else None)
        if not confirmed or not form.is_valid():
            return self._ask(request, queryset, form, "freeze", "Take off sale")
        reason: str = form.cleaned_data["reason"]
        frozen = 0
        for version in FigureVersion.objects.filter(figure__in=queryset, frozen_at=None):
            with transaction.atomic():
                if services.freeze(version=version, reason=reason):
                    frozen += 1
                    audit.record(
                        action="version.frozen",
                        subject=version.pk,
                        user=staff_user(request),
                        reason=reason,
                    )
        self.message_user(request, f"Looks taken off sale: {frozen}.")
        return None

    @admin.action(description="Erase ...", permissions=["erase"])
    def erase(self, request: HttpRequest, queryset: QuerySet[Figure]) -> HttpResponse | None:
        """Ask, then erase the figures and everything made from them."""
        confirmed = "confirm" in request.POST
        if not confirmed:
            return self._ask(request, queryset, EraseForm(), "erase", "Erase for good")
        for figure in queryset:
            try:
                if erasure.erase_figure(figure=figure, actor="staff") is not None:
                    audit.record(
                        action="figure.erased", subject=figure.pk, user=staff_user(request)
                    )
                    self.message_user(request, f"Erased: {figure.pk}.")
            except erasure.EraseHeld as held:
                self.message_user(request, f"{figure.pk} stays: {held}", messages.WARNING)
        return None

    def _ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[Figure],
        form: forms.Form,
        action: str,
        button: str,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": button,
            "opts": self.opts,
            "figures": queryset,
            "form": form,
            "action": action,
            "button": button,
        }
        return TemplateResponse(request, "admin/figures/figure/confirm.html", context)


@admin.register(FigureVersion)
class FigureVersionAdmin(ReadOnlyAdmin):
    """Looks and what was decided about them; their pictures are at the desk."""

    list_display = ["id", "figure", "number", "review_state", "frozen_at", "created_at"]
    list_filter = ["review_state"]
    list_select_related = ["figure"]
    search_fields = ["id", "figure__id"]
    ordering = ["-created_at"]
    readonly_fields = (
        "id", "figure", "number", "digest", "review_state", "frozen_at", "frozen_reason",
        "created_at",
    )  # fmt: skip
    fields = readonly_fields
