"""Retention in the admin: periods are set here, receipts are read here."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from shop.platform.audit import services as audit
from shop.platform.staff import ReadOnlyAdmin
from shop.retention import registry
from shop.retention.models import ErasureReceipt, RetentionPeriod


class PeriodForm(forms.ModelForm[RetentionPeriod]):
    """Offers the registered data classes and refuses more than each allows."""

    data_class = forms.ChoiceField()

    class Meta:
        model = RetentionPeriod
        fields = ["data_class", "hours"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["data_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [
            (item.key, f"{item.title}, from {item.trigger}")
            for item in registry.data_classes()
            if item.sweep is not None
        ]

    def clean(self) -> dict[str, Any]:
        """Hold the hours to the class's longest period."""
        data = super().clean() or self.cleaned_data
        limits = {item.key: item.longest for item in registry.data_classes()}
        longest = limits.get(data.get("data_class", ""))
        if longest is not None and timedelta(hours=data.get("hours") or 0) > longest:
            hours = int(longest.total_seconds() // 3600)
            self.add_error("hours", f"We promise at most {hours} hours for this.")
        return data


@admin.register(RetentionPeriod)
class RetentionPeriodAdmin(admin.ModelAdmin[RetentionPeriod]):
    """Set how long each kind of data is kept."""

    form = PeriodForm
    list_display = ["data_class", "hours", "changed_by", "changed_at"]

    def save_model(
        self, request: HttpRequest, obj: RetentionPeriod, form: Any, change: bool
    ) -> None:
        """Save the period with who set it, and write it to the audit trail."""
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - the admin admits users only
        obj.changed_by = user
        super().save_model(request, obj, form, change)
        audit.record(action="retention.period", subject=obj.data_class, user=user, hours=obj.hours)


@admin.register(ErasureReceipt)
class ErasureReceiptAdmin(ReadOnlyAdmin):
    """What has been erased, when, by whom."""

    list_display = ["subject", "kind", "actor", "blobs", "erased_at"]
    list_filter = ["kind", "actor"]
