"""The buyer's browser, as far as these tests need one."""

import threading
from pathlib import Path

import requests

from shop.platform.owners.services import GUEST_COOKIE


class Visitor:
    """A guest of our own site. Knows their cookie; sends forms."""

    def __init__(self, site: str, token: str) -> None:
        self.site = site
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set(GUEST_COOKIE, token)

    def get(self, path: str) -> requests.Response:
        """GET a page or file; fails unless it answers 200."""
        response = self._session.get(self.site + path, timeout=60)
        assert response.status_code == 200, (path, response.status_code)
        return response

    def post(self, path: str, *, photo: Path | None = None, **values: str) -> requests.Response:
        """Send a form with its token; redirects are not followed, whatever the answer is."""
        if "csrftoken" not in self._session.cookies:
            self.get("/create/")
        values["csrfmiddlewaretoken"] = self._session.cookies["csrftoken"]
        return self._session.post(
            self.site + path,
            data=values,
            files={"photo": ("photo.jpg", photo.read_bytes())} if photo else None,
            timeout=120,
            allow_redirects=False,
        )

    def post_without_answer(self, path: str, *, photo: Path | None = None, **values: str) -> None:
        """Send a form whose answer never comes, because the server is killed."""
        self.get("/create/")

        def send() -> None:
            try:
                answer = self.post(path, photo=photo, **values)
            except requests.ConnectionError:
                return
            raise AssertionError(f"{path} answered {answer.status_code}")

        threading.Thread(target=send, daemon=True).start()
