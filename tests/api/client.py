"""A storefront's server as the API sees it."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from shop.platform import ids
from shop.platform.apikeys.models import Scope
from shop.platform.apikeys.services import create_key
from shop.platform.owners.models import Owner, Storefront
from shop.platform.owners.services import owner_of_customer
from tests.orders.factories import make_storefront

ROOT = "/api/v1/"


@dataclass
class Api:
    """Calls the API for one customer; an empty secret or customer sends no header."""

    secret: str = ""
    customer: str = "cust-1"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> Any:
        """Send JSON (or nothing); a POST gets a fresh idempotency key unless one is given."""
        sent: dict[str, Any] = {}
        if body is not None:
            sent = {"data": body, "content_type": "application/json"}
        return self.client.generic(
            method.upper(),
            ROOT + path,
            **self._encoded(sent),
            headers=self.headers(method, key) | headers,
        )

    def form(self, path: str, fields: dict[str, Any], *, key: str | None = None) -> Any:
        """POST a multipart form."""
        return self.client.post(ROOT + path, fields, headers=self.headers("post", key))

    def headers(self, method: str, key: str | None = None) -> dict[str, str]:
        """Return the headers of a call."""
        headers = {}
        if self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        if self.customer:
            headers["Shelfie-Customer"] = self.customer
        if method.upper() == "POST" and key != "":
            headers["Idempotency-Key"] = key or ids.random_token()
        return headers

    def _encoded(self, sent: dict[str, Any]) -> dict[str, Any]:
        if not sent:
            return {}
        data = sent["data"]
        encoded = data if isinstance(data, str | bytes) else json.dumps(data)
        return {"data": encoded, "content_type": JSON}

    def get(self, path: str, **headers: str) -> Any:
        return self.call("get", path, **headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.call("post", path, body, key=key)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.call("patch", path, body)

    def delete(self, path: str) -> Any:
        return self.call("delete", path)


JSON = "application/json"


def make_api(
    *,
    storefront: Storefront | None = None,
    customer: str = "cust-1",
    scopes: list[str] | None = None,
) -> Api:
    """A key with every scope, unless told otherwise."""
    _, secret = create_key(
        storefront=storefront or make_storefront(),
        name="tests",
        scopes=Scope.values if scopes is None else scopes,
    )
    return Api(secret=secret, customer=customer)


def owner_of(storefront: Storefront, customer: str = "cust-1") -> Owner:
    """The owner behind a customer's id."""
    return owner_of_customer(storefront=storefront, external_id=customer)
