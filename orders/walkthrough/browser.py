"""One person's browser: cookies, pages, forms. No scripts run in it."""

import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

import requests

from orders.walkthrough.console import Stage
from orders.walkthrough.page import Form, Page, read

_TIMEOUT = 90
_POLL_SECONDS = 0.5


class Refused(Exception):
    """The site answered with an error; the message says what it said."""


class Browser:
    """Keeps a person's cookies.

    Args:
        site: origin, such as `http://127.0.0.1:8000`.

    """

    def __init__(self, site: str) -> None:
        self.site = site
        self._session = requests.Session()
        # Neither a proxy nor a .netrc of the caller's has a say on loopback.
        self._session.trust_env = False

    def fetch(self, path: str, *, headers: Mapping[str, str] | None = None) -> requests.Response:
        """GET anything.

        Raises:
            Refused: the answer is not a success.

        """
        url = urljoin(self.site, path)
        return self._checked(self._session.get(url, headers=headers, timeout=_TIMEOUT))

    def open(self, path: str) -> Page:
        """GET a page."""
        response = self.fetch(path)
        return read(response.text, response.url)

    def submit(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str] | None = None,
        *,
        files: Mapping[str, Path] | None = None,
        button: str = "",
        follow: bool = True,
    ) -> Page:
        """Send a form of a page, by the button with such words, and return the page after it.

        Without `follow` a redirect is not gone after, and the page is empty.

        Raises:
            Refused: the answer is not a success.
            LookupError: the form has no such field or button.

        """
        sent = form.filled(values or {})
        if button:
            pressed = [item for item in form.buttons if button.lower() in item.text.lower()]
            if not pressed:
                raise LookupError(f"the form on {page.url} has no button {button!r}")
            if pressed[0].name:
                sent[pressed[0].name] = pressed[0].value
        url = urljoin(page.url, form.action) if form.action else page.url
        if form.method == "get":
            response = self._session.get(url, params=sent, timeout=_TIMEOUT)
        else:
            attached = {
                name: (path.name, path.read_bytes()) for name, path in (files or {}).items()
            }
            response = self._session.post(
                url, data=sent, files=attached, timeout=_TIMEOUT, allow_redirects=follow
            )
        self._checked(response)
        return read(response.text, response.url)

    def wait(
        self, path: str, until: Callable[[Page], bool], stage: Stage, *, seconds: float
    ) -> Page:
        """Open a page again and again, as its script does, until it shows what is wanted.

        Raises:
            Refused: the page tells of a problem, or the time is over.

        """
        deadline = time.monotonic() + seconds
        page = self.open(path)
        while not until(page):
            if page.problems:
                raise Refused("; ".join(page.problems))
            self._follow(page, stage, deadline)
            if time.monotonic() > deadline:
                raise Refused(f"it took longer than {seconds:.0f} s")
            page = self.open(path)
        return page

    def _follow(self, page: Page, stage: Stage, deadline: float) -> None:
        """Poll what the page's script polls until it would load the page anew."""
        pause = threading.Event()
        if not page.follow:
            stage.show()
            pause.wait(_POLL_SECONDS * 2)
            return
        etag = ""
        while time.monotonic() < deadline:
            pause.wait(_POLL_SECONDS)
            url = urljoin(page.url, page.follow)
            answer = self._session.get(url, headers={"If-None-Match": etag}, timeout=_TIMEOUT)
            if answer.status_code != HTTPStatus.NOT_MODIFIED:
                body = self._checked(answer).json()
                etag = answer.headers.get("ETag", "")
                if body["state"] != page.state:
                    return
                known = (body["progress"], body["stage"])
            stage.show(*known)

    def _checked(self, response: requests.Response) -> requests.Response:
        if response.ok:
            return response
        words = f"{response.request.method} {response.request.path_url.partition('?')[0]}"
        words += f" answered {response.status_code}"
        if response.headers.get("Content-Type", "").startswith("text/html"):
            page = read(response.text, response.url)
            words += ": " + ("; ".join(page.problems) or page.text[:200])
        raise Refused(words)
