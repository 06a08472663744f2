"""What the moderator does: sign in to the admin, claim, look, approve."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from orders.walkthrough.browser import Browser, Refused
from orders.walkthrough.console import Console

_LOGIN = "/admin/login/"
_REVIEWS = "/admin/figures/review/"


@dataclass
class Moderator:
    """Somebody who may decide reviews.

    Args:
        browser: their browser.
        console: told how far they are.
        logs: folder with a log per process.

    """

    browser: Browser
    console: Console
    logs: Path

    def sign_in(self, name: str, password: str) -> None:
        """Sign in to the admin."""
        with self.console.stage("Moderator signed in to the admin", log=self._log):
            page = self.browser.open(f"{_LOGIN}?next={_REVIEWS}")
            form = page.form(button="Log in")
            page = self.browser.submit(page, form, {"username": name, "password": password})
            if not page.url.endswith(_REVIEWS):
                raise Refused("; ".join(page.problems) or "the admin did not let the moderator in")

    def approve(self, figure_id: str) -> None:
        """Claim the figure's review, look at the blurred pictures and approve.

        It is looked up by its figure and not taken from the queue's top: what others wait for is
        left to a real moderator.
        """
        with self.console.stage("Approved by the moderator", log=self._log) as stage:
            found = self.browser.open(f"{_REVIEWS}?q={figure_id}")
            page = self.browser.open(found.link(text="Decide", href="/decide/$"))
            pictures = [item.src for item in page.pictures]
            if not pictures:
                raise Refused("the review shows no picture")
            for source in pictures:
                self.browser.fetch(urljoin(page.url, source))
            form = page.form(button="Approve")
            # Not on to the next page: that would claim the next review of the queue.
            self.browser.submit(page, form, button="Approve", follow=False)
            stage.result = f"seen blurred, {len(pictures)} pictures"

    @property
    def _log(self) -> str:
        return str(self.logs / "web.log")
