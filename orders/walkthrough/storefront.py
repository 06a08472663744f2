"""What a storefront's server does: it asks the REST API with its key."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests

from orders.walkthrough.browser import Browser, Refused
from orders.walkthrough.console import Console, Stage

_TIMEOUT = 30


@dataclass
class Storefront:
    """A server with a key of the sample storefront, beside the person's own browser.

    Args:
        site: origin of the API.
        key: `sk_test_...`.
        console: told how far it is.
        logs: folder with a log per process.

    """

    site: str
    key: str
    console: Console
    logs: Path

    def look_at_products(self) -> None:
        """Read the catalogue with the key, and see that nothing is answered without one."""
        with self._stage("Products read by the storefront") as stage:
            if self._ask("/products", key=False).status_code != HTTPStatus.UNAUTHORIZED:
                raise Refused("the API answers without a key")
            products = self._json("/products")["items"]
            stage.result = f"{len(products)} products over the API"

    def follow_order(self, person: Browser, *, figure_id: str, number: str) -> None:
        """Read figure, order and payments as the person; the storefront's key is a stranger there.

        The figure is asked for twice: nothing has changed, so the second answer has no body.
        """
        with self._stage("Figure, order and payment read over the API") as stage:
            figure = person.fetch(f"/api/v1/figures/{figure_id}")
            etag = {"If-None-Match": figure.headers["ETag"]}
            again = person.fetch(f"/api/v1/figures/{figure_id}", headers=etag)
            if again.status_code != HTTPStatus.NOT_MODIFIED:
                raise Refused(f"an unchanged figure was answered with {again.status_code}")
            order = person.fetch(f"/api/v1/orders/{number}").json()
            payments = person.fetch(f"/api/v1/orders/{number}/payments").json()["items"]
            for path in (f"/figures/{figure_id}", f"/orders/{number}"):
                if self._ask(path).status_code != HTTPStatus.NOT_FOUND:
                    raise Refused(f"a storefront sees what is not its own: {path}")
            states = ", ".join(item["status"] for item in payments)
            stage.result = f"order {order['state']}, payment {states}; hidden from the storefront"

    def _json(self, path: str) -> Any:
        answer = self._ask(path)
        if not answer.ok:
            raise Refused(f"GET {path} answered {answer.status_code}")
        return answer.json()

    def _ask(self, path: str, *, key: bool = True) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Shelfie-Customer": "sample-1"}
        with requests.Session() as session:
            session.trust_env = False
            return session.get(
                f"{self.site}/api/v1{path}", headers=headers if key else {}, timeout=_TIMEOUT
            )

    def _stage(self, title: str) -> AbstractContextManager[Stage]:
        return self.console.stage(title, log=str(self.logs / "web.log"))
