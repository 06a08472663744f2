"""What the person does: photo, box, shelf, basket, proofs, address, payment, order."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from orders.walkthrough.browser import Browser, Refused
from orders.walkthrough.console import Console, Stage
from orders.walkthrough.page import Page
from orders.walkthrough.results import Results

_TAGLINE = "Ready for any shelf"
_THINGS = {"rocket": "To the moon", "camera": "Say cheese", "cup": "Strong coffee"}
# The heading of an order's line: quantity, thing, price.
_LINE = re.compile(r"^\d+ × (.*?)(?: [\d.,]+ [A-Z]{3})?$")
_ADDRESS = {
    "email": "sample@example.com",
    "recipient": "Sample Person",
    "line1": "Musterweg 1",
    "postcode": "10115",
    "city": "Berlin",
}


@dataclass
class Person:
    """A visitor with a photo.

    Args:
        browser: their browser.
        console: told how far they are.
        results: gets what they are shown.
        logs: folder with a log per process.

    """

    browser: Browser
    console: Console
    results: Results
    logs: Path
    figure: str = ""
    order: str = ""
    tracking: list[str] = field(default_factory=list)

    @property
    def figure_id(self) -> str:
        """The figure's id, from its page's address."""
        return self.figure.rstrip("/").rpartition("/")[2]

    @property
    def number(self) -> str:
        """The order's number, from its page's address."""
        return self.order.rstrip("/").rpartition("/")[2]

    def upload(self, photo: Path, *, declaration: str) -> Page:
        """Upload the photo; of several faces take the first. Returns the page about the box."""
        with self._stage("Photo accepted", "web") as stage:
            page = self.browser.open("/create/")
            form = page.form(button="Use this photo")
            page = self.browser.submit(
                page, form, {"declaration": declaration}, files={"photo": photo}
            )
            if page.url.endswith("/face/"):
                stage.show(words="several faces, the first is taken")
                page = self.browser.submit(page, page.form(button="This is the one"))
        return page

    def make(self, page: Page, *, name: str) -> None:
        """Fill in the box and wait for the figure."""
        with self._stage("Figure made and screened", "worker-render") as stage:
            form = page.form(button="Make my figure")
            values = {"name": name, "tagline": _TAGLINE, "pose": form.choices("pose")[-1]}
            for place, (kind, label) in enumerate(_THINGS.items(), start=1):
                values[f"accessory_{place}"], values[f"label_{place}"] = kind, label
            page = self.browser.submit(page, form, values)
            self.figure = page.url
            self.browser.wait(
                page.url, lambda shown: shown.state.startswith("ready:"), stage, seconds=300
            )

    def see_approval(self) -> None:
        """Find on the figure's page that it may be ordered, and keep its pictures."""
        with self._stage("Approval seen by the person", "web") as stage:
            page = self.browser.wait(
                self.figure, lambda shown: ":approved:" in shown.state, stage, seconds=60
            )
            self.results.keep(self.browser, page.link(text="Cut-out picture"), "cut-out")
            self.results.keep(self.browser, page.link(text="Box picture"), "box-art")

    def fill_basket(self) -> None:
        """Wait for a mockup of every product, keep them, and take one of each product."""
        shelf = f"{self.figure}shelf/"
        with self._stage("Mockups of every product", "worker-default") as stage:
            page = self.browser.wait(shelf, lambda shown: not shown.follow, stage, seconds=180)
            # The same picture as the product's and as its size's: the size says more.
            names = {item.src: item.alt for item in page.pictures if "/files/" in item.src}
            for place, (url, name) in enumerate(names.items(), start=1):
                self.results.keep(self.browser, url, f"mockup {place} {_short(name)}")
            stage.result = f"{len(names)} pictures"
        with self._stage("Products put in the basket", "web") as stage:
            offers = [form for form in page.forms if form.action.endswith("/shelf/add")]
            for offer in offers:
                self.browser.submit(page, offer, {"sku": offer.choices("sku")[0], "quantity": "1"})
            stage.result = f"{len(offers)} lines"

    def approve_proofs(self) -> None:
        """Look at each line's proof and approve it."""
        with self._stage("Proofs approved", "worker-default") as stage:
            basket = self.browser.open("/basket/")
            proofs = dict.fromkeys(
                item.href for item in basket.links if item.href.endswith("/proof/")
            )
            for done, path in enumerate(proofs):
                stage.show(done / len(proofs), f"{done} of {len(proofs)}")
                self._approve(path, done + 1, stage)
            stage.result = f"{len(proofs)} proofs"

    def _approve(self, path: str, place: int, stage: Stage) -> None:
        page = self.browser.wait(
            path, lambda shown: shown.find_form(button="Approve") is not None, stage, seconds=180
        )
        picture, thing = page.link(text="Open the picture alone"), page.heading
        self.results.keep(self.browser, picture, f"proof {place} {thing.partition(': ')[2]}")
        form = page.form(button="Approve")
        after = self.browser.submit(page, form, button="Approve")
        if not after.url.endswith("/basket/"):
            raise Refused(f"the proof was not approved: {'; '.join(after.problems)}")

    def check_out(self, *, country: str) -> Page:
        """Give the address and order; returns the gateway's pay page."""
        with self._stage("Order placed", "web") as stage:
            basket = self.browser.open("/basket/")
            page = self.browser.open(basket.link(text="Check out"))
            page = self.browser.submit(
                page, page.form(button="Show shipping"), {"country": country}
            )
            form = page.form(button="Order and pay")
            page = self.browser.submit(page, form, _ADDRESS)
            page.form(button="(test)")
            stage.result = f"{len(form.choices('method'))} ways of shipping offered"
        return page

    def pay(self, page: Page) -> None:
        """Pay on the test gateway's page and come back."""
        with self._stage("Paid on the test gateway", "web") as stage:
            page = self.browser.submit(page, page.form(button="(test)"), button="(test)")
            self.order = page.url
            self._await_order("Paid", stage, seconds=60)
            stage.result = f"order {self.number}"

    def follow_order(self) -> None:
        """Watch the order until the parcel is on its way."""
        with self._stage("Print files made and preflighted", "worker-default") as stage:
            page = self._await_order("Print files", stage, seconds=240)
            files = [item for item in page.links if item.text == "Open the PDF"]
            for place, file in enumerate(files, start=1):
                thing = _LINE.sub(r"\1", file.heading)
                self.results.keep(self.browser, file.href, f"print file {place} {thing}")
            stage.result = f"{len(files)} PDF files"
        with self._stage("Accepted by the print house", "worker-default") as stage:
            self._await_order("In production", stage, seconds=120)
        with self._stage("Shipped", "print-house") as stage:
            page = self._await_order("Shipped", stage, seconds=120)
            self.tracking = re.findall(r"Tracking: (\S+)", page.text)
            stage.result = f"{len(self.tracking)} parcels"
            if not self.tracking:
                raise Refused("the order's page shows no tracking number")

    def _await_order(self, step: str, stage: Stage, *, seconds: float) -> Page:
        def reached(page: Page) -> bool:
            if page.state.startswith("on_hold:"):
                raise Refused("the order is on hold; its events in the admin say why")
            return any(words.startswith(step) for words in page.done)

        return self.browser.wait(self.order, reached, stage, seconds=seconds)

    def _stage(self, title: str, process: str) -> AbstractContextManager[Stage]:
        return self.console.stage(title, log=str(self.logs / f"{process}.log"))


def _short(words: str) -> str:
    return " ".join(words.split()[:6])
