"""Who calls: a storefront's server by its key, or a visitor of our own site by their cookie."""

import re

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from shop.platform.api.caller import Caller
from shop.platform.api.problems import Problem
from shop.platform.apikeys import services as apikeys
from shop.platform.apikeys.models import ApiKey
from shop.platform.owners.models import Owner
from shop.platform.owners.services import owner_of_customer, owner_of_request

CUSTOMER_HEADER = "Shelfie-Customer"
_CUSTOMER = re.compile(r"[\x21-\x7e]{1,128}")


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer sk_...`, with the customer named in `Shelfie-Customer`."""

    def authenticate(self, request: Request) -> tuple[Caller, ApiKey] | None:
        """Return the caller; None when no key is sent."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = apikeys.authenticate(secret.strip())
        if key is None:
            raise AuthenticationFailed
        return Caller(owner=_customer(request, key), key=key), key

    def authenticate_header(self, request: Request) -> str:
        """Return what makes the framework answer 401 instead of 403."""
        return 'Bearer realm="shelfie"'


class VisitorAuthentication(SessionAuthentication):
    """The guest or account cookie of our own site; anything that changes needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        """Return the caller; None for somebody we have never seen."""
        if request.headers.get("Authorization"):
            return None
        owner = owner_of_request(request._request)
        if owner is None:
            return None
        self.enforce_csrf(request)
        return Caller(owner=owner), None


def _customer(request: Request, key: ApiKey) -> Owner | None:
    named = request.headers.get(CUSTOMER_HEADER, "")
    if not named:
        return None
    if not _CUSTOMER.fullmatch(named):
        raise Problem(
            "customer_invalid", "1 to 128 characters, printable ASCII without white space."
        )
    return owner_of_customer(storefront=key.storefront, external_id=named)
