"""What the staff's pages of every floor share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes rows by hand."""
        return False


def staff_user(request: HttpRequest) -> User:
    """Return who of the staff is asking.

    Raises:
        PermissionDenied: nobody of the staff.

    """
    user = request.user
    if not isinstance(user, User) or not (user.is_active and user.is_staff):
        raise PermissionDenied
    return user


def staff_view(permission: str) -> Callable[[View], View]:
    """Admit the staff who have a permission: sign-in for nobody, 403 for other staff."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if not staff_user(request).has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **options)

        return admin.site.admin_view(guarded)

    return decorate
