"""What a caller may do."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from shop.platform.api.caller import caller_of
from shop.platform.api.problems import Problem

ANY_SCOPE = ""


class HasScope(BasePermission):
    """The key must have the scope that the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Let visitors and keys with the scope pass.

        Raises:
            Problem: `scope_missing`.

        """
        caller = caller_of(request)
        if caller is None:
            return False
        scope = view.scopes.get("GET" if request.method == "HEAD" else request.method, ANY_SCOPE)
        if scope != ANY_SCOPE and not caller.may(scope):
            raise Problem("scope_missing", f"This needs the scope {scope}.")
        return True
