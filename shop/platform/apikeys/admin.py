"""Keys in the admin: made and revoked here, their secrets shown once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from shop.platform.apikeys import services
from shop.platform.apikeys.models import ApiKey, Scope
from shop.platform.audit import services as audit


class KeyForm(forms.ModelForm[ApiKey]):
    """What a new key is for and may do."""

    scopes = forms.MultipleChoiceField(choices=Scope.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiKey
        fields = ["storefront", "name", "scopes", "is_live"]

    def clean(self) -> dict[str, Any]:
        """Refuse here what the service would refuse."""
        data = super().clean() or self.cleaned_data
        if not self.instance._state.adding:  # Nothing of it can be changed.
            return data
        try:
            services.check(
                name=data.get("name", ""),
                scopes=data.get("scopes", []),
                live=bool(data.get("is_live")),
            )
        except services.KeyRefused as error:
            raise forms.ValidationError(str(error)) from error
        return data


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """Keys of storefronts' servers."""

    form = KeyForm
    list_display = ["name", "prefix", "storefront", "is_live", "last_used_at", "revoked_at"]
    list_filter = ["storefront", "is_live"]
    list_select_related = ["storefront"]
    readonly_fields = ["prefix", "created_at", "last_used_at", "revoked_at"]
    actions = ["revoke"]

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Make the key and show its secret in a message, this once."""
        if change:
            return
        key, secret = services.create_key(
            storefront=obj.storefront, name=obj.name, scopes=obj.scopes, live=obj.is_live
        )
        obj.pk = key.pk
        obj.prefix = key.prefix
        _audit(request, "api_key.created", key)
        messages.warning(request, f"The secret of this key, shown only now: {secret}")

    @admin.action(description="Revoke the selected keys", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End keys at once."""
        ended = [key for key in queryset if services.revoke(key=key)]
        for key in ended:
            _audit(request, "api_key.revoked", key)
        messages.success(request, f"{len(ended)} keys revoked.")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> list[str]:
        """Let nothing of a key be changed once it is there."""
        shown = ["prefix", "created_at", "last_used_at", "revoked_at"]
        return shown if obj is None else ["storefront", "name", "scopes", "is_live", *shown]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keys are revoked, so that their history stays."""
        return False


def _audit(request: HttpRequest, action: str, key: ApiKey) -> None:
    user = request.user if isinstance(request.user, User) else None
    audit.record(action=action, subject=key.pk, user=user)
